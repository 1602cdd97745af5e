import { expect, expectTypeOf, test } from 'vitest'

import * as expectations from '../../src/expectations.ts'
import { assertions } from '../../src/assertions/index.ts'

test('there is one builder per assertion, its id in camelCase', () => {
  const camelCase = (id: string): string =>
    id
      .split('-')
      .map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1)))
      .join('')
  expect(Object.keys(expectations).sort()).toEqual(assertions.map(({ id }) => camelCase(id)).sort())
})

test('a builder makes the item that stands for it, and takes what the contract language takes', () => {
  expect(expectations.toolUsed({ tool: 'pay', max: 1 })).toEqual({ 'tool-used': { tool: 'pay', max: 1 } })
  expect(expectations.precedence(['check', 'pay'])).toEqual({ precedence: ['check', 'pay'] })
  expectTypeOf(expectations.toolUsed).parameter(0).toExtend<string | readonly string[] | { tool: string | string[] }>()
  // @ts-expect-error a key that the assertion does not have
  expectations.toolUsed({ tool: 'pay', most: 1 })
})
