import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { outline, runOf, spanOf, stepsOf, type FactSketch } from '../../support/steps.ts'
import { anyRun } from './any-run.ts'
import { beforeOracle, type OrderedStep } from './order-oracle.ts'

const agent: FactSketch = { id: 'agent', kind: 'agent', name: 'support', start: 0, end: 1000 }
const tool = (id: string, start: number, end: number, more: Partial<FactSketch> = {}): FactSketch => ({
  id,
  parent: 'agent',
  kind: 'tool',
  name: id,
  start,
  end,
  ...more,
})
const model = (id: string, start: number, end: number, ...asked: string[]): FactSketch => ({
  ...tool(id, start, end),
  kind: 'model',
  requests: asked.map((name) => ({ callId: name, name })),
})
const asked = (id: string, start: number, end: number, more: Partial<FactSketch> = {}): FactSketch => ({
  ...tool(id, start, end, more),
  facts: { callId: id, ...more.facts },
})

/** `<`, `>` or `|` between two steps of a run. */
function relation(spans: readonly FactSketch[], one: string, other: string, clockSkewMs = 50): string {
  const { steps, order } = stepsOf(spans, { clockSkewNano: BigInt(clockSkewMs) * 1_000_000n })
  const find = (label: string) => steps.find(({ id }) => id === spanOf({ id: label }).spanId)!
  const [left, right] = [find(one), find(other)]
  return order.before(left, right) ? '<' : order.before(right, left) ? '>' : '|'
}

describe('time', () => {
  test.each<[string, FactSketch, FactSketch, string]>([
    ['one after another', tool('a', 0, 10), tool('b', 20, 30), '<'],
    ['touching', tool('a', 0, 10), tool('b', 10, 20), '<'],
    ['overlapping', tool('a', 0, 10), tool('b', 9, 20), '|'],
    ['one instant and a stretch that begins then', tool('a', 5, 5), tool('b', 5, 9), '<'],
    ['two instants at one time', tool('a', 5, 5), tool('b', 5, 5), '|'],
    ['one that never ended, after', tool('a', 0, 10), tool('b', 20, null as never), '<'],
    ['one that never ended, before', tool('a', 0, null as never), tool('b', 20, 30), '|'],
    ['times in reverse', tool('a', 10, 0), tool('b', 20, 30), '|'],
  ])('%s', (_what, one, other, expected) => {
    expect(relation([agent, one, other], 'a', 'b')).toBe(expected)
  })

  test('between resources the gap must be the clock skew', () => {
    const elsewhere = { resource: { 'service.name': 'server' } }
    expect(relation([agent, tool('a', 0, 10), tool('b', 59, 70, elsewhere)], 'a', 'b')).toBe('|')
    expect(relation([agent, tool('a', 0, 10), tool('b', 60, 70, elsewhere)], 'a', 'b')).toBe('<')
    expect(relation([agent, tool('a', 0, 10), tool('b', 59, 70, elsewhere)], 'a', 'b', 49)).toBe('<')
  })

  test('rounded times order nothing closer than what they were rounded to', () => {
    const rounded = { source: { timePrecisionNano: 1_000_000 } }
    expect(relation([agent, tool('a', 0, 10, rounded), tool('b', 10, 20, rounded)], 'a', 'b')).toBe('|')
    expect(relation([agent, tool('a', 0, 10, rounded), tool('b', 11, 20, rounded)], 'a', 'b')).toBe('<')
  })
})

