import * as fc from 'fast-check'
import { completeSource, type Span } from '../../../src/model/span.ts'

function hex(bytes: number): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((id) => id.some((byte) => byte !== 0))
    .map((id) => Buffer.from(id).toString('hex'))
}
const time = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n })
const count = fc.nat({ max: 2 ** 31 })
const text = fc.string({ unit: 'grapheme' })
const integer = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((int) => (Number.isSafeInteger(Number(int)) ? Number(int) : int))
const double = fc.double().filter((value) => !Number.isSafeInteger(value))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    integer,
    double,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }).map((map) => Object.assign(Object.create(null), map)),
  ),
}))
const attributes = fc.uniqueArray(fc.tuple(text, value), { selector: ([key]) => key, maxLength: 6 })
const toMap = attributes.map((entries) => new Map(entries)) as fc.Arbitrary<Span['attributes']>

/** Any span that OTLP can express. */
export const anySpan: fc.Arbitrary<Span> = fc.record<Span>({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: fc.option(hex(8)),
  name: fc.string({ minLength: 1 }),
  kind: fc.constantFrom('unspecified', 'internal', 'server', 'client', 'producer', 'consumer'),
  startUnixNano: time,
  endUnixNano: fc.option(time),
  status: fc.record({ code: fc.constantFrom('unset', 'ok', 'error'), message: text }),
  attributes: toMap,
  events: fc.array(
    fc.record({
      name: text,
      timeUnixNano: fc.option(time),
      attributes: toMap,
      source: fc.constant('span'),
      body: fc.constant(null),
      droppedAttributes: count,
    }),
    { maxLength: 2 },
  ),
  links: fc.array(fc.record({ traceId: hex(16), spanId: hex(8), attributes: toMap, droppedAttributes: count }), {
    maxLength: 2,
  }),
  resource: fc.record({ attributes: toMap, schemaUrl: text }),
  scope: fc.record({ name: text, version: text, attributes: toMap, schemaUrl: text }),
  traceState: text,
  flags: fc.option(fc.nat({ max: 0x3ff })),
  droppedAttributes: count,
  droppedEvents: count,
  droppedLinks: count,
  source: fc.constant(completeSource('sample')),
  position: fc.constant(0),
})
