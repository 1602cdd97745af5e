import { expect, test } from 'vitest'

import { ContractErrors, parseContract } from '../../src/contract/index.ts'

const contract = (links: string): string => `contract: a
spans:
  a: { name: a }
  b: { name: b }
  c: { name: c, links: ${links} }
`

test('a single link clause may ask for attributes', async () => {
  const { spans } = await parseContract(contract('{ to: a, attributes: { x: string } }'), 'a.contract.yaml')
  expect(spans.find(({ id }) => id === 'c')?.links[0]?.attributes.map(({ key }) => key)).toEqual(['x'])
})

test('several may not: the error names the place', async () => {
  const text = contract('[{ to: a, attributes: { x: string } }, { to: b }]')
  const error = await parseContract(text, 'a.contract.yaml').catch((thrown: unknown) => thrown)
  expect((error as ContractErrors).problems.map(({ line, path, message }) => [line, path, message])).toEqual([
    [5, 'spans.c.links.0.attributes', '`attributes` stands beside other link clauses'],
  ])
})

test('two clauses that lead to the same spans are one: the error names the second', async () => {
  const text = contract('[{ to: [a, b] }, { to: [b, a], count: { max: 2 } }]')
  const error = await parseContract(text, 'a.contract.yaml').catch((thrown: unknown) => thrown)
  expect(
    (error as ContractErrors).problems.map(({ line, path, message, help }) => [line, path, message, help]),
  ).toEqual([
    [
      5,
      'spans.c.links.1',
      '`links[1]` leads where another link clause of the span leads',
      'write one clause with both counts',
    ],
  ])
})
