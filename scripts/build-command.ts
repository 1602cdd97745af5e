// Bundles the command into dist/cli, with the libraries that every invocation loads: loading some 400 small modules
// one by one took half of its start-up time. The library itself stays unbundled; see docs/decisions.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

import { packageRoot } from './package-root.ts'

const folder = join(packageRoot, 'dist', 'cli')

/** Loaded only by contracts that need them, through `require`; they stay dependencies. */
const onDemand = ['ajv', 're2js']

rmSync(folder, { recursive: true, force: true })
const bundle = await rolldown({
  input: join(packageRoot, 'src/cli/bin.ts'),
  platform: 'node',
  external: [/^node:/, ...onDemand],
})
await bundle.write({
  dir: folder,
  format: 'esm',
  sourcemap: true,
  entryFileNames: 'bin.js',
  chunkFileNames: '[name].js',
})
await bundle.close()
