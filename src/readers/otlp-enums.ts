import { spanKinds, statusCodes, type Span, type SpanKind, type StatusCode } from '../model/span.ts'

// Both tables are in the order of the protobuf enums.
const kindNames = namesOf(spanKinds, 'span_kind_')
const codeNames = namesOf(statusCodes, 'status_code_')

/** Exporters write the name with or without its prefix, in any case, or the number as text. */
function namesOf<Value extends string>(values: readonly Value[], prefix: string): ReadonlyMap<string, Value> {
  return new Map(
    values.flatMap((value, number) => [
      [value, value],
      [prefix + value, value],
      [String(number), value],
    ]),
  )
}

/** From the enum's number or name; undefined for a value this version does not know. */
export function readKind(raw: unknown): SpanKind | undefined {
  if (typeof raw === 'number') return spanKinds[raw]
  if (raw === undefined || raw === null) return 'unspecified'
  return typeof raw === 'string' ? kindNames.get(raw.toLowerCase()) : undefined
}

const statuses = {
  unset: { code: 'unset', message: '' },
  ok: { code: 'ok', message: '' },
  error: { code: 'error', message: '' },
} as const satisfies Record<StatusCode, Span['status']>

/**
 * From the enum's number or name; without a code the status is unset, never ok. Undefined for a code this version does
 * not know: whatever it stands for, the span may have failed.
 */
export function readStatus(code: unknown, message: unknown): Span['status'] | undefined {
  const known = readCode(code)
  if (known === undefined) return undefined
  return typeof message === 'string' && message !== '' ? { code: known, message } : statuses[known]
}

function readCode(raw: unknown): StatusCode | undefined {
  if (typeof raw === 'number') return statusCodes[raw]
  if (raw === undefined || raw === null) return 'unset'
  return typeof raw === 'string' ? codeNames.get(raw.toLowerCase()) : undefined
}
