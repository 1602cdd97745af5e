import { expect, test } from 'vitest'

import { daysOf } from '../../src/reconcile/days.ts'

const at = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n

test.each([
  ['2026-11-18T12:00:00Z', '2026-11-18T12:00:05Z', ['2026-11-18']],
  ['2026-11-18T23:58:59Z', '2026-11-18T23:58:59Z', ['2026-11-18']],
  ['2026-11-18T23:59:00Z', '2026-11-18T23:59:00Z', ['2026-11-18', '2026-11-19']],
  ['2026-11-19T00:00:59Z', null, ['2026-11-18', '2026-11-19']],
  ['2026-11-19T00:01:00Z', null, ['2026-11-19']],
  ['2026-11-18T23:00:00Z', '2026-11-19T01:00:00Z', ['2026-11-18', '2026-11-19']],
  [null, null, null],
  ['+275000-01-01T00:00:00Z', null, null],
])('a call from %s to %s may be billed on %s', (start, end, days) => {
  const time = (text: string | null): bigint | null => (text === null ? null : at(text))
  expect(daysOf({ startUnixNano: time(start), endUnixNano: time(end) }, 60_000)).toEqual(days)
})
