import { describe, expect, test } from 'vitest'

import { fitnessInterval, score } from '../../../src/assertions/plan/fitness.ts'
import type { ObservedStep } from '../../../src/assertions/plan/observed.ts'
import {
  adhere,
  bestCase,
  missingVersions,
  planDrift,
  type Adherence,
  type AdherenceOptions,
} from '../../../src/assertions/plan/replans.ts'
import type { Plan } from '../../../src/assertions/plan/plan.ts'
import { missedCritical } from '../../../src/assertions/plan/verdicts.ts'
import { planOf, seen, sequenceOf } from './trials.ts'

type More = Partial<AdherenceOptions> & { steps?: Record<string, Partial<ObservedStep>> }

/** Versions in turn, and what was observed of each: `a b | c`. What comes before the first stands in `early`. */
function situation(plans: readonly Plan[], text: string, early = '', more: More = {}): AdherenceOptions {
  const segments = [early, ...text.split('|>')].map((part) => part.split(' ').filter((word) => word !== ''))
  const epochs = segments.flatMap((words, index) => words.map(() => index - 1))
  const { observed, relate } = seen(segments.flat().join(' '), more.steps)
  const [first, ...rest] = plans.map((plan, index) => ({ version: index + 1, plan, relate }))
  return { versions: [first!, ...rest], observed, epochOf: (position) => epochs[position]!, ...more }
}

function verdicts({ steps }: Adherence): string[] {
  return steps.map(({ id, verdict }) => `${id} ${verdict}`)
}

const abc = sequenceOf('a b c')

describe('verdicts', () => {
  test.each<[string, string, string[], number[]]>([
    ['a b c', '', ['a done', 'b done', 'c done'], []],
    ['a c', '', ['a done', 'b skipped', 'c done'], []],
    ['b a c', '', ['a reordered', 'b done', 'c done'], []],
    ['a x b c', '', ['a done', 'b done', 'c done'], [1]],
    ['a b(args) c', '', ['a done', 'b args-deviated', 'c done'], []],
    ['a d|b c', '', ['a done', 'b substituted', 'c done'], []],
    ['a b! c', '', ['a done', 'b skipped', 'c done'], [1]],
    ['a b!', '', ['a done', 'b skipped', 'c blocked'], [1]],
    ['a b! b c', '', ['a done', 'b done', 'c done'], [1]],
  ])('of a, b, c against %s', (text, early, expected, inserted) => {
    const adherence = adhere(situation([abc], text, early))
    expect(verdicts(adherence)).toEqual(expected)
    expect(adherence.inserted).toEqual(inserted)
  })

  test('a retry is told with its number', () => {
    const { steps } = adhere(situation([abc], 'a b c', '', { steps: { b: { attempts: 3 } } }))
    expect(steps.map(({ verdict, attempts }) => [verdict, attempts])).toEqual([
      ['done', 1],
      ['done-after-retry', 3],
      ['done', 1],
    ])
  })

  test('what an aborted run did not come to was not reached, what it left out was skipped', () => {
    expect(verdicts(adhere(situation([sequenceOf('a b c d')], 'a c', '', { isAborted: true })))).toEqual([
      'a done',
      'b skipped',
      'c done',
      'd not-reached',
    ])
  })

  test('optional steps, and branches not taken', () => {
    const plan = planOf([{ id: 'a', optional: true }, { oneOf: [{ id: 'b' }, { id: 'c' }] }])
    expect(verdicts(adhere(situation([plan], 'c')))).toEqual(['a optional-skipped', 'c done'])
  })

  test('a failed step out of order is no reordering', () => {
    expect(verdicts(adhere(situation([abc], 'b! a c')))).toEqual(['a done', 'b skipped', 'c done'])
  })

  test('a step that must be repeated is skipped when one repetition is left out', () => {
    const plan = planOf([{ id: 'a', repeat: { min: 3 } }])
    expect(verdicts(adhere(situation([plan], 'a a')))).toEqual(['a skipped'])
    expect(verdicts(adhere(situation([plan], 'a a a a')))).toEqual(['a done'])
  })

  test('denied insertions are named', () => {
    const { denied, tally } = adhere(situation([abc], 'a shell b c', '', { steps: { shell: { isDenied: true } } }))
    expect([denied, tally.cost]).toEqual([[1], 1000])
  })
})

describe('critical steps', () => {
  const plan = planOf([{ id: 'a' }, { id: 'b', critical: true }, { oneOf: [{ id: 'c', critical: true }, { id: 'd' }] }])

  test('done, retried and reordered ones are fine', () => {
    expect(missedCritical(adhere(situation([plan], 'b a c')).steps, ['a', 'b'])).toEqual([])
  })

  test('a substituted one is missed unless that is accepted', () => {
    const { steps } = adhere(situation([plan], 'a x|b d'))
    expect(missedCritical(steps, [])).toEqual([{ id: 'b', verdict: 'substituted' }])
    expect(missedCritical(steps, [], ['substituted'])).toEqual([])
  })

  test('one that is asked for by id and has no verdict is missed', () => {
    expect(missedCritical(adhere(situation([plan], 'a b d')).steps, ['c', 'other'])).toEqual([
      { id: 'c', verdict: null },
      { id: 'other', verdict: null },
    ])
  })
})

