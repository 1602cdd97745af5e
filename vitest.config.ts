import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/coverage.ts'],
    pool: 'forks',
    // One more than vitest takes by itself where there are two cores: many tests wait for a child process.
    maxWorkers: 2,
    // No test changes anything its process shares with others.
    isolate: false,
    testTimeout: 300_000,
    hookTimeout: 180_000,
    // Node strips the types itself: what is tested is what runs, and coverage needs no source maps.
    experimental: { viteModuleRunner: false },
  },
})
