// Files that tune a package in, settings with every default filled in out; findings in, acceptance entries out.
export { acceptFindings, loadAcceptances } from './acceptances.ts'
export { loadConfig, type Config } from './load-config.ts'
export { loadBaselines, updateBaselines, type TrajectoryResults } from './trials-baseline.ts'
export { transcriptsByFile } from './transcripts.ts'
export { defineConfig } from './define-config.ts'
export type { ConfigSource } from './schema.ts'