describe('scores', () => {
  function scores(plans: readonly Plan[], text: string, more: More = {}): unknown {
    const { tally, steps } = adhere(situation(plans, text, '', more))
    return score(tally, steps)
  }

  test('of a run out of order with an insertion', () => {
    // Three of four observed steps account for a step; of a<b, a<c, b<c the first is not kept.
    expect(scores([abc], 'b a x c')).toEqual({
      fitness: 1 - 3 / 7,
      isVacuous: false,
      coverage: 1,
      precision: 0.75,
      concordance: 2 / 3,
    })
  })

  test('coverage goes by weight and leaves optional steps out', () => {
    const plan = planOf([{ id: 'a', weight: 3 }, { id: 'b' }, { id: 'c', optional: true }])
    expect(scores([plan], 'b c')).toMatchObject({ coverage: 0.25, precision: 1, concordance: 1 })
  })

  test('free steps do not enter precision', () => {
    expect(scores([abc], 'a think b c', { steps: { think: { isFree: true } } })).toMatchObject({ precision: 1 })
  })

  test('where nothing could go wrong nothing was measured', () => {
    expect(scores([planOf([{ id: 'a', optional: true }])], '')).toEqual({
      fitness: 1,
      isVacuous: true,
      coverage: null,
      precision: null,
      concordance: null,
    })
  })
})

describe('replans', () => {
  test('a triggered replan before the step passes', () => {
    const adherence = adhere(situation([abc, sequenceOf('a x c')], 'a b! |> x c'))
    // Epoch 1: a done, the failed b inserted. Epoch 2: a carries over, x and c are done.
    expect(verdicts(adherence)).toEqual(['a done', 'b withdrawn', 'c done', 'x done'])
    expect([adherence.tally.cost, adherence.tally.worst]).toEqual([1000, 7000])
    expect(adherence.retroactive).toEqual([])
  })

  test('a retroactive one fails', () => {
    const adherence = adhere(situation([abc, sequenceOf('a x c')], 'a x |> c'))
    // x is inserted in epoch 1; epoch 2 plans it, and it is skipped there.
    expect(verdicts(adherence)).toEqual(['a done', 'b withdrawn', 'c done', 'x skipped'])
    expect([adherence.tally.cost, adherence.tally.worst]).toEqual([2000, 6000])
    expect([adherence.retroactive, adherence.inserted]).toEqual([[1], []])
  })

  test('what was done before the first plan satisfies nothing and costs nothing', () => {
    const adherence = adhere(situation([abc], 'b c', 'a x'))
    expect(verdicts(adherence)).toEqual(['a skipped', 'b done', 'c done'])
    expect([adherence.retroactive, adherence.inserted]).toEqual([[0], []])
    expect([adherence.tally.cost, adherence.tally.worst]).toEqual([1000, 5000])
  })

  test('the rest of a withdrawn plan is not due', () => {
    const adherence = adhere(situation([abc], 'a', '', { isWithdrawn: true }))
    expect(verdicts(adherence)).toEqual(['a done', 'b withdrawn', 'c withdrawn'])
    expect(score(adherence.tally, adherence.steps)).toMatchObject({ fitness: 1, coverage: 1 })
  })

  test('a finished step done again is an insertion', () => {
    const adherence = adhere(situation([abc, abc], 'a b |> b c'))
    expect(verdicts(adherence)).toEqual(['a done', 'b done', 'c done'])
    expect(adherence.inserted).toEqual([2])
  })

  test('a step that repeats is done in several versions', () => {
    const plan = planOf([{ id: 'a', repeat: { min: 3 } }, { id: 'b' }])
    const adherence = adhere(situation([plan, plan], 'a a |> a b'))
    expect(verdicts(adherence)).toEqual(['a done', 'b done'])
    expect(adherence.tally.cost).toBe(0)
    expect(score(adherence.tally, adherence.steps).coverage).toBe(1)
  })

  test('missing versions are named', () => {
    expect(missingVersions([2, 5])).toEqual([1, 3, 4])
    expect(missingVersions([1, 2])).toEqual([])
    expect(missingVersions([Number.MAX_SAFE_INTEGER])).toHaveLength(100)
  })
})

describe('drift', () => {
  const sameId = (last: string, first: string): 'match' | undefined => (last === first ? 'match' : undefined)

  test('none between equal plans, whatever they leave open', () => {
    const plan = planOf([{ oneOf: [{ id: 'a' }, { id: 'b' }] }, { id: 'c', optional: true, weight: 2 }])
    expect(planDrift(plan, plan, sameId)).toBe(0)
  })

  test('one step replaced out of three', () => {
    expect(planDrift(abc, sequenceOf('a x c'), sameId)).toBe(2 / 6)
  })

  test('nothing in common', () => {
    expect(planDrift(abc, sequenceOf('x y'), sameId)).toBe(1)
  })
})

describe('partial evidence', () => {
  const options = situation([abc], 'a c')
  const { tally } = adhere(options)

  test('complete evidence leaves one number', () => {
    expect(fitnessInterval(tally)).toEqual({ lower: 0.8, upper: 0.8 })
  })

  test('the lost step may be the skipped one; the steps known to be missing may be insertions', () => {
    expect(fitnessInterval(tally, bestCase(options, 2))).toEqual({ lower: 1 - 3 / 7, upper: 1 })
  })

  test('nothing is known of the lower end when nobody knows how much is missing', () => {
    expect(fitnessInterval(tally, bestCase(options, null))).toEqual({ lower: 0, upper: 1 })
  })

  test('an insertion stays one; the free skip is a matched step in the worst', () => {
    const inserted = situation([abc], 'a d c')
    // Free skip of b: cost 1 for d, worst 6 + 1.
    expect(fitnessInterval(adhere(inserted).tally, bestCase(inserted, 0))).toEqual({
      lower: 1 - 2 / 6,
      upper: 1 - 1 / 7,
    })
  })

  test('a capped search leaves room', () => {
    expect(fitnessInterval({ cost: 3000, leastCost: 1000, worst: 10_000 })).toEqual({ lower: 0.7, upper: 0.9 })
  })
})