describe('request', () => {
  test('a model call comes before what it asked for, also when that starts before the model call ends', () => {
    expect(relation([agent, model('m', 0, 20, 'a'), asked('a', 10, 30)], 'm', 'a')).toBe('<')
  })

  test('and before everything inside of it', () => {
    const sub: FactSketch = { id: 'sub', parent: 'a', kind: 'agent', name: 'sub', start: 11, end: 29 }
    const spans = [agent, model('m', 0, 20, 'a'), asked('a', 10, 30), sub, tool('x', 12, 15, { parent: 'sub' })]
    expect(relation(spans, 'm', 'x')).toBe('<')
    expect(relation(spans, 'a', 'x')).toBe('|')
  })

  test('a tool span below the model span that asked for it is not inside of it', () => {
    expect(relation([agent, model('m', 0, 20, 'a'), asked('a', 10, 19, { parent: 'm' })], 'm', 'a')).toBe('<')
    expect(outline([agent, model('m', 0, 20), tool('a', 10, 19, { parent: 'm' })])).toHaveLength(3)
    expect(relation([agent, model('m', 0, 20), tool('a', 10, 19, { parent: 'm' })], 'm', 'a')).toBe('<')
  })

  test('a clock that contradicts the request is noted and not believed', () => {
    const spans = [agent, model('m', 100, 120, 'a'), asked('a', 10, 30)]
    expect(relation(spans, 'm', 'a')).toBe('<')
    const { order, notes } = stepsOf(spans)
    expect(order.conflicts.map(({ name }) => name)).toEqual(['a'])
    expect(notes).toEqual(['1 step ended before the model call that asked for it began: a clock is wrong'])
  })
})

describe('turns', () => {
  test('calls of one output are unordered, even when run one after another', () => {
    const spans = [agent, model('m', 0, 5, 'a', 'b'), asked('a', 10, 20), asked('b', 30, 40)]
    expect(relation(spans, 'a', 'b')).toBe('|')
    const { steps, order } = stepsOf(spans)
    const [, , a, b] = steps
    expect([order.isSameTurn(a!, b!), order.isSameTurn(a!, a!)]).toEqual([true, false])
  })

  test('and so is what they contain', () => {
    const sub = (id: string, parent: string, start: number): FactSketch[] => [
      { id: `${id} agent`, parent, kind: 'agent', name: id, start, end: start + 8 },
      tool(id, start + 1, start + 2, { parent: `${id} agent` }),
    ]
    const spans = [
      agent,
      model('m', 0, 5, 'a', 'b'),
      asked('a', 10, 20),
      ...sub('x', 'a', 11),
      asked('b', 30, 40),
      ...sub('y', 'b', 31),
    ]
    expect(relation(spans, 'x', 'y')).toBe('|')
    expect(relation(spans, 'x', 'b')).toBe('|')
  })

  test('inside one call of the output the order is that of time', () => {
    const spans = [
      agent,
      model('m', 0, 5, 'a'),
      asked('a', 10, 40),
      tool('x', 11, 12, { parent: 'a' }),
      tool('y', 20, 30, { parent: 'a' }),
    ]
    expect(relation(spans, 'x', 'y')).toBe('<')
  })

  test('without times the turn orders, within the scope that both are in', () => {
    const timeless = { timeless: true, source: { timePrecisionNano: null, isTranscript: true } } as const
    const said = (id: string, turn: number, kind: 'model' | 'tool', more: Partial<FactSketch> = {}): FactSketch => ({
      ...tool(id, 0, 0),
      ...timeless,
      kind,
      ...more,
      facts: { turn, ...more.facts },
    })
    const spans: FactSketch[] = [
      { ...agent, ...timeless },
      said('m0', 0, 'model', { requests: [{ callId: 'a', name: 'a' }] }),
      said('a', 0, 'tool', { facts: { callId: 'a' } }),
      said('m1', 1, 'model'),
      said('b', 1, 'tool'),
      said('c', 1, 'tool'),
      { ...agent, id: 'sub', parent: 'b', ...timeless },
      said('x', 0, 'tool', { parent: 'sub' }),
    ]
    expect(
      ['m0 a', 'a m1', 'm1 b', 'm0 b', 'a x', 'b c', 'c x'].map((pair) =>
        relation(spans, ...(pair.split(' ') as [string, string])),
      ),
    ).toEqual(['<', '<', '<', '<', '<', '|', '|'])
  })

  test('where clocks do not tell, the turn does', () => {
    const elsewhere = { resource: { 'service.name': 'server' } }
    const spans = [
      agent,
      model('m1', 0, 5, 'a'),
      asked('a', 10, 20, elsewhere),
      model('m2', 21, 25, 'b'),
      asked('b', 26, 40),
    ]
    expect(relation(spans, 'a', 'b')).toBe('<')
  })
})

