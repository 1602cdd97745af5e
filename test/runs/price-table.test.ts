import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Price } from '../../src/model/price.ts'
import { createPriceTable, matchesGlob } from '../../src/runs/price-table.ts'

const base: Price = {
  model: 'gpt-5',
  provider: null,
  from: '2026-01-01',
  input: 1,
  output: 2,
  cachedInput: null,
  cacheWrite: null,
  reasoning: null,
}
const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n

/** Input price of the entry that applies. */
function priceOf(
  prices: readonly Partial<Price>[],
  call: { model?: string; requested?: string; provider?: string; at?: string },
): number | undefined {
  const table = createPriceTable(prices.map((price) => ({ ...base, ...price })))
  return table({
    responseModel: call.model ?? null,
    requestModel: call.requested ?? null,
    provider: call.provider ?? null,
    startUnixNano: at(call.at ?? '2026-06-01T12:00:00Z'),
  })?.input
}

test('the price of the day: the latest that had begun, in UTC', () => {
  const prices = [{ input: 1 }, { from: '2026-07-01', input: 2 }]
  expect(priceOf(prices, { model: 'gpt-5', at: '2025-12-31T23:59:59.999Z' })).toBe(undefined)
  expect(priceOf(prices, { model: 'gpt-5', at: '2026-01-01T00:00:00Z' })).toBe(1)
  expect(priceOf(prices, { model: 'gpt-5', at: '2026-06-30T23:59:59.999Z' })).toBe(1)
  expect(priceOf(prices.toReversed(), { model: 'gpt-5', at: '2026-07-01T00:00:00Z' })).toBe(2)
})

test('a literal before a glob, a longer glob before a shorter, a provider before none', () => {
  const prices = [
    { model: '*', input: 1 },
    { model: 'gpt-5*', input: 2 },
    { model: 'gpt-5-mini*', input: 3 },
    { model: 'gpt-5', input: 4 },
    { model: 'gpt-5', provider: 'azure', input: 5 },
  ]
  expect(['o3', 'gpt-5-2026-01-15', 'gpt-5-mini-2026', 'gpt-5'].map((model) => priceOf(prices, { model }))).toEqual([
    1, 2, 3, 4,
  ])
  expect(priceOf(prices, { model: 'gpt-5', provider: 'azure' })).toBe(5)
  expect(priceOf([{ provider: 'azure' }], { model: 'gpt-5' })).toBe(undefined)
})

test('an entry that has not begun gives way to one that has, however unspecific', () => {
  expect(
    priceOf(
      [
        { model: 'gpt-*', input: 1 },
        { from: '2027-01-01', input: 2 },
      ],
      { model: 'gpt-5' },
    ),
  ).toBe(1)
})

test('the model that answered before the one asked for', () => {
  const prices = [
    { model: 'asked', input: 1 },
    { model: 'answered', input: 2 },
  ]
  expect(priceOf(prices, { model: 'answered', requested: 'asked' })).toBe(2)
  expect(priceOf(prices, { model: 'other', requested: 'asked' })).toBe(1)
})

test('without a time or a model there is no price', () => {
  const table = createPriceTable([base])
  const call = { provider: null, responseModel: 'gpt-5', requestModel: null, startUnixNano: null }
  expect(table(call)).toBe(undefined)
  expect(table({ ...call, responseModel: null, startUnixNano: 0n })).toBe(undefined)
})

test('globs mean what a regular expression of them means', () => {
  const letters = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 8 })
  fc.assert(
    fc.property(letters('a', 'b', '*', '?', '.'), letters('a', 'b', '.', '*'), (glob, text) => {
      const source = glob.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*')
      expect(matchesGlob(glob, text)).toBe(new RegExp(`^${source}$`, 's').test(text))
    }),
  )
})

test('a hostile glob takes no exponential time', () => {
  expect(matchesGlob('*a'.repeat(2000), 'b'.repeat(4000))).toBe(false)
})
