/** OTLP/JSON as the collector's file exporter writes it: 64-bit integers as text, zero values left out. */
export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly flags: number
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly OtlpAttribute[]
  readonly events?: readonly OtlpEvent[]
  readonly status: { readonly code?: 2; readonly message?: string }
}

export interface OtlpEvent {
  readonly timeUnixNano: string
  readonly name: string
  readonly attributes: readonly OtlpAttribute[]
}

export interface OtlpAttribute {
  readonly key: string
  readonly value: OtlpValue
}

type OtlpValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly { readonly stringValue: string }[] } }

export const kinds = { internal: 1, server: 2, client: 3 } as const

/** A double is written `double(0.5)`: JavaScript alone cannot tell 1 from 1.0. */
export type Attribute = string | number | boolean | readonly string[] | { readonly double: number } | undefined

export const double = (value: number): { readonly double: number } => ({ double: value })

/** Attributes with a value, in the given order. */
export function otlpAttributes(attributes: Readonly<Record<string, Attribute>>): OtlpAttribute[] {
  const list: OtlpAttribute[] = []
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) list.push({ key, value: otlpValue(value) })
  return list
}

function otlpValue(value: Exclude<Attribute, undefined>): OtlpValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'number') return { intValue: String(value) }
  if (typeof value === 'boolean') return { boolValue: value }
  if ('double' in value) return { doubleValue: value.double }
  return { arrayValue: { values: value.map((entry) => ({ stringValue: entry })) } }
}
