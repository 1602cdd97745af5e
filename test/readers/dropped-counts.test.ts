import { expect, test } from 'vitest'

import { checkRecordings } from '../../src/check-recordings.ts'
import { bytesSource } from '../../src/readers/index.ts'
import { contractOf } from '../support/check-spans.ts'

const request = (resource: object, span: object = {}, scope: object = {}): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            {
              scope,
              spans: [
                {
                  traceId: 'a'.repeat(32),
                  spanId: 'b'.repeat(16),
                  name: 'x',
                  startTimeUnixNano: '1000',
                  endTimeUnixNano: '2000',
                  ...span,
                },
              ],
            },
          ],
        },
      ],
    }),
  )

// ResourceSpans { Resource, ScopeSpans { InstrumentationScope, Span { trace_id, span_id, name, start, end } } }
const protobuf = (resource: readonly number[], scope: readonly number[]): Uint8Array => {
  const field = (tag: number, bytes: readonly number[]): number[] => [tag, bytes.length, ...bytes]
  const time = (value: number): number[] => [value & 255, value >> 8, 0, 0, 0, 0, 0, 0]
  const span = [
    ...field(0x0a, Array<number>(16).fill(0xaa)),
    ...field(0x12, Array<number>(8).fill(0xbb)),
    ...field(0x2a, [0x78]),
    0x39,
    ...time(1000),
    0x41,
    ...time(2000),
  ]
  const scopeSpans = [...field(0x0a, scope), ...field(0x12, span)]
  return Uint8Array.from(field(0x0a, [...field(0x0a, resource), ...field(0x12, scopeSpans)]))
}

async function verdicts(contract: string, bytes: Uint8Array): Promise<unknown[]> {
  const input = { name: 'r', files: [bytesSource('r', bytes)], contracts: [await contractOf(contract)] }
  const report = await checkRecordings([input], { now: 0 })
  expect(report.unreadable).toEqual([])
  return report.findings.map(({ id, verdict }) => [id, verdict])
}

const dropping = { attributes: [], droppedAttributesCount: 4 }

test.each([
  ['OTLP/JSON', request(dropping)],
  // dropped_attributes_count (2): 4
  ['protobuf', protobuf([0x10, 4], [])],
])('attributes that a resource dropped are neither missing nor absent: %s', async (_format, bytes) => {
  const spans = 'spans: { x: { name: x } }\n'
  expect(await verdicts(`${spans}resource: { service.name: string }`, bytes)).toEqual([
    ['resource-attribute-missing', 'inconclusive'],
  ])
  expect(await verdicts(`${spans}resource: { secret.key: forbidden }`, bytes)).toEqual([
    ['forbidden-attribute-present', 'inconclusive'],
  ])
  expect(await verdicts(`${spans}privacy: { deny: [email] }`, bytes)).toEqual([
    ['sensitive-value-exported', 'inconclusive'],
  ])
})

test.each([
  ['OTLP/JSON', request({}, {}, dropping), request({}, {}, {})],
  // dropped_attributes_count (4): 4
  ['protobuf', protobuf([], [0x20, 4]), protobuf([], [])],
])('attributes that a scope dropped may hold what is denied: %s', async (_format, some, none) => {
  const contract = 'spans: { x: { name: x } }\nprivacy: { deny: [email] }'
  expect(await verdicts(contract, some)).toEqual([['sensitive-value-exported', 'inconclusive']])
  expect(await verdicts(contract, none)).toEqual([])
})

test('a drop count that is no count is not none', async () => {
  const contract = 'spans: { x: { name: x, attributes: { secret.key: forbidden } } }'
  const bytes = request({ attributes: [] }, { droppedAttributesCount: 'many' })
  expect(await verdicts(contract, bytes)).toEqual([['forbidden-attribute-present', 'inconclusive']])
})
