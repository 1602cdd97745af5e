import type { TrajectoryRun } from '../../src/assertions/index.ts'
import { goldenReads, splitIntoRuns } from '../../src/check/index.ts'
import { factsOf, wireCallOf } from '../../src/dialects/index.ts'
import type { Span } from '../../src/model/span.ts'
import {
  assembleRun,
  createEvidenceKeeper,
  deriveSteps,
  retain,
  type Run,
  type RunSteps,
  type SpanEvidence,
} from '../../src/runs/index.ts'

/** The runs of a golden recording that holds these spans. */
export function goldenRuns(spans: readonly Span[], path: string): readonly TrajectoryRun[] {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  return [...Map.groupBy(spans, ({ traceId }) => traceId).values()].flatMap((ofRun) => {
    const retained = ofRun.map((span) => {
      const values = new Map(
        goldenReads.flatMap((read) => {
          const value = read.take(span)
          return value === undefined ? [] : [[read.name, value] as const]
        }),
      )
      return retain(span, { file: 0, tag: 0, values, payload: keep(span, factsOf(span), wireCallOf(span)) })
    })
    const steps = new Map<Run, RunSteps>()
    const stepsOf = (run: Run): RunSteps => {
      const known = steps.get(run) ?? deriveSteps(run, ({ payload }) => payload as SpanEvidence | undefined)
      steps.set(run, known)
      return known
    }
    return splitIntoRuns(assembleRun({ spans: retained, logs: [] }, path, [path], []), stepsOf)
  })
}
