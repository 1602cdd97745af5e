import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { checkRun, type StepSketch } from '../support/step-sketch.ts'

const verdictOf = async (item: string, steps: StepSketch[], damage: readonly string[] = []): Promise<string> =>
  (await checkRun(item, steps, { damage })).verdict

/** A call of `f`; `a: null` stands for arguments that were not captured. */
interface Call {
  readonly a: number | null
  readonly b: number | undefined
  readonly isFailed: boolean
}

const call: fc.Arbitrary<Call> = fc.record({
  a: fc.option(fc.integer({ min: 1, max: 2 }), { freq: 4 }),
  b: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  isFailed: fc.boolean(),
})

/** Overlapping, so that none is a retry of another. */
function sketchOf({ a, b, isFailed }: Call, index: number): StepSketch {
  return {
    tool: 'f',
    id: `c${index}`,
    at: [index, 50 + index],
    ...(a === null ? {} : { args: { a, ...(b === undefined ? {} : { b }) } }),
    ...(isFailed ? { error: 'x' } : {}),
  }
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}

describe('each expected call takes its own', () => {
  const expected = fc.record(
    { a: fc.integer({ min: 1, max: 2 }), b: fc.integer({ min: 1, max: 2 }) },
    { requiredKeys: ['a'] },
  )

  /** By trying every assignment; of what is not known, once that it fits nothing and once that it fits anything. */
  function bruteForce(wanted: readonly { a: number; b?: number }[], calls: readonly Call[], extras: string): string {
    const good = calls.filter(({ isFailed }) => !isFailed)
    const tryAll = (isUnknownGood: boolean): boolean =>
      permutations(good).some((order) =>
        wanted.every((one, index) => {
          const taken = order[index]
          if (taken === undefined) return false
          return taken.a === null ? isUnknownGood : taken.a === one.a && (one.b === undefined || taken.b === one.b)
        }),
      )
    if (extras === 'forbid' && good.length > wanted.length) return 'fail'
    if (tryAll(false)) return 'pass'
    return tryAll(true) ? 'inconclusive' : 'fail'
  }

  test('as all permutations say, whatever the order of either side', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(expected, { minLength: 1, maxLength: 4 }),
        fc.array(call, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('allow', 'forbid'),
        async (wanted, calls, extras) => {
          const item = (list: typeof wanted): string =>
            `tool-args-match: { tool: f, calls: ${JSON.stringify(list)}, extras: ${extras} }`
          const answer = bruteForce(wanted, calls, extras)
          expect(await verdictOf(item(wanted), calls.map(sketchOf))).toBe(answer)
          expect(await verdictOf(item(wanted.toReversed()), calls.toReversed().map(sketchOf))).toBe(answer)
        },
      ),
      { numRuns: 150, seed: 20261120 },
    )
  })
})

describe('first, last and numbered calls', () => {
  const timed = fc.record({ call, start: fc.integer({ min: 0, max: 8 }), length: fc.integer({ min: 1, max: 4 }) })

  test('as all orders say that agree with the times', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(timed, { minLength: 1, maxLength: 5 }),
        fc.oneof(fc.constantFrom('first' as const, 'last' as const), fc.integer({ min: 1, max: 5 })),
        async (all, which) => {
          const before = (one: (typeof all)[0], other: (typeof all)[0]): boolean =>
            one.start + one.length <= other.start
          const orders = permutations(all).filter((order) =>
            order.every((one, index) => order.slice(0, index).every((earlier) => !before(one, earlier))),
          )
          const meant = orders.flatMap(
            (order) => order.at(which === 'last' ? -1 : which === 'first' ? 0 : which - 1) ?? [],
          )
          const isWrong = meant.some((one) => one.call.a === 2)
          const isUnknown = meant.some((one) => one.call.a === null)
          // Nothing is meant: the trajectory is not exercised.
          const answer = isWrong ? 'fail' : isUnknown || meant.length === 0 ? 'inconclusive' : 'pass'
          const steps = all.map(({ call: { a }, start, length }, index): StepSketch => {
            const at: [number, number] = [start * 10, (start + length) * 10]
            return { tool: 'f', id: `c${index}`, at, ...(a === null ? {} : { args: { a } }) }
          })
          const item = `tool-args-match: { tool: f, args: { a: 1 }, occurrence: ${which} }`
          expect(await verdictOf(item, steps)).toBe(answer)
        },
      ),
      { numRuns: 200, seed: 20261120 },
    )
  })
})

