import { parse } from 'yaml'

import { assertions, type Assertion, type Outcome, type TrajectoryRun } from '../../src/assertions/index.ts'
import { splitIntoRuns } from '../../src/check/trajectories/trajectory-run.ts'
import { factsOf, wireCallOf } from '../../src/dialects/index.ts'
import {
  assembleRun,
  createEvidenceKeeper,
  deriveSteps,
  retain,
  type RunSteps,
  type SpanEvidence,
} from '../../src/runs/index.ts'
import { span, type SpanSketch } from './span.ts'
import { spansOfRun, type RunSketch, type StepSketch } from './step-sketch.ts'

/** A run as assertions get it, of steps or of spans, without a check around it; `damage`: what of it could not be read; `change`: what is said of its steps. */
export function trajectoryOf(
  sketch: RunSketch | readonly StepSketch[] | { readonly spans: readonly SpanSketch[] },
  damage: readonly string[] = [],
  change: (steps: RunSteps) => RunSteps = (steps) => steps,
): TrajectoryRun {
  const sketches = 'spans' in sketch ? sketch.spans : spansOfRun(sketch)
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  const spans = sketches.map((one, index) => {
    const whole = span(one, index + 1)
    const payload = keep(whole, factsOf(whole), wireCallOf(whole))
    return retain(whole, { file: 0, tag: 0, values: new Map(), payload })
  })
  const run = assembleRun({ spans, logs: [] }, 'run', ['run'], damage)
  const derive = (one: typeof run): RunSteps =>
    change(deriveSteps(one, ({ payload }) => payload as SpanEvidence | undefined))
  return splitIntoRuns(run, derive)[0]!
}

/** What the assertion of one item of `expect`, in YAML, says of a run. */
export function judgeRun(item: string, run: TrajectoryRun): Outcome {
  return compileItem(item)(run)
}

/** The assertion of an item, compiled. */
export function compileItem(item: string): (run: TrajectoryRun) => Outcome {
  const [[id, given] = ['']] = Object.entries(parse(item) as Record<string, unknown>)
  const assertion = (assertions as readonly unknown[] as readonly Assertion[]).find((one) => one.id === id)!
  const { check } = assertion.compile(assertion.options.parse(given), {
    agent: null,
    show: (value) => JSON.stringify(value),
    hash: (value) => JSON.stringify(value),
    priceOf: () => undefined,
    golden: () => [],
    judge: () => undefined,
  })
  return (run) => {
    const outcome = check(run)
    if (outcome instanceof Promise) throw new Error(`${id} answers later`)
    return outcome
  }
}
