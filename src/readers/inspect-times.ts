import { field, textField } from './messages/content.ts'
import { nanosOfIso } from './times.ts'

/** When an event began, in nanoseconds; null where it has no time. */
export function startOf(event: unknown): bigint | null {
  const text = textField(event, 'timestamp')
  return text === null ? null : (nanosOfIso(text) ?? null)
}

/** When a call ended: as the log says, or by how long it took; null where it does not tell. */
export function endOf(event: object, start: bigint | null): bigint | null {
  const completed = textField(event, 'completed')
  if (completed !== null) return nanosOfIso(completed) ?? null
  const seconds = field(event, 'working_time') ?? field(field(event, 'output'), 'time')
  if (start === null || typeof seconds !== 'number' || !(seconds >= 0) || seconds > longestSeconds) return null
  return start + BigInt(Math.round(seconds * 1e6)) * 1000n
}

/** A year; a longer call is no time. */
const longestSeconds = 366 * 24 * 3600

/** Smallest step of the times: microseconds, or seconds where no time of the sample has a fraction. */
export function precisionOf(events: readonly unknown[]): number {
  const hasFraction = events.some((event) => /[.,]\d/.test(textField(event, 'timestamp') ?? ''))
  return hasFraction ? 1000 : 1_000_000_000
}
