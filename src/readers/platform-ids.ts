import { hash } from 'node:crypto'

/** An id of a platform that is not OpenTelemetry's, as hex and as the platform writes it. */
export interface PlatformId {
  readonly hex: string
  readonly text: string
}

const hexDigits = /^[0-9a-f]+$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * 32 hex digits for any text: those it has (hex, a UUID, `trace_` and hex), else the first 16 bytes of its SHA-256. Null
 * where there is none, undefined for what is no text.
 */
export function platformTraceId(raw: unknown): PlatformId | null | undefined {
  if (raw === undefined || raw === null || raw === '') return null
  if (typeof raw !== 'string') return undefined
  const lower = raw.toLowerCase()
  const digits = uuid.test(lower) ? lower.replaceAll('-', '') : lower.replace(/^trace_/, '')
  const isTraceId = digits.length === 32 && hexDigits.test(digits) && /[^0]/.test(digits)
  return { hex: isTraceId ? digits : hashOf(raw, 32), text: raw }
}

/** 16 hex digits for any text: the text itself where it is 16 hex digits, else the first 8 bytes of its SHA-256. */
export function platformSpanId(raw: unknown): PlatformId | null | undefined {
  if (raw === undefined || raw === null || raw === '') return null
  if (typeof raw !== 'string') return undefined
  const lower = raw.toLowerCase()
  const isSpanId = lower.length === 16 && hexDigits.test(lower) && /[^0]/.test(lower)
  return { hex: isSpanId ? lower : hashOf(raw, 16), text: raw }
}

function hashOf(text: string, digits: number): string {
  return hash('sha256', text).slice(0, digits)
}
