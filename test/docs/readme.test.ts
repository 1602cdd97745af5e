import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { repository, spanpact } from '../support/run-cli.ts'

const readme = readFileSync(join(repository, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```console\n\$ npx spanpact (.+)\n([\s\S]*?)^```/gm)].map((match) => ({
  command: match[1]!,
  output: match[2]!,
}))

describe('the README is true', () => {
  test('has commands with their output', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(2)
  })

  test.each(blocks)('spanpact $command', ({ command, output }) => {
    expect(spanpact(repository, command.split(' ')).stdout).toBe(output)
  })

  test('shows the contract of the quick start as it is', () => {
    expect(readme).toContain(`\`\`\`yaml\n${readFileSync(join(repository, 'examples/quickstart/support.contract.yaml'), 'utf8')}\`\`\``)
  })

  test('names every command and every relative link exists', () => {
    const usage = spanpact(repository, ['--help']).stdout
    for (const [, command] of usage.matchAll(/^ {2}([a-z]+) /gm)) expect(readme).toContain(`spanpact ${command}`)
    for (const [, target] of readme.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(join(repository, target!)), target).toBe(true)
  })
})
