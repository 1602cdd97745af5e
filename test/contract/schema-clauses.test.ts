import { expect, test } from 'vitest'

import { ContractErrors, parseContract } from '../../src/contract/index.ts'

test('a JSON Schema that is none is an error of the contract, at its place', async () => {
  const text = `contract: a
spans:
  think:
    name: chat
    attributes:
      good: { type: any, schema: { type: object } }
      bad: { type: any, schema: { type: objekt } }
`
  const error = await parseContract(text, 'a.contract.yaml').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ContractErrors)
  expect((error as ContractErrors).problems).toMatchObject([
    {
      file: 'a.contract.yaml',
      line: 7,
      path: 'spans.think.attributes.bad.schema',
      help: 'write a JSON Schema of draft 7, 2019-09 or 2020-12',
    },
  ])
})
