import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'

import type { Contract } from '../../src/model/contract.ts'
import type { Span } from '../../src/model/span.ts'
import { checkSpans, contractOf } from '../support/check-spans.ts'
import { span } from '../support/span.ts'
import { broadContract, recording, withoutLines } from './random-recordings.ts'

let contract: Contract
beforeAll(async () => void (contract = await broadContract()))

const shuffledRecording = recording.chain((sketches) =>
  fc.tuple(fc.constant(sketches), fc.shuffledSubarray(sketches, { minLength: sketches.length })),
)

function reversedAttributes(one: Span): Span {
  return {
    ...one,
    attributes: new Map([...one.attributes].toReversed()),
    events: one.events.map((event) => ({ ...event, attributes: new Map([...event.attributes].toReversed()) })),
  }
}

describe('the order of a file decides nothing', () => {
  test('spans in any order give the same report', () => {
    fc.assert(
      fc.property(shuffledRecording, ([sketches, shuffled]) => {
        const report = (list: typeof sketches): unknown =>
          withoutLines(
            checkSpans(
              list.map((one, at) => span(one, at + 1)),
              [contract],
            ),
          )
        expect(report(shuffled)).toEqual(report(sketches))
      }),
      { numRuns: 1500 },
    )
  })

  test('attributes in any order give the same report', () => {
    fc.assert(
      fc.property(recording, (sketches) => {
        const spans = sketches.map((one, at) => span(one, at + 1))
        expect(checkSpans(spans.map(reversedAttributes), [contract])).toEqual(checkSpans(spans, [contract]))
      }),
      { numRuns: 1500 },
    )
  })

  test('a copy of a span whose attributes stand in another order is the same span', () => {
    fc.assert(
      fc.property(recording, (sketches) => {
        // One copy of each id, so that copies differ in nothing else.
        const distinct = [...new Map(sketches.map((one) => [`${one.trace} ${one.id}`, one])).values()]
        const spans = distinct.map((one, at) => span(one, at + 1))
        const doubled = [...spans, ...spans.map((one) => reversedAttributes({ ...one, position: one.position + 100 }))]
        const report = checkSpans(doubled, [contract])
        expect(report.notes).toEqual([])
        expect(withoutLines(checkSpans(doubled.toReversed(), [contract]))).toEqual(withoutLines(report))
      }),
      { numRuns: 1500 },
    )
  })

  test('the same spans give the same bytes', () => {
    fc.assert(
      fc.property(recording, (sketches) => {
        const spans = sketches.map((one, at) => span(one, at + 1))
        const bytes = (): string => JSON.stringify(checkSpans(spans, [contract]))
        expect(bytes()).toBe(bytes())
      }),
      { numRuns: 1500 },
    )
  })

  test('log records in any order, before, after and without their spans, give the same report', () => {
    const log = fc.record({
      name: fc.constantFrom('started', 'exception', 'CANARY'),
      id: fc.constantFrom('a', 'b', 'c', 'gone'),
      trace: fc.constantFrom('t1', 't2', 'nowhere'),
    })
    const logs = fc
      .array(log, { maxLength: 5 })
      .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })))
    fc.assert(
      fc.property(recording, logs, (sketches, [some, shuffled]) => {
        const spans = sketches.map((one, at) => span(one, at + 1))
        const records = (list: typeof some): { traceId: string; spanId: string; event: Span['events'][number] }[] =>
          list.map(({ name, id, trace }) => {
            const { traceId, spanId, events } = span({ name: 'x', id, trace, events: [{ name, source: 'log' }] })
            return { traceId, spanId, event: events[0]! }
          })
        expect(checkSpans(spans, [contract], { logs: records(shuffled) })).toEqual(
          checkSpans(spans, [contract], { logs: records(some) }),
        )
      }),
      { numRuns: 1500 },
    )
  })
})

describe('one trace among ten thousand', () => {
  /** A trace that breaks several clauses, and thousands that break none. */
  const broken = [
    { name: 'answer', id: 'root', trace: 'broken', kind: 'client', start: 0, end: 100 },
    {
      name: 'chat m2',
      id: 'chat',
      trace: 'broken',
      parent: 'root',
      start: 10,
      end: 90,
      attributes: { op: 'chat', model: 'm9' },
    },
    { name: 'other', id: 'orphan', trace: 'broken', parent: 'gone' },
  ] as const
  const text = `
    spans:
      answer: { name: answer, kind: server, count: 1 }
      think: { match: { op: chat }, name: 'chat {model}', parent: answer, attributes: { model: { type: string, enum: [m1] } } }
    trace: { roots: 1, orphans: 0, unknownSpans: warning }
  `
  const good: Span[] = Array.from({ length: 10_000 }, (_, index) => {
    const trace = `trace ${index}`
    return [
      span({ name: 'answer', id: 'root', trace, kind: 'server', end: 100 }, 1),
      span({ name: 'chat m1', id: 'chat', trace, parent: 'root', attributes: { op: 'chat', model: 'm1' } }, 1),
    ]
  }).flat()
  const bad = broken.map((sketch) => span({ ...sketch }, 1))

  /** Positions spread over the list by a fixed stride. */
  function interleaved(spans: readonly Span[], among: readonly Span[], stride: number): Span[] {
    const mixed = Array.from(among, (_, index) => among[(index * stride) % among.length]!)
    spans.forEach((one, index) => mixed.splice(((index + 1) * 6151) % mixed.length, 0, one))
    return mixed
  }

  test.each<[name: string, order: (good: Span[]) => Span[], memoryBytes: number]>([
    ['first', (others) => [...bad, ...others], 2 ** 30],
    ['last', (others) => [...others, ...bad], 2 ** 30],
    ['spread over the file', (others) => interleaved(bad, others, 7), 2 ** 30],
    ['spread backwards', (others) => interleaved(bad.toReversed(), others.toReversed(), 3), 2 ** 30],
    ['first, spilled to disk', (others) => [...bad, ...others], 2 ** 20],
    ['spread over the file, spilled to disk', (others) => interleaved(bad, others, 7), 2 ** 20],
  ])('%s', async (_, order, memoryBytes) => {
    const loaded = await contractOf(text)
    const alone = checkSpans([...bad, ...good.slice(0, 2)], [loaded])
    const report = checkSpans(order(good), [loaded], { settings: { memoryBytes } })
    expect(report.summary).toEqual({ ...alone.summary, runs: 10_001, spans: 20_003 })
    expect(report.findings).toEqual(alone.findings)
    expect(report.findings.map(({ id, verdict }) => `${id} ${verdict}`).toSorted()).toEqual([
      'attribute-enum fail',
      // The orphan says that spans are lost: more roots and answers may be among them.
      'root-count-mismatch inconclusive',
      'span-count inconclusive',
      'span-kind fail',
      'span-name fail',
      'span-orphaned fail',
      'span-unknown fail',
    ])
  })
})
