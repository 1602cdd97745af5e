import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'

import { ContractErrors, parseContract } from '../../src/contract/index.ts'

const example = readFileSync('fixtures/contracts/every-key.contract.yaml', 'utf8')

/** Every text is a contract or a list of problems with places in the text; nothing else is ever thrown. */
async function isAnswered(text: string): Promise<void> {
  const error: unknown = await parseContract(text, 'a.contract.yaml').then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error === undefined) return
  if (!(error instanceof ContractErrors)) throw error
  const lines = text.split('\n').length + 1
  expect(error.problems.length).toBeGreaterThan(0)
  expect(error.problems.filter(({ line, column }) => line < 1 || line > lines || column < 1)).toEqual([])
}

test('any text', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), isAnswered), { numRuns: 300 })
})

test('any data', async () => {
  const key = fc.constantFrom(
    'contract',
    'spans',
    'x',
    'attributes',
    'match',
    'name',
    'links',
    'events',
    'trace',
    'extends',
    'count',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.jsonValue({ maxDepth: 1 }),
      fc.dictionary(key, tie('tree')),
    ),
  }))
  await fc.assert(
    fc.asyncProperty(tree, (value) => isAnswered(stringify(value))),
    { numRuns: 300 },
  )
})

test('a valid contract with a piece cut out or doubled', async () => {
  const place = fc.nat(example.length)
  await fc.assert(
    fc.asyncProperty(place, fc.nat(40), fc.boolean(), (start, length, isDoubled) =>
      isAnswered(example.slice(0, start) + example.slice(isDoubled ? Math.max(0, start - length) : start + length)),
    ),
    { numRuns: 200 },
  )
})
