import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nanosOfInteger, nanosOfIso, nanosOfPair } from '../../src/readers/times.ts'

describe('ISO times', () => {
  const second = 1_759_235_696_000_000_000n // 2025-09-30T12:34:56Z: 20361 days, 45296 seconds
  test.each<[string, bigint]>([
    ['2025-09-30T12:34:56Z', second],
    ['2025-09-30T12:34:56', second],
    ['2025-09-30 12:34:56', second],
    ['2025-09-30 12:34:56 UTC', second],
    ['2025-09-30t12:34:56z', second],
    ['2025-09-30T12:34:56+00:00', second],
    ['2025-09-30T14:34:56+02:00', second],
    ['2025-09-30T14:34:56+02', second],
    ['2025-09-30T07:04:56-0530', second],
    ['2025-09-30T12:34Z', second - 56_000_000_000n],
    ['2025-09-30T12:34:56.7Z', second + 700_000_000n],
    ['2025-09-30T12:34:56,789Z', second + 789_000_000n],
    ['2025-09-30T12:34:56.789012Z', second + 789_012_000n],
    ['2025-09-30T12:34:56.789012345Z', second + 789_012_345n],
    ['2025-09-30T12:34:56.7890123456789Z', second + 789_012_345n],
    ['1970-01-01T00:00:00Z', 0n],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000_000_000n],
    ['2016-12-31T23:59:60Z', 1_483_228_800_000_000_000n],
  ])('%s', (text, nanos) => {
    expect(nanosOfIso(text)).toBe(nanos)
  })

  test.each([
    '',
    'now',
    '2025-09-30',
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-10T00:00:00Z',
    '2025-09-31T00:00:00Z',
    '2025-09-30T24:00:00Z',
    '2025-09-30T12:60:00Z',
    '2025-09-30T12:34:61Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+01:00',
    '0001-01-01T00:00:00Z',
    '2600-01-01T00:00:00Z',
    '2025-09-30T12:34:56Z and more',
    `2025-09-30T12:34:56.${'1'.repeat(100_000)}x`,
  ])('%s is none', (text) => {
    expect(nanosOfIso(text)).toBeUndefined()
  })

  test('any date is read back', () => {
    const date = fc.date({ min: new Date(0), max: new Date('2554-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(date, (time) => {
        expect(nanosOfIso(time.toISOString())).toBe(BigInt(time.getTime()) * 1_000_000n)
      }),
    )
  })
})

test.each<[unknown, bigint | undefined]>([
  [[1, 2], 1_000_000_002n],
  [[1_760_738_064, 624_180_001], 1_760_738_064_624_180_001n],
  [[0, 0], 0n],
  [[18_446_744_073, 709_551_615], 2n ** 64n - 1n],
  [[18_446_744_073, 709_551_616], undefined],
  [[-1, 0], undefined],
  [[1, -1], undefined],
  [[1.5, 0], undefined],
  [['1', '2'], undefined],
  [[1], undefined],
  [[1, 2, 3], undefined],
  [1, undefined],
  [null, undefined],
])('the pair %j', (raw, nanos) => {
  expect(nanosOfPair(raw)).toBe(nanos)
})

test.each<[unknown, bigint, bigint | undefined]>([
  [5, 1000n, 5000n],
  ['1706678909209712', 1000n, 1_706_678_909_209_712_000n],
  [1_706_678_909_209_712n, 1000n, 1_706_678_909_209_712_000n],
  [1_706_678_909_209_712_345n, 1n, 1_706_678_909_209_712_345n],
  [0, 1n, 0n],
  [18_446_744_073_709_551_615n, 1n, 2n ** 64n - 1n],
  [18_446_744_073_709_551_616n, 1n, undefined],
  ['18446744073709551615', 1000n, undefined],
  [2 ** 53, 1n, undefined],
  [-1, 1n, undefined],
  [-1n, 1n, undefined],
  [1.5, 1n, undefined],
  ['', 1n, undefined],
  ['-1', 1n, undefined],
  ['1e3', 1n, undefined],
  ['9'.repeat(100_000), 1n, undefined],
  [null, 1n, undefined],
  [true, 1n, undefined],
])('the integer %s in units of %s ns', (raw, unit, nanos) => {
  expect(nanosOfInteger(raw, unit)).toBe(nanos)
})
