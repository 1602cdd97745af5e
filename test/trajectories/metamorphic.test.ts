import { beforeAll, describe, expect, test } from 'vitest'

import { assertionOf, assertions, type Assertion, type CommonOptions } from '../../src/assertions/index.ts'
import type { Contract } from '../../src/model/contract.ts'
import type { CheckReport } from '../../src/model/report.ts'
import type { ExpectClause } from '../../src/model/trajectory.ts'
import { readAssertionPage, type AssertionPage } from '../support/assertion-page.ts'
import { addClientSpans, renameIds, shiftClocks, writeTwice } from '../support/rewrite-spans.ts'
import type { SpanSketch } from '../support/span.ts'
import { checkRun } from '../support/step-sketch.ts'

type Examples = Pick<AssertionPage, 'failing' | 'passing'>
type Options = Pick<NonNullable<Parameters<typeof checkRun>[2]>, 'record' | 'revise' | 'damage'>

/** Recordings of the same run, and of runs that differ in nothing an assertion speaks of. */
const rewrites: Readonly<Record<string, (spans: readonly SpanSketch[]) => readonly SpanSketch[]>> = {
  'other ids': renameIds,
  'lines in reverse': (spans) => spans.toReversed(),
  'clocks ahead': shiftClocks(86_400_000),
  'clocks behind': shiftClocks(-3_600_000.456_789),
  'every span twice': writeTwice,
  'every call by two sides': addClientSpans,
  'a span that is no step': (spans) => [...spans, beside(spans, { name: 'GET /health', kind: 'client' })],
  'a planning step': (spans) => [
    ...spans,
    beside(spans, { name: 'plan', attributes: { 'gen_ai.operation.name': 'plan', 'gen_ai.agent.name': 'support' } }),
  ],
}

/** What an agent's own steps have nothing to do with: a sub-agent and its calls, next to none of them. */
const addSubAgent = (spans: readonly SpanSketch[]): readonly SpanSketch[] => {
  const agent = beside(spans, {
    name: 'invoke_agent helper',
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'helper' },
  })
  const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'foreign' }
  return [...spans, agent, { ...agent, name: 'execute_tool foreign', parent: agent.name, attributes }]
}

/** Where a rewrite has to change what is found, and why. */
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  init: { 'calls of a sub-agent': 'its words name every first step, and the sub-agent is one' },
  last: { 'calls of a sub-agent': 'its words name every last step, and the sub-agent is one' },
  'plan-emitted': { 'a planning step': 'it speaks of planning steps: the plan of this one may not have been recorded' },
}

/** What all runs show together is judged once, and not negated: no name of another tool that negates stands for these. */
const acrossRuns = ['billed-once', 'cache-reuse']

/** As long as the run, so that it is next to no step and after none. */
function beside([root, ...spans]: readonly SpanSketch[], span: SpanSketch): SpanSketch {
  const last = Math.max(...spans.map(({ end }) => end ?? 0))
  return { ...span, trace: root!.trace!, parent: root!.id!, start: 0, end: last }
}

/** What a reader of the findings is told, without ids of spans. */
function told({ verdict, findings, unreadable }: CheckReport): unknown {
  return {
    verdict,
    findings: findings.map(({ id, data, message }) => [id, data['reason'], message]),
    unreadable,
  }
}

describe.each(assertions.map(({ id }) => id))('%s', (id) => {
  let page: AssertionPage
  beforeAll(async () => {
    page = await readAssertionPage(id)
  })
  const check = (example: keyof Examples, options: Options = {}): Promise<CheckReport> =>
    checkRun(page.contract, page[example], { settings: { failOn: 'warning' }, ...page.options, ...options })
  const both = async (options: Options = {}): Promise<readonly unknown[]> => [
    told(await check('failing', options)),
    told(await check('passing', options)),
  ]

  const { scope: lookedAt } = assertions.find((one) => one.id === id)!
  const all = lookedAt === 'own' ? { ...rewrites, 'calls of a sub-agent': addSubAgent } : rewrites

  test.each(Object.entries(all))('%s', async (name, record) => {
    const found = await both({ record })
    if (exceptions[id]?.[name] === undefined) expect(found).toEqual(await both())
    else expect(found).not.toEqual(await both())
  })

  test('looking deep at one agent is looking at its own', async () => {
    const scoped = (scope: CommonOptions['scope']): Options => ({
      revise: (contract) => reviseItems(contract, inScope(scope)),
    })
    for (const example of ['failing', 'passing'] as const) {
      const { steps } = 'steps' in page[example] ? page[example] : { steps: page[example] }
      if (steps.some(({ agent }) => agent !== undefined)) continue
      expect(told(await check(example, scoped('deep')))).toEqual(told(await check(example, scoped('own'))))
    }
  })

  test('negated, pass and fail change places; negated again, they are back', async () => {
    const negated = (times: number): Options => ({
      revise: (contract) =>
        Array.from({ length: times }).reduce<Contract>(
          (read) => reviseItems(read, (item) => ({ ...item, isNegated: !item.isNegated })),
          contract,
        ),
    })
    expect(await both(negated(2))).toEqual(await both())
    const swapped = acrossRuns.includes(id) ? ['fail', 'fail'] : ['pass', 'fail']
    expect([(await check('failing', negated(1))).verdict, (await check('passing', negated(1))).verdict]).toEqual(
      swapped,
    )
  })

  test('lost spans turn no verdict into its opposite', async () => {
    for (const example of ['failing', 'passing'] as const) {
      const opposite = example === 'failing' ? 'pass' : 'fail'
      for (const lost of lossesOf(await spansOf(example))) {
        const { verdict } = await check(example, {
          record: (spans) => spans.filter((_, index) => !lost.has(index)),
          damage: ['some lines are unreadable'],
        })
        expect([[...lost], verdict]).not.toEqual([[...lost], opposite])
      }
    }
  })

  async function spansOf(example: keyof Examples): Promise<readonly SpanSketch[]> {
    let recorded: readonly SpanSketch[] = []
    await check(example, { record: (spans) => (recorded = spans) })
    return recorded
  }
})

/** Each span and each two. */
function lossesOf(spans: readonly SpanSketch[]): readonly ReadonlySet<number>[] {
  return spans.flatMap((_, one) => spans.slice(one).map((_span, more) => new Set([one, one + more])))
}

function reviseItems(contract: Contract, revise: (item: ExpectClause) => ExpectClause): Contract {
  return {
    ...contract,
    trajectories: contract.trajectories.map((clause) => ({ ...clause, expect: clause.expect.map(revise) })),
  }
}

/** The item with another scope, whichever form it is written in. */
function inScope(scope: CommonOptions['scope']): (item: ExpectClause) => ExpectClause {
  return (item) => {
    const assertion = assertionOf(item)
    const options = assertion.options.transform((given) => ({ ...given, scope }))
    return { ...item, record: { ...assertion, options } satisfies Assertion }
  }
}
