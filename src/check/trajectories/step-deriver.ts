import type { ContentNeeds } from '../../assertions/index.ts'
import { factsOf, toolsOfferedBy, wireCallOf } from '../../dialects/index.ts'
import type { Span } from '../../model/span.ts'
import {
  createEvidenceKeeper,
  deriveSteps,
  type Run,
  type RunRead,
  type RunSteps,
  type SpanEvidence,
} from '../../runs/index.ts'
import type { SpanPayload } from '../span-payload.ts'

/** Keeps of spans what steps are derived from, and derives them once per run. */
export interface StepDeriver {
  /** Undefined for a span that has nothing to say. */
  readonly evidenceOf: (span: Span) => SpanEvidence | undefined
  readonly stepsOf: (run: Run) => RunSteps
}

/** What is not needed as a value is kept as a digest: enough to tell equal arguments. */
export function createStepDeriver({ args, result }: ContentNeeds, needsResults: boolean): StepDeriver {
  const keep = createEvidenceKeeper({
    args: args === true ? 'value' : 'digest',
    result: result === true ? 'value' : needsResults ? 'digest' : 'none',
  })
  let last: { readonly run: Run; readonly steps: RunSteps } | undefined
  return {
    evidenceOf: (span) => keep(span, factsOf(span), wireCallOf(span)),
    stepsOf(run) {
      if (last?.run !== run) {
        last = { run, steps: deriveSteps(run, ({ payload }) => (payload as SpanPayload | undefined)?.evidence) }
      }
      return last.steps
    },
  }
}

/** What any of several needs. */
export function unitedNeeds(needs: readonly { readonly content?: ContentNeeds }[]): ContentNeeds {
  return Object.assign({}, ...needs.map(({ content }) => content ?? {})) as ContentNeeds
}

/** Tools that recorded tool lists offer. */
export const toolsRead: RunRead = { name: 'tools offered', take: (span) => toolsOfferedBy(span) }
