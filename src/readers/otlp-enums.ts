import { spanKinds, statusCodes, type Span, type SpanKind, type StatusCode } from '../model/span.ts'

// Both tables are in the order of the protobuf enums.
const kindNames = new Map<unknown, SpanKind>(spanKinds.map((kind) => [`SPAN_KIND_${kind.toUpperCase()}`, kind]))
const codeNames = new Map<unknown, StatusCode>(statusCodes.map((code) => [`STATUS_CODE_${code.toUpperCase()}`, code]))

/** From the enum's number or name; a value this version does not know is `unspecified`. */
export function readKind(raw: unknown): SpanKind {
  if (typeof raw === 'number') return spanKinds[raw] ?? 'unspecified'
  return kindNames.get(raw) ?? 'unspecified'
}

const statuses = {
  unset: { code: 'unset', message: '' },
  ok: { code: 'ok', message: '' },
  error: { code: 'error', message: '' },
} as const satisfies Record<StatusCode, Span['status']>

/** From the enum's number or name; without a code the status is unset, never ok. */
export function readStatus(code: unknown, message: unknown): Span['status'] {
  const known = (typeof code === 'number' ? statusCodes[code] : codeNames.get(code)) ?? 'unset'
  return typeof message === 'string' && message !== '' ? { code: known, message } : statuses[known]
}
