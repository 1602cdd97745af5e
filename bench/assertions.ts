import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { assertions, type TrajectoryRun } from '../src/assertions/index.ts'
import { compileTrajectories, splitIntoRuns } from '../src/check/index.ts'
import { parseContract } from '../src/contract/index.ts'
import { factsOf, wireCallOf } from '../src/dialects/index.ts'
import type { Span } from '../src/model/span.ts'
import {
  assembleRun,
  createEvidenceKeeper,
  createPriceTable,
  deriveSteps,
  retain,
  type Run,
  type RunRead,
  type SpanEvidence,
} from '../src/runs/index.ts'
import { toolRun } from './tool-run.ts'

/** Milliseconds that an assertion takes to judge a run, by the run's spans; the contract is that of the assertion's page. */
export interface AssertionTimes {
  readonly id: string
  readonly times: ReadonlyMap<number, readonly number[]>
}

/** Times each assertion on runs of these sizes, steps derived before. */
export async function timeAssertions(sizes: readonly number[], rounds: number): Promise<readonly AssertionTimes[]> {
  const measured: AssertionTimes[] = []
  const spans = new Map(sizes.map((size) => [size, toolRun(size)]))
  for (const { id } of assertions) {
    const times = new Map<number, number[]>()
    for (const [size, all] of spans) {
      // Goldens are the run itself: all of it has a partner.
      const compiled = await compileExample(id, () => [runOf(all, [])])
      const run = runOf(all, compiled.reads ?? [])
      const taken: number[] = []
      // The first round compiles.
      for (let round = 0; round <= rounds; round++) {
        const fresh = forgetful(run)
        const started = performance.now()
        void compiled.check(fresh)
        if (round > 0) taken.push(performance.now() - started)
      }
      times.set(size, taken)
    }
    measured.push({ id, times })
  }
  return measured
}

/** The failing example of the assertion's page, compiled. */
async function compileExample(
  id: string,
  golden: () => readonly TrajectoryRun[],
): Promise<ReturnType<typeof compileTrajectories>[number]['expect'][number]['compiled']> {
  const page = readFileSync(fileURLToPath(new URL(`../docs/assertions/${id}.md`, import.meta.url)), 'utf8')
  const yaml = /^```yaml\n([\s\S]*?)^```/m.exec(page)?.[1] ?? ''
  const text = yaml.includes('trajectories:')
    ? yaml
    : `contract: bench\ntrajectories:\n  run:\n    expect:\n      - ${yaml.trim().replaceAll('\n', '\n        ')}\n`
  const contract = await parseContract(
    /^contract:/m.test(text) ? text : `contract: bench\n${text}`,
    'bench.contract.yaml',
  )
  const settings = {
    show: String,
    hash: String,
    priceOf: createPriceTable([]),
    severities: {},
    leastSeverity: 'info',
    golden,
    judge: () => undefined,
  } as const
  const expected = compileTrajectories(contract, settings, []).flatMap(({ expect }) => expect)
  return expected.find(({ assertion }) => assertion.id === id)!.compiled
}

function runOf(spans: readonly Span[], reads: readonly RunRead[]): TrajectoryRun {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  const retained = spans.map((span) => {
    const values = new Map(
      reads.flatMap((read) => {
        const value = read.take(span)
        return value === undefined ? [] : [[read.name, value] as const]
      }),
    )
    return retain(span, { file: 0, tag: 0, payload: keep(span, factsOf(span), wireCallOf(span)), values })
  })
  const run = assembleRun({ spans: retained, logs: [] }, 'bench', ['bench'], [])
  const steps = new Map<Run, ReturnType<typeof deriveSteps>>()
  const stepsOf = (one: Run): ReturnType<typeof deriveSteps> => {
    let known = steps.get(one)
    if (known === undefined) {
      known = deriveSteps(one, ({ payload }) => payload as SpanEvidence | undefined)
      steps.set(one, known)
    }
    return known
  }
  return splitIntoRuns(run, stepsOf)[0]!
}

/** The same run with nothing remembered of what assertions asked before. */
function forgetful(run: TrajectoryRun): TrajectoryRun {
  return { ...run, within: (scope, agent) => run.within(scope, agent) }
}
