import * as fc from 'fast-check'

import { spanKinds, statusCodes } from '../../src/model/span.ts'
import type { RetainedSpan } from '../../src/runs/index.ts'

/** Trace and span ids of small numbers: the same number is the same id. */
export function traceIdOf(number: number): string {
  return number.toString(16).padStart(32, '0')
}

export function spanIdOf(number: number): string {
  return number.toString(16).padStart(16, '0')
}

/** A span with nothing but its place; times are its number. */
export function retained(fields: Partial<RetainedSpan> & { readonly spanId: string }): RetainedSpan {
  return {
    traceId: traceIdOf(1),
    parentSpanId: null,
    name: 'step',
    kind: 'internal',
    status: 'unset',
    startUnixNano: 0n,
    endUnixNano: 1n,
    hasRemoteParent: false,
    links: [],
    values: new Map(),
    file: 0,
    position: 1,
    tag: 0,
    payload: undefined,
    ...fields,
  }
}

const hex = (digits: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('0'.repeat(digits), 'f'.repeat(digits), `8${'0'.repeat(digits - 1)}`, `${'0'.repeat(digits - 1)}1`),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: digits, maxLength: digits }),
  )

/** OTLP times are unsigned 64-bit numbers; a file can hold any of them. */
const time = fc.option(
  fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n)),
)

const value = fc.oneof(fc.string(), fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null), fc.array(fc.string()))

const name = fc.oneof(fc.constantFrom('', 'chat', '__proto__', 'constructor'), fc.string({ unit: 'binary' }))

/** Any span a reader can give. */
export const anyRetained: fc.Arbitrary<RetainedSpan> = fc.record({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: fc.option(hex(16)),
  name,
  kind: fc.constantFrom(...spanKinds),
  status: fc.constantFrom(...statusCodes),
  startUnixNano: time,
  endUnixNano: time,
  hasRemoteParent: fc.boolean(),
  links: fc.array(fc.record({ traceId: hex(32), spanId: hex(16) }), { maxLength: 2 }),
  values: fc.array(fc.tuple(name, value), { maxLength: 3 }).map((entries) => new Map(entries)),
  file: fc.nat(1000),
  position: fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 32, 2 ** 40)),
  tag: fc.nat(),
  payload: fc.oneof(fc.constant(undefined), fc.record({ occurrences: fc.array(fc.string(), { maxLength: 2 }) })),
})
