import { describe, expect, test } from 'vitest'

import type { Price } from '../../src/model/price.ts'
import { costOf, type CountedUsage } from '../../src/runs/index.ts'
import { usage } from '../support/steps.ts'

const price: Price = {
  model: 'gpt-5',
  provider: null,
  from: '2026-01-01',
  input: 1.25,
  output: 10,
  cachedInput: null,
  cacheWrite: null,
  reasoning: null,
}

function call(fields: Partial<CountedUsage> = {}): CountedUsage {
  return {
    span: { traceId: '', spanId: '', name: 'chat gpt-5' },
    usage: usage({ input: 1000, output: 100 }),
    costUsd: null,
    provider: null,
    responseModel: 'gpt-5',
    requestModel: null,
    startUnixNano: 0n,
    ...fields,
  }
}

describe('recorded costs', () => {
  test('are summed if every call has one, whatever the price table', () => {
    const recorded = [call({ costUsd: 0.1 }), call({ costUsd: 0.2 })]
    expect(costOf(recorded, () => price)).toEqual({
      nanoUsd: 300_000_000n,
      knownNanoUsd: 300_000_000n,
      known: 2,
      reason: null,
    })
  })

  test('are left out if one call has none: never both in one sum', () => {
    // Each 1000 × 1.25 + 100 × 10 = 2250 millionths of a dollar.
    expect(costOf([call({ costUsd: 5 }), call()], () => price).nanoUsd).toBe(4_500_000n)
    expect(costOf([call({ costUsd: 5 }), call()], () => undefined)).toEqual({
      nanoUsd: null,
      knownNanoUsd: 0n,
      known: 0,
      reason: 'no price of `gpt-5` covers the day of model call `chat gpt-5`',
    })
  })
})

describe('prices', () => {
  test('parts that are priced apart are taken out of the whole', () => {
    const apart = { ...price, cachedInput: 0.125, cacheWrite: 1.5, reasoning: 20 }
    const counted = call({ usage: { input: 1000, output: 100, cachedInput: 400, cacheWrite: 100, reasoning: 40 } })
    // 500 × 1.25 + 400 × 0.125 + 100 × 1.5 + 60 × 10 + 40 × 20 = 2225 millionths of a dollar.
    expect(costOf([counted], () => apart).nanoUsd).toBe(2_225_000n)
    // Parts without a price of their own cost like the rest: 1000 × 1.25 + 100 × 10.
    expect(costOf([counted], () => price).nanoUsd).toBe(2_250_000n)
  })

  test('a fraction of a billionth is rounded for each call', () => {
    const cheap = { ...price, input: 0.0375, output: 0 }
    // 37.5 billionths for one token.
    const one = call({ usage: usage({ input: 1, output: 0 }) })
    expect(costOf([one], () => cheap).nanoUsd).toBe(38n)
    expect(costOf([one, one], () => cheap).nanoUsd).toBe(76n)
  })

  test('no sum of floating-point numbers: a million calls cost a million times one', () => {
    const calls = Array.from({ length: 1_000_000 }, () => call({ usage: usage({ input: 1, output: 0 }) }))
    expect(costOf(calls, () => ({ ...price, input: 0.1 })).nanoUsd).toBe(100_000_000n)
  })
})

test.each<[string, Partial<CountedUsage>, Partial<Price> | undefined, string]>([
  ['no usage', { usage: null }, {}, 'model call `chat gpt-5` carries no token usage'],
  ['half a usage', { usage: usage({ input: 1 }) }, {}, 'model call `chat gpt-5` carries no token usage'],
  ['no model', { responseModel: null }, {}, 'model call `chat gpt-5` names no model'],
  [
    'no time',
    { startUnixNano: null },
    {},
    'model call `chat gpt-5` has no time, so that the price of its day is unknown',
  ],
  ['no price', {}, undefined, 'no price of `gpt-5` covers the day of model call `chat gpt-5`'],
  [
    'a part that is priced apart and not counted',
    {},
    { cachedInput: 0.1 },
    '`gpt-5` has a price for cached input tokens, which model call `chat gpt-5` does not count',
  ],
  [
    'more cached than input',
    { usage: usage({ input: 1, output: 1, cachedInput: 2 }) },
    {},
    'the token counts of model call `chat gpt-5` contradict each other',
  ],
])('%s: the cost is unknown, and so is the sum; the rest is known', (_what, fields, of, reason) => {
  const other = call({ span: { traceId: '', spanId: '', name: 'other' } })
  const found = costOf([other, call(fields)], ({ span }) =>
    span.name === 'other' ? price : of === undefined ? undefined : { ...price, ...of },
  )
  expect(found).toEqual({ nanoUsd: null, knownNanoUsd: 2_250_000n, known: 1, reason })
})

test('no model call, no cost', () => {
  expect(costOf([], () => price).nanoUsd).toBe(null)
})
