import { expect, test } from 'vitest'

import { ContractErrors, parseContract } from '../../src/contract/index.ts'

async function problemsOf(text: string): Promise<readonly string[]> {
  const error: unknown = await parseContract(`contract: t\n${text}`, 't.contract.yaml').catch((cause: unknown) => cause)
  return error instanceof ContractErrors
    ? error.problems.map(({ line, message, help }) => `${line}: ${message}; ${help}`)
    : []
}

test('clauses are named by what they are, and found where they stand', async () => {
  const { sources, reconcile, locate } = await parseContract(
    'contract: t\nsources: { invoice: {}, deliveries: { key: app.id } }\nreconcile:\n  - billed-not-recorded: {}\n  - billed-not-delivered: { tolerance: 0.1 }\n',
    't.contract.yaml',
  )
  expect(sources).toEqual([
    { name: 'invoice', path: 'sources.invoice', own: true, key: null },
    { name: 'deliveries', path: 'sources.deliveries', own: true, key: 'app.id' },
  ])
  expect(reconcile).toEqual([
    { id: 'billed-not-recorded', path: 'reconcile.billed-not-recorded', own: true, options: {} },
    { id: 'billed-not-delivered', path: 'reconcile.billed-not-delivered', own: true, options: { tolerance: 0.1 } },
  ])
  expect(locate('reconcile.billed-not-delivered')).toEqual({ file: 't.contract.yaml', line: 5, column: 5 })
})

test.each([
  [
    'a source that is read and not declared',
    'reconcile: [{ attempts-hidden: {} }]',
    '2: `attempts-hidden` reads source `wire`, which `sources` does not declare; add `sources: { wire: {} }`',
  ],
  [
    'a source that nothing reads',
    'sources: { wire: {} }',
    '2: no entry of `reconcile` reads source `wire`; remove it, or add the reconciliation that reads it',
  ],
  [
    'a reconciliation that comes twice',
    'sources: { wire: {} }\nreconcile:\n  - attempts-hidden: {}\n  - attempts-hidden: {}',
    '5: `attempts-hidden` is in the list already; remove one of the two',
  ],
  [
    'a reconciliation that is misspelt',
    'sources: { wire: {} }\nreconcile: [{ attempts-hiden: {} }]',
    '3: unknown key `attempts-hiden`; did you mean `attempts-hidden`?; write `attempts-hidden`',
  ],
  [
    'an option out of its bounds',
    'sources: { invoice: {} }\nreconcile: [{ billed-not-recorded: { tolerance: 2 } }]',
    '3: `tolerance` `2` is above 1; correct `tolerance`',
  ],
  [
    'a slack that is no duration',
    'sources: { invoice: {} }\nreconcile: [{ billed-not-recorded: { slack: soon } }]',
    '3: `slack` `soon` is no duration such as `60s`; write it as in `60s`',
  ],
])('%s', async (_name, text, problem) => {
  expect(await problemsOf(text)).toContain(problem)
})
