import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { bytesSource, checkRecordings, checkRuns, showRecordings } from '../src/index.ts'
import { contractOf } from './support/check-spans.ts'
import { jsonLines, supportContract, supportRun } from './support/recording.ts'
import { span } from './support/span.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** JSON that looks like OTLP here and there: known keys with values of any shape. */
const almostOtlp = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), tie('object'), fc.array(tie('node'), { maxLength: 3 })),
  object: fc.dictionary(
    fc.constantFrom(
      'resourceSpans',
      'scopeSpans',
      'spans',
      'resource',
      'scope',
      'attributes',
      'key',
      'value',
      'stringValue',
      'intValue',
      'kvlistValue',
      'values',
      'traceId',
      'spanId',
      'parentSpanId',
      'name',
      'kind',
      'startTimeUnixNano',
      'endTimeUnixNano',
      'status',
      'code',
      'events',
      'links',
      '__proto__',
    ),
    tie('node'),
    { maxKeys: 6 },
  ),
})).node

describe('whatever a recording holds', () => {
  const hostile = fc.oneof(
    fc.json(),
    almostOtlp.map((value) => JSON.stringify(value)),
    almostOtlp.map((value) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [value] }] }] })),
    fc
      .array(almostOtlp, { maxLength: 4 })
      .map((values) => values.map((value) => `${JSON.stringify(value)}\n`).join('')),
    fc.string({ unit: 'binary' }),
  )

  test('a check ends in a verdict, never in an exception, and never in a pass', async () => {
    const contract = await contractOf(supportContract)
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const input = { name: 'x.json', files: [bytesSource('x.json', encode(text))], contracts: [contract] }
        const report = await checkRecordings([input], { now })
        // Nothing generated here holds the spans of the contract.
        expect(report.verdict).not.toBe('pass')
        expect(report.findings.length + report.unreadable.length).toBeGreaterThan(0)
        JSON.stringify(report)
      }),
      { numRuns: 400 },
    )
  })

  test('show says what was read, never throws, and reads what is good beside it', async () => {
    const good = jsonLines(supportRun)
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const sets = [
          { name: 'bad', files: [bytesSource('bad', encode(text))] },
          { name: 'good', files: [bytesSource('good', encode(good))] },
        ]
        const report = await showRecordings(sets)
        expect(report.runs.filter((run) => run.recording === 'good').map((run) => run.spans)).toEqual([4])
      }),
      { numRuns: 200 },
    )
  })
})

test('checkRuns checks spans in memory with the same findings as the recording of them', async () => {
  const contract = await contractOf(supportContract.replace('int\n', 'string\n'), 'support.contract.yaml')
  const spans = supportRun.map((sketch) => span(sketch))
  const inMemory = checkRuns(spans, [contract], { now })
  const fromFile = await checkRecordings(
    [{ name: 'memory', files: [bytesSource('memory', encode(jsonLines(supportRun)))], contracts: [contract] }],
    { now },
  )
  const comparable = ({ findings }: typeof inMemory): unknown =>
    findings.map(({ id, message, occurrences, contract: clause }) => ({ id, message, occurrences, clause }))
  expect(inMemory.verdict).toBe('fail')
  expect(comparable(inMemory)).toEqual(comparable(fromFile))
})