describe('what the recording leaves open', () => {
  const decided = (spans: readonly FactSketch[], one: string, other: string): unknown => {
    const { steps, order } = stepsOf(spans)
    const find = (label: string) => steps.find(({ id }) => id === spanOf({ id: label }).spanId)!
    return order.decide(find(one), find(other))
  }
  const elsewhere = { resource: { 'service.name': 'server' } }

  test.each<[string, FactSketch[], unknown, unknown]>([
    ['one after another', [tool('a', 0, 10), tool('b', 20, 30)], true, false],
    ['at one time', [tool('a', 0, 10), tool('b', 5, 15)], false, false],
    ['less apart than the clocks', [tool('a', 0, 10), tool('b', 20, 100, elsewhere)], undefined, false],
    ['no end', [tool('a', 0, null as never), tool('b', 20, 30)], undefined, false],
    ['asked for by one output', [model('m', 0, 1, 'a', 'b'), asked('a', 2, 3), asked('b', 4, 5)], false, false],
    [
      'a turn where times are no help',
      [tool('a', 10, 0, { facts: { turn: 0 } }), tool('b', 20, 30, { facts: { turn: 1 } })],
      true,
      false,
    ],
  ])('%s', (_what, spans, forward, backward) => {
    expect(decided([agent, ...spans], 'a', 'b')).toBe(forward)
    expect(decided([agent, ...spans], 'b', 'a')).toBe(backward)
  })
})

test('before is what the definition says of each pair, and never holds both ways', () => {
  fc.assert(
    fc.property(anyRun, fc.constantFrom(0, 2), (spans, skewMs) => {
      const clockSkewNano = BigInt(skewMs) * 1_000_000n
      const { steps, order } = stepsOf(spans, { clockSkewNano })
      const { run } = runOf(spans)
      const byId = new Map(spans.map((sketch) => [spanOf(sketch).spanId, sketch]))
      const stepOf = new Map(steps.flatMap((step) => step.spans.map(({ spanId }) => [spanId, step])))
      /** The step or workflow directly around a span, then what is around that. */
      const aroundOf = (spanId: string): string[] => {
        for (let at = run.find(run.id, spanId)!.parent; at !== null; at = at.parent) {
          if (byId.get(at.spanId)!.kind === 'workflow') return [at.spanId, ...aroundOf(at.spanId)]
          const outer = stepOf.get(at.spanId)
          if (outer !== undefined && outer.kind !== 'model' && outer !== stepOf.get(spanId)) {
            return [outer.id, ...aroundOf(outer.id)]
          }
        }
        return []
      }
      const described = steps.map((step): OrderedStep => {
        const sketch = byId.get(step.id)!
        return {
          step,
          around: aroundOf(step.id),
          resource: sketch.resource!['service.name'] === 'a' ? 0 : 1,
          precisionNano: BigInt(sketch.source!.timePrecisionNano!),
        }
      })
      const oracle = beforeOracle(described, clockSkewNano)
      for (const one of described) {
        for (const other of described) {
          if (one === other) {
            expect(order.before(one.step, one.step)).toBe(false)
            continue
          }
          expect(order.before(one.step, other.step)).toBe(oracle(one, other))
          expect(order.decide(one.step, other.step) === true).toBe(oracle(one, other))
          if (oracle(other, one)) expect(order.decide(one.step, other.step)).toBe(false)
          if (order.before(one.step, other.step)) expect(order.before(other.step, one.step)).toBe(false)
        }
      }
    }),
    { numRuns: 500 },
  )
})
