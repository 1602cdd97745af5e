import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { ContractErrors, lintContract, lintRules, parseContract } from '../../../src/contract/index.ts'

const headings = [
  '## What it checks',
  '## Why it matters',
  '## Failing example',
  '## Passing example',
  '## How to fix or allow',
]

test.each(lintRules.map(({ id }) => id))(
  'docs/lint/%s.md has the headings, and its examples do what they say',
  async (id) => {
    const page = readFileSync(`docs/lint/${id}.md`, 'utf8')
    expect(page.startsWith(`# ${id}\n`)).toBe(true)
    expect(page.split('\n').filter((line) => line.startsWith('## '))).toEqual(headings)
    const [failing, passing] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!)
    expect(await idsOf(failing!)).toContain(id)
    expect(await idsOf(passing!)).toEqual([])
  },
)

/** Rules a contract breaks; a refused pattern has no contract, and its problem stands for the rule. */
async function idsOf(text: string): Promise<readonly string[]> {
  try {
    return lintContract(await parseContract(text, 'a.contract.yaml')).map((finding) => finding.id)
  } catch (error) {
    if (!(error instanceof ContractErrors)) throw error
    return error.problems.map(({ kind }) => (kind === 'pattern' ? 'pattern-unsafe' : 'other'))
  }
}
