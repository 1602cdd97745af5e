import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { equalValues } from '../../../src/model/canonical.ts'
import { outline, runOf, spanOf, stepsOf, type FactSketch } from '../../support/steps.ts'

const runtime: FactSketch = { id: 'runtime', kind: 'tool', name: 'lookup', args: { id: 7 }, start: 0, end: 100 }
const client: FactSketch = { ...runtime, id: 'client', parent: 'runtime', start: 10, end: 90, scope: { name: 'mcp' } }
const notCaptured = { args: { lacks: 'not-captured' } } as const
const transport = { ...notCaptured, isTransport: true } as const
const withId = { facts: { callId: 'c1' } }

test.each<[string, FactSketch[], string[]]>([
  [
    'nested, one call id',
    [
      { ...runtime, ...withId },
      { ...client, args: { id: 8 }, ...withId },
    ],
    ['runtime+client'],
  ],
  [
    'overlapping siblings of two instrumentations, one call id',
    [
      { ...runtime, ...withId },
      { ...client, parent: 'nobody', end: 120, ...withId },
    ],
    ['runtime+client'],
  ],
  [
    'overlapping siblings of two processes, one call id',
    [
      { ...runtime, ...withId },
      { ...client, parent: 'nobody', scope: {}, resource: { 'service.name': 'server' }, ...withId },
    ],
    ['runtime+client'],
  ],
  [
    'overlapping siblings of one instrumentation, one call id: tries',
    [
      { ...runtime, ...withId },
      { ...client, parent: 'nobody', scope: {}, ...withId },
    ],
    ['runtime | client'],
  ],
  [
    'apart in time, one call id: tries',
    [
      { ...runtime, end: 5, ...withId },
      { ...client, parent: 'nobody', ...withId },
    ],
    ['runtime | client'],
  ],
  ['nested, equal arguments, no call id', [runtime, client], ['runtime+client']],
  ['nested, equal arguments, one call id', [{ ...runtime, ...withId }, client], ['runtime+client']],
  [
    'nested, equal arguments, two call ids',
    [
      { ...runtime, ...withId },
      { ...client, facts: { callId: 'c2' } },
    ],
    ['runtime', 'client'],
  ],
  ['nested, other arguments', [runtime, { ...client, args: { id: '7' } }], ['runtime', 'client']],
  [
    'nested, arguments not captured',
    [
      { ...runtime, facts: notCaptured },
      { ...client, facts: notCaptured },
    ],
    ['runtime', 'client'],
  ],
  [
    'a tool, the client and the server of its call, arguments not captured',
    [
      { ...runtime, facts: { ...notCaptured, callId: 'c1' } },
      { ...client, facts: transport },
      { ...client, id: 'server', parent: 'client', start: 20, facts: transport },
    ],
    ['runtime+client+server'],
  ],
  [
    'two calls to a server inside a tool of the same name, arguments not captured',
    [
      { ...runtime, facts: notCaptured },
      { ...client, end: 40, facts: transport },
      { ...client, id: 'second', start: 50, facts: transport },
    ],
    ['runtime', 'client', 'second'],
  ],
  [
    'a call to a server inside a tool of the same name, other arguments',
    [runtime, { ...client, args: { id: 8 }, facts: { isTransport: true } }],
    ['runtime', 'client'],
  ],
  [
    'a call to a server inside a tool of another name, arguments not captured',
    [runtime, { ...client, name: 'search', facts: transport }],
    ['runtime', 'client'],
  ],
  [
    'a call to a server that names no tool inside a tool',
    [
      { ...runtime, facts: notCaptured },
      { id: 'client', parent: 'runtime', kind: 'tool', start: 10, end: 90, facts: transport },
    ],
    ['runtime+client'],
  ],
  [
    'a call to a server by a sub-agent inside a tool of the same name',
    [
      { ...runtime, facts: notCaptured },
      { id: 'sub', parent: 'runtime', kind: 'agent', name: 'b', start: 5, end: 95 },
      { ...client, parent: 'sub', facts: transport },
    ],
    ['runtime', 'sub', 'client'],
  ],
  ['nested, another name', [runtime, { ...client, name: 'search' }], ['runtime', 'client']],
  ['siblings with equal arguments', [runtime, { ...client, parent: 'nobody' }], ['runtime', 'client']],
  [
    'nested, one merge key',
    [
      { ...runtime, facts: { mergeKey: 'k' } },
      { ...client, args: 1, facts: { mergeKey: 'k' } },
    ],
    ['runtime+client'],
  ],
  [
    'two call ids inside a span without one',
    [runtime, { ...client, ...withId, end: 40 }, { ...client, id: 'second', start: 50, facts: { callId: 'c2' } }],
    ['runtime+client', 'second'],
  ],
  [
    'inside a tool of another name',
    [runtime, { ...client, id: 'wrapper', name: 'proxy' }, { ...client, parent: 'wrapper', start: 11, end: 89 }],
    ['runtime+client', 'wrapper'],
  ],
  [
    'a sub-agent calls the same tool with the same arguments',
    [
      runtime,
      { id: 'sub', parent: 'runtime', kind: 'agent', name: 'b', start: 5, end: 95 },
      { ...client, parent: 'sub' },
    ],
    ['runtime', 'sub', 'client'],
  ],
])('%s', (_what, spans, expected) => {
  expect(outline(spans).map((line) => line.slice(line.indexOf(': ') + 2))).toEqual(expected)
})

