import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { assembleRun, deriveSteps, summarize, type RunSteps } from '../../../src/runs/index.ts'
import { runOf, spanOf, stepsOf, type FactSketch } from '../../support/steps.ts'

const kinds = ['agent', 'model', 'model', 'tool', 'tool', 'tool', 'workflow', 'group', 'retrieval', undefined] as const

/** Runs with few names, ids, arguments and times, so that things coincide; parents may be missing. */
const anyRun: fc.Arbitrary<FactSketch[]> = fc
  .array(
    fc.record({
      parent: fc.nat(),
      isOrphan: fc.constantFrom(false, false, false, true),
      kind: fc.constantFrom(...kinds),
      name: fc.constantFrom('a', 'b'),
      args: fc.constantFrom(undefined, 1, 2),
      callId: fc.constantFrom(null, null, 'c1', 'c2'),
      status: fc.constantFrom('unset', 'ok', 'error'),
      requests: fc.array(
        fc.record({
          callId: fc.constantFrom(undefined, 'c1', 'c2'),
          name: fc.constantFrom('a', 'b'),
          args: fc.constantFrom(1, 2),
        }),
        { maxLength: 2 },
      ),
      tokens: fc.constantFrom(undefined, 1, 2),
      responseId: fc.constantFrom(null, null, 'r'),
      attempt: fc.constantFrom(null, null, null, 1, 2),
      start: fc.nat(10),
      length: fc.nat(6),
      scope: fc.constantFrom('x', 'y'),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((spans) =>
    spans.map((one, index): FactSketch => {
      const up = index === 0 ? 0 : one.parent % (index + 1)
      return {
        id: `s${index}`,
        ...(one.isOrphan ? { parent: 'lost' } : up === 0 ? {} : { parent: `s${up - 1}` }),
        ...(one.kind === undefined ? {} : { kind: one.kind }),
        name: one.name,
        ...(one.args === undefined ? {} : { args: one.args }),
        status: one.status,
        ...(one.kind === 'model'
          ? {
              requests: one.requests.map(({ callId, ...rest }) => ({
                ...rest,
                ...(callId === undefined ? {} : { callId }),
              })),
            }
          : {}),
        ...(one.tokens === undefined ? {} : { usage: { input: one.tokens, output: one.tokens } }),
        facts: {
          callId: one.kind === 'model' ? null : one.callId,
          responseId: one.kind === 'model' ? one.responseId : null,
          attempt: one.attempt,
        },
        start: one.start,
        end: one.start + one.length,
        scope: { name: one.scope },
      }
    }),
  )

/** Everything a caller can see, the order of all pairs included. */
function visible(run: RunSteps): unknown {
  const { order, ...rest } = run
  const { steps } = run
  return {
    ...rest,
    unclaimed: rest.unclaimed.map(({ spanId }) => spanId),
    sums: rest.sums.map(({ span }) => span.spanId),
    hidden: rest.hidden.map(({ span }) => span.spanId),
    summary: summarize(run),
    before: steps.map((one) => steps.map((other) => order.before(one, other))),
    conflicts: order.conflicts.map(({ id }) => id),
  }
}

test('the order of the spans in a recording changes nothing', () => {
  fc.assert(
    fc.property(
      anyRun.chain((spans) => fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length }))),
      ([spans, shuffled]) => {
        expect(visible(stepsOf(shuffled))).toEqual(visible(stepsOf(spans)))
      },
    ),
    { numRuns: 300 },
  )
})

test('every claimed span is in exactly one step, unless it is a workflow, a group or a sum', () => {
  fc.assert(
    fc.property(anyRun, (spans) => {
      const { steps } = stepsOf(spans)
      const used = steps.flatMap((step) => step.spans.map(({ spanId }) => spanId))
      expect(new Set(used).size).toBe(used.length)
      expect(steps.every((step) => step.attempts.length > 0)).toBe(true)
      for (const step of steps) {
        expect(step.attempts.flatMap((attempt) => attempt.spans)).toEqual(step.spans)
        expect(step.id).toBe(step.spans[0]!.spanId)
      }
      const missing = spans.filter((sketch) => !used.includes(spanOf(sketch).spanId))
      // A model span may be a sum of others; all else that a dialect claims as an action is there.
      expect(missing.filter(({ kind }) => kind === 'tool' || kind === 'agent' || kind === 'retrieval')).toEqual([])
    }),
  )
})

test('a run recorded by a second instrumentation inside the first gives the same steps and tokens', () => {
  fc.assert(
    fc.property(anyRun, (spans) => {
      const first = spans
        .filter(({ kind }) => kind === 'agent' || kind === 'model' || kind === 'tool')
        .map((sketch, index): FactSketch => ({
          ...sketch,
          id: `s${index}`,
          parent: 'root',
          args: index,
          usage: { input: index + 1, output: 1 },
          facts: {
            ...sketch.facts,
            ...(sketch.kind === 'model' ? { responseId: `r${index}` } : { callId: `c${index}` }),
            attempt: null,
          },
          scope: { name: 'first' },
        }))
      const root: FactSketch = { id: 'root', start: -1, end: 100 }
      const doubled = first.flatMap((sketch): FactSketch[] => [
        sketch,
        { ...sketch, id: `${sketch.id} again`, parent: sketch.id, scope: { name: 'second' } },
      ])
      const outline = (run: RunSteps): unknown => ({
        steps: run.steps.map(({ id, kind, name, status, turn, attempts, args }) => ({
          id,
          kind,
          name,
          status,
          turn,
          args,
          tries: attempts.length,
        })),
        tokens: summarize(run).tokens,
      })
      expect(outline(stepsOf([root, ...doubled]))).toEqual(outline(stepsOf([root, ...first])))
    }),
  )
})

test('a hundred thousand spans below each other take neither the stack nor quadratic time', () => {
  const depth = 100_000
  const at = kinds.filter((kind) => kind !== undefined)
  const sketches = Array.from({ length: depth }, (_, index): FactSketch => ({
    id: `s${index}`,
    ...(index === 0 ? {} : { parent: `s${index - 1}` }),
    kind: at[index % at.length]!,
    name: 'a',
    args: index % 3,
    facts: { callId: index % 2 === 0 ? 'same' : null },
    requests: [{ callId: 'same', name: 'a' }],
    start: 0,
    end: 10,
  }))
  const { steps, order } = stepsOf(sketches)
  expect(steps.length).toBeGreaterThan(1000)
  expect(order.before(steps[0]!, steps.at(-1)!)).toBe(false)
})

test('log records and log-only runs are no steps', () => {
  const empty = assembleRun({ spans: [], logs: [] }, 'run.jsonl', ['run.jsonl'], [])
  const run = deriveSteps(empty, () => undefined)
  expect([run.steps, run.completeness.gaps.map(({ message }) => message)]).toEqual([
    [],
    ['no root or entry span is recorded'],
  ])
  expect(runOf([]).run.spans).toEqual([])
})
