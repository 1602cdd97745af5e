import { completeSource, type Resource, type Scope, type Span } from '../../../src/model/span.ts'
import { noAttributes, type Value } from '../../../src/model/value.ts'

/** A key-value list as readers give it: without prototype. */
function valueMap(entries: Record<string, Value>): Value {
  return Object.assign(Object.create(null), entries)
}

const source = completeSource('sample')

const support: Resource = {
  attributes: new Map<string, Value>([
    ['service.name', 'support'],
    ['process.pid', 4711],
  ]),
  schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
}
const scope: Scope = {
  name: 'agents',
  version: '1.2.3',
  attributes: new Map<string, Value>([['lane', 'a']]),
  schemaUrl: 'https://opentelemetry.io/schemas/1.36.0',
}
const bareResource: Resource = { attributes: noAttributes, schemaUrl: '' }
const bareScope: Scope = { name: '', version: '', attributes: noAttributes, schemaUrl: '' }

/** Three spans that use every field and every kind of value. */
export const sampleSpans: readonly Span[] = [
  {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    parentSpanId: null,
    name: 'invoke_agent support',
    kind: 'server',
    startUnixNano: 1_760_738_064_624_180_001n,
    endUnixNano: 1_760_738_064_991_180_003n,
    status: { code: 'ok', message: '' },
    attributes: new Map<string, Value>([
      ['text', 'Übergröße \u{1f680} "open {[{[ \u0001 end \\'],
      ['empty', ''],
      ['int', -42],
      ['largest safe', Number.MAX_SAFE_INTEGER],
      ['beyond', 9_007_199_254_740_993n],
      ['int64 max', 9_223_372_036_854_775_807n],
      ['int64 min', -9_223_372_036_854_775_808n],
      ['double', 0.1],
      ['huge double', 1.5e300],
      ['nan', Number.NaN],
      ['minus infinity', Number.NEGATIVE_INFINITY],
      ['yes', true],
      ['no', false],
      ['nothing', null],
      ['bytes', new Uint8Array([0, 1, 254, 255])],
      ['no bytes', new Uint8Array()],
      ['list', ['stop', 1, null, ['inner']]],
      ['empty list', []],
      ['map', valueMap({ city: 'Oslo', nested: valueMap({ big: -9_007_199_254_740_993n }) })],
      ['empty map', valueMap({})],
      ['__proto__', 'a key like any other'],
    ]),
    events: [
      {
        name: 'exception',
        timeUnixNano: 1_760_738_064_700_000_009n,
        attributes: new Map<string, Value>([['exception.type', 'Error']]),
        source: 'span',
        body: null,
        droppedAttributes: 2,
      },
      { name: 'bare', timeUnixNano: null, attributes: noAttributes, source: 'span', body: null, droppedAttributes: 0 },
    ],
    links: [
      {
        traceId: '0102030405060708090a0b0c0d0e0f10',
        spanId: '0102030405060708',
        attributes: new Map<string, Value>([['why', 'retry']]),
        droppedAttributes: 1,
      },
    ],
    resource: support,
    scope,
    traceState: 'vendor=1',
    flags: 0x301,
    droppedAttributes: 3,
    droppedEvents: 4,
    droppedLinks: 5,
    source,
    position: 1,
  },
  {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: '00000000000000ff',
    parentSpanId: 'eee19b7ec3c1b174',
    name: 'chat gpt-5',
    kind: 'client',
    startUnixNano: 1_760_738_064_624_180_002n,
    endUnixNano: null,
    status: { code: 'error', message: 'rate limited' },
    attributes: noAttributes,
    events: [],
    links: [],
    resource: support,
    scope,
    traceState: '',
    flags: null,
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
    source,
    position: 1,
  },
  {
    traceId: 'ffffffffffffffffffffffffffffffff',
    spanId: 'ffffffffffffffff',
    parentSpanId: null,
    name: 'job',
    kind: 'unspecified',
    startUnixNano: 1n,
    endUnixNano: 18_446_744_073_709_551_615n,
    status: { code: 'unset', message: '' },
    attributes: noAttributes,
    events: [],
    links: [],
    resource: bareResource,
    scope: bareScope,
    traceState: '',
    flags: 0,
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
    source,
    position: 1,
  },
]

/** The spans as if all stood at one place: positions differ between formats. */
export function withoutPosition(spans: readonly Span[]): Span[] {
  return spans.map((span) => ({ ...span, source, position: 0 }))
}