test('three layers of two tries: each layer counts once in a try', () => {
  const spans: FactSketch[] = [1, 2].flatMap((number) => {
    const start = number * 100
    const layer = (id: string, from: number, scope: string): FactSketch => ({
      ...runtime,
      ...withId,
      id: `${id}${number}`,
      start: start + from,
      end: start + 90 - from,
      scope: { name: scope },
    })
    return [layer('runtime', 0, 'runtime'), layer('client', 10, 'mcp client'), layer('server', 20, 'mcp server')]
  })
  expect(outline(spans)).toEqual(['tool lookup: runtime1+client1+server1 | runtime2+client2+server2'])
})

test('a failure that one layer saw is the failure of the call', () => {
  const [step] = stepsOf([
    { ...runtime, status: 'ok' },
    { ...client, facts: { status: 'error', errorType: 'isError' } },
  ]).steps
  expect([step!.status, step!.errorType]).toEqual(['error', 'isError'])
})

/** Trees of tool spans with few names, arguments and ids, so that equal ones are common. */
const anyTools: fc.Arbitrary<FactSketch[]> = fc
  .array(
    fc.record({
      parent: fc.nat(),
      name: fc.constantFrom('a', 'b'),
      args: fc.constantFrom(undefined, 1, 1n, '1'),
      callId: fc.constantFrom(null, null, 'c1', 'c2'),
      start: fc.nat(20),
      length: fc.nat(20),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((spans) =>
    spans.map(({ parent, name, args, callId, start, length }, index): FactSketch => {
      const up = index === 0 ? 0 : parent % (index + 1)
      return {
        id: `s${index}`,
        ...(up === 0 ? {} : { parent: `s${up - 1}` }),
        kind: 'tool',
        name,
        ...(args === undefined ? {} : { args }),
        facts: { callId },
        start,
        end: start + length,
      }
    }),
  )

test('without call ids spans are one call exactly when one is inside another of the same name and equal arguments', () => {
  fc.assert(
    fc.property(anyTools, (sketches) => {
      const spans = sketches.map((sketch) => ({ ...sketch, facts: { callId: null } }))
      const isInside = (outer: FactSketch, inner: FactSketch): boolean => {
        for (let at = inner.parent; at !== undefined; at = spans.find(({ id }) => id === at)!.parent)
          if (at === outer.id) return true
        return false
      }
      const areOne = (one: FactSketch, other: FactSketch): boolean =>
        (isInside(one, other) || isInside(other, one)) &&
        one.name === other.name &&
        one.args !== undefined &&
        other.args !== undefined &&
        equalValues(one.args, other.args)
      // Groups as the closure of pairs, by going over all of them until nothing changes.
      const groups = spans.map((_, index) => index)
      for (let changed = true; changed;) {
        changed = false
        for (const [i, one] of spans.entries()) {
          for (const [j, other] of spans.entries()) {
            if (groups[i]! < groups[j]! && areOne(one, other)) {
              groups[j] = groups[i]!
              changed = true
            }
          }
        }
      }
      const { run, evidenceOf } = runOf(spans)
      const expected = new Set(
        groups.map((group) =>
          spans
            .filter((_, at) => groups[at] === group)
            .map(({ id }) => id)
            .sort()
            .join('+'),
        ),
      )
      const labels = new Map(spans.map((sketch) => [spanOf(sketch).spanId, sketch.id]))
      const found = stepsOf(spans).steps.flatMap(({ attempts }) =>
        attempts.map((attempt) =>
          attempt.spans
            .map(({ spanId }) => labels.get(spanId)!)
            .sort()
            .join('+'),
        ),
      )
      expect(run.spans.every((span) => evidenceOf(span) !== undefined)).toBe(true)
      expect(found.sort()).toEqual([...expected].sort())
    }),
  )
})

test('spans of two call ids are never one try', () => {
  fc.assert(
    fc.property(anyTools, (spans) => {
      const callIds = new Map(spans.map((sketch) => [spanOf(sketch).spanId, sketch.facts!.callId]))
      for (const { attempts } of stepsOf(spans).steps) {
        for (const attempt of attempts) {
          const ids = new Set(attempt.spans.map(({ spanId }) => callIds.get(spanId)).filter((id) => id !== null))
          expect(ids.size).toBeLessThanOrEqual(1)
        }
      }
    }),
  )
})
