import { factsOf, wireCallOf } from '../../src/dialects/index.ts'
import type { SpanFacts } from '../../src/model/span-facts.ts'
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

/** The run that some spans are, and its steps with all content; `change` alters what is said of a span. */
export function deriveRun(
  spans: readonly Span[],
  change: (facts: SpanFacts) => SpanFacts = (facts) => facts,
): { readonly run: Run; readonly derived: RunSteps } {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  const retained = spans.map((span) => {
    const facts = factsOf(span)
    const payload = keep(span, facts === undefined ? undefined : change(facts), wireCallOf(span))
    return retain(span, { file: 0, tag: 0, values: new Map(), payload })
  })
  const run = assembleRun({ spans: retained, logs: [] }, 'run', ['run'], [])
  return { run, derived: deriveSteps(run, ({ payload }) => payload as SpanEvidence | undefined) }
}
