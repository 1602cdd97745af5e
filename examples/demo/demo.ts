// Checks two recorded agent runs against their contracts: one is kept, one is not. Fails when that changes.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

const steps = [
  { contract: 'examples/demo/earnings-agent.contract.yaml', expected: 0, says: 'The contract is kept' },
  { contract: 'examples/demo/deep-research.contract.yaml', expected: 1, says: 'The contract is not kept' },
]

for (const { contract, expected, says } of steps) {
  process.stdout.write(`\n$ npx spanpact check -c ${contract}\n\n`)
  const result = spawnSync(process.execPath, [join(root, 'dist/cli/bin.js'), 'check', '-c', contract], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  process.stdout.write(`\n${says}: exit code ${String(result.status)}.\n`)
  if (result.status !== expected) {
    process.stderr.write(`the demo expected exit code ${expected} for ${contract}\n`)
    process.exitCode = 1
  }
}