const items = [
  'step-count: { kind: tool, max: 2 }',
  'step-count: { kind: tool, min: 2 }',
  'step-count: { kind: [tool, model], min: 1, max: 3 }',
  'tools-allowed: [f, h]',
  'tools-denied: [g]',
  'no-tools: true',
  'tool-args-match: { tool: f, args: { a: 1 } }',
  'tool-args-match: { tool: f, args: { a: 1 }, occurrence: any }',
  'tool-args-match: { tool: f, args: { a: 1 }, occurrence: first }',
  'tool-args-match: { tool: f, args: { a: 1 }, occurrence: last }',
  'tool-args-match: { tool: f, args: { a: 1 }, occurrence: 2 }',
  'tool-args-match: { tool: f, calls: [{ a: 1 }, { a: 1 }] }',
  'tool-args-match: { tool: f, calls: [{ a: 1 }], extras: forbid }',
  'tool-result-match: { tool: f, result: 1, json: true }',
  'step-status: { tool: f, success: true }',
  'step-status: { tool: f, success: false, occurrence: any }',
] as const

const anyStep: fc.Arbitrary<StepSketch> = fc.record(
  {
    tool: fc.constantFrom('f', 'f', 'g', 'h'),
    args: fc.record({ a: fc.integer({ min: 1, max: 2 }) }),
    result: fc.integer({ min: 1, max: 2 }),
    error: fc.constant('x'),
  },
  { requiredKeys: ['tool'] },
)

const opposite: Readonly<Record<string, string>> = { pass: 'fail', fail: 'pass' }

describe('evidence', () => {
  test('that loses steps never turns an answer into the opposite', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...items),
        fc.array(anyStep, { maxLength: 5 }),
        fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 3 }),
        async (item, sketches, lost) => {
          const steps = sketches.map((one, index): StepSketch => ({
            ...one,
            id: `c${index}`,
            at: [index * 20, index * 20 + 10],
          }))
          const left = steps.filter((_, index) => !lost.includes(index))
          const whole = await verdictOf(item, steps)
          const part = await verdictOf(item, left, ['some lines are unreadable'])
          expect([whole, part]).not.toEqual([whole, opposite[whole]])
        },
      ),
      { numRuns: 400, seed: 20261120 },
    )
  })

  test('in another order of the file, with other ids, at another time is the same evidence', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...items),
        fc.array(anyStep, { maxLength: 5 }),
        fc.integer({ min: 0, max: 1000 }),
        async (item, sketches, shift) => {
          const made = (prefix: string, by: number): StepSketch[] =>
            sketches.map((one, index) => ({
              ...one,
              id: `${prefix}${index}`,
              at: [by + index * 20, by + index * 20 + 10],
            }))
          const answer = async (steps: StepSketch[]): Promise<unknown> => {
            const { verdict, findings } = await checkRun(item, steps)
            return [verdict, findings.map(({ id, message }) => [id, message])]
          }
          const plain = await answer(made('c', 0))
          expect(await answer(made('other', shift).toReversed())).toEqual(plain)
        },
      ),
      { numRuns: 150, seed: 20261120 },
    )
  })

  test('a weaker limit never turns pass into fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { maxLength: 5 }),
        fc.nat({ max: 3 }),
        fc.nat({ max: 3 }),
        async (steps, max, more) => {
          const verdict = (limit: number): Promise<string> =>
            verdictOf(`step-count: { kind: tool, max: ${limit} }`, steps)
          if ((await verdict(max)) === 'pass') expect(await verdict(max + more)).not.toBe('fail')
        },
      ),
      { numRuns: 60, seed: 20261120 },
    )
  })
})
