import { expect, test } from 'vitest'

import { durationNano, renderDuration } from '../../src/model/duration.ts'

test.each([
  ['0s', 0],
  ['1ns', 1],
  ['1us', 1_000],
  ['50ms', 50_000_000],
  ['1.5s', 1_500_000_000],
  ['2m', 120_000_000_000],
  ['1h', 3_600_000_000_000],
  ['1d', 86_400_000_000_000],
  ['0.1ms', 100_000],
  ['0.3s', 300_000_000],
])('%s is %i ns', (text, expected) => {
  expect(durationNano(text)).toBe(expected)
})

test.each(['', '5', 's', '5 s', ' 5s', '-5s', '5S', '1e3s', '.5s', '5.s', '5sec', '1h30m', '5s\n', 'Infinitys'])(
  '%j is no duration',
  (text) => {
    expect(durationNano(text)).toBe(undefined)
  },
)

test.each([
  [0, '0 ns'],
  [999, '999 ns'],
  [1_000, '1 us'],
  [1_500_000, '1.5 ms'],
  [1_500_000_000, '1.5 s'],
  [125_000_000_000, '125 s'],
  [1_234_567_890, '1.235 s'],
  [-1_500_000, '-1.5 ms'],
])('%i ns is written %s', (nano, expected) => {
  expect(renderDuration(nano)).toBe(expected)
})
