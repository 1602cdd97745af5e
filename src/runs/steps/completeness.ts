import type { Completeness, Gap, GapFacet, Scope, SpanRef, Step } from '../../model/step.ts'
import type { Run, RunSpan } from '../run.ts'
import type { Call } from './calls.ts'
import { measuredUsage } from './counted-usage.ts'
import type { SpanEvidence } from './evidence.ts'
import type { FactSpan, FactTree } from './fact-tree.ts'
import { isKnown } from './intervals.ts'
import { refOf } from './make-steps.ts'
import type { MissingCall } from './missing-calls.ts'
import type { Scopes } from './scopes.ts'

/** What the parts of a run found that steps and spans do not say themselves. */
export interface CertificateContext {
  readonly evidenceOf: (span: RunSpan) => SpanEvidence | undefined
  readonly scopes: Scopes
  readonly tree: FactTree
  readonly calls: readonly Call[]
  readonly missing: readonly MissingCall[]
}

/** Facets whose gaps mean that steps may be missing; the others hide what is known of steps. */
const facetsOfSteps: ReadonlySet<GapFacet> = new Set([
  'root',
  'orphans',
  'unended',
  'calls',
  'drops',
  'sampling',
  'flush',
])

/** Kinds of steps whose arguments and results are content. */
const kindsWithContent: ReadonlySet<string> = new Set(['tool', 'retrieval', 'memory'])

/** Says what of a run the recording does not show: one gap for each facet, layer and scope. */
export function certify(run: Run, steps: readonly Step[], context: CertificateContext): Completeness {
  const gaps: Gap[] = [
    ...rootGaps(run, steps, context),
    ...gapsByScope(
      'orphans',
      placed(run.orphans, context),
      (n) => `${n} of its spans ${verb(n, 'names', 'name')} a parent that is not recorded`,
    ),
    ...gapsByScope(
      'unended',
      placed(
        run.spans.filter((span) => isUnended(span, context)),
        context,
      ),
      (n) => `${n} of its spans never ended`,
    ),
    ...missingGaps(context.missing),
    ...dropGaps(run, context),
    ...samplingGaps(context),
    ...contentGaps(steps),
    ...usageGaps(context.calls),
    ...attemptGaps(steps),
    ...gapsByScope(
      'times',
      steps.filter((step) => !isKnown(step)).map(({ scope, spans }) => ({ scope, span: spans[0]! })),
      (n) => `the times of ${counted(n, 'step')} are missing or reversed`,
    ),
  ]
  const ofSteps = gaps.filter(({ facet }) => facetsOfSteps.has(facet))
  if (ofSteps.length === 0) return { extent: 'complete', gaps }
  return { extent: ofSteps.every((gap) => gap === cutLog(gaps)) ? 'prefix' : 'partial', gaps }
}

interface PlacedSpan {
  readonly scope: Scope | null
  readonly span: SpanRef
}

function placed(spans: readonly RunSpan[], { tree, scopes }: CertificateContext): PlacedSpan[] {
  if (spans.length === 0) return []
  const unclaimed = new Map(tree.unclaimed.map(({ owner, what }) => [what, owner]))
  return spans.map((span) => {
    const claimed = tree.find(span.traceId, span.spanId)
    return {
      scope: claimed === undefined ? scopeIn(unclaimed.get(span) ?? null, scopes) : scopes.around(claimed),
      span: refOf(span),
    }
  })
}

/** The scope of what is inside a claimed span. */
function scopeIn(owner: FactSpan | null, scopes: Scopes): Scope | null {
  return owner === null ? null : (scopes.opened(owner) ?? scopes.around(owner))
}

function gapsByScope(
  facet: GapFacet,
  spans: readonly PlacedSpan[],
  message: (count: number) => string,
  layer?: Gap['layer'],
): Gap[] {
  if (spans.length === 0) return []
  return [...Map.groupBy(spans, ({ scope }) => scope)]
    .sort(([left], [right]) => (left?.index ?? -1) - (right?.index ?? -1))
    .map(([scope, inScope]) => ({
      facet,
      ...(layer === undefined ? {} : { layer }),
      scope,
      spans: inScope.map(({ span }) => span),
      message: message(inScope.length),
    }))
}

const cutLogMessage = 'the message log ends before every requested call is answered'

function cutLog(gaps: readonly Gap[]): Gap | undefined {
  return gaps.find(({ facet, message }) => facet === 'root' && message === cutLogMessage)
}

function rootGaps(run: Run, steps: readonly Step[], { tree }: CertificateContext): Gap[] {
  const gaps: Gap[] = []
  if (run.entries.length === 0 && run.roots.length === 0) {
    gaps.push({ facet: 'root', scope: null, spans: [], message: 'no root or entry span is recorded' })
  }
  const open = run.entries.filter((span) => span.startUnixNano !== null && span.endUnixNano === null)
  if (open.length > 0) {
    gaps.push({
      facet: 'root',
      scope: null,
      spans: open.map(refOf),
      message: `${counted(open.length, 'root span')} never ended`,
    })
  }
  const pending = steps.filter(({ status }) => status === 'pending')
  if (pending.length > 0 && tree.spans.every(({ evidence }) => evidence.source.isTranscript)) {
    gaps.push({ facet: 'root', scope: null, spans: pending.map(({ spans }) => spans[0]!), message: cutLogMessage })
  }
  return gaps
}

/** A span of a format that records no ends says nothing by having none, and a pending call has not begun. */
function isUnended(span: RunSpan, { evidenceOf }: CertificateContext): boolean {
  if (span.startUnixNano === null || span.endUnixNano !== null) return false
  const evidence = evidenceOf(span)
  return evidence?.facts?.status !== 'pending' && evidence?.source.lacks.has('end') !== true
}

function missingGaps(missing: readonly MissingCall[]): Gap[] {
  return [...Map.groupBy(missing, ({ scope }) => scope)].map(([scope, inScope]) => ({
    facet: 'calls',
    scope,
    spans: inScope.map(({ model }) => model.stepSpans[0]!),
    message: `${counted(inScope.length, 'tool call')} that a model ${inScope.every(({ isAnswered }) => isAnswered) ? 'got an answer of' : 'asked for'} ${verb(inScope.length, 'has', 'have')} no span: ${listed(inScope.map(({ what }) => what))}`,
  }))
}

function dropGaps(run: Run, context: CertificateContext): Gap[] {
  const dropped = run.spans.filter((span) => (context.evidenceOf(span)?.dropped ?? 0) > 0)
  return [
    ...run.damage.map((reason): Gap => ({ facet: 'drops', scope: null, spans: [], message: reason })),
    ...gapsByScope(
      'drops',
      placed(dropped, context),
      (n) => `${counted(n, 'span')} dropped attributes, events or links`,
    ),
  ]
}

/**
 * Spans that were recorded and not sampled, which only shows where their producer sets the sampled flag on others: some
 * producers leave the flag out of what they export. And traces whose spans were sampled at different thresholds.
 */
function samplingGaps({ tree, scopes }: CertificateContext): Gap[] {
  const notSampled = tree.spans.filter(({ evidence }) => evidence.isSampled === false)
  const setsFlag = new Set<number>()
  if (notSampled.length > 0) {
    for (const { evidence } of tree.spans) if (evidence.isSampled === true) setsFlag.add(evidence.resource)
  }
  const recordOnly = notSampled.filter(({ evidence }) => setsFlag.has(evidence.resource))
  const thresholds = new Map<string, Set<string>>()
  for (const { span, evidence } of tree.spans) {
    if (evidence.samplingThreshold === null) continue
    const known = thresholds.get(span.traceId)
    if (known === undefined) thresholds.set(span.traceId, new Set([evidence.samplingThreshold]))
    else known.add(evidence.samplingThreshold)
  }
  const torn = [...thresholds.values()].some((known) => known.size > 1)
  return [
    ...gapsByScope(
      'sampling',
      recordOnly.map((span) => ({ scope: scopes.around(span), span: refOf(span.span) })),
      (n) => `${counted(n, 'span')} ${verb(n, 'was', 'were')} recorded without being sampled`,
    ),
    ...(torn
      ? [
          {
            facet: 'sampling',
            scope: null,
            spans: [],
            message: 'spans of one trace were sampled at different rates',
          } as const,
        ]
      : []),
  ]
}

function contentGaps(steps: readonly Step[]): Gap[] {
  const lacking: PlacedSpan[] = []
  for (const { kind, scope, attempts } of steps) {
    if (!kindsWithContent.has(kind)) continue
    for (const { args, result, status, spans } of attempts) {
      if (isLacking(args) || (isLacking(result) && (status === 'ok' || status === 'unset')))
        lacking.push({ scope, span: spans[0]! })
    }
  }
  return gapsByScope('content', lacking, (n) => `arguments or results of ${counted(n, 'call')} were not captured whole`)
}

function isLacking(content: Step['args']): boolean {
  return 'lacks' in content && content.lacks !== 'invalid-json'
}

function usageGaps(calls: readonly Call[]): Gap[] {
  const lacking = calls.filter((call) => {
    if (call.kind !== 'model') return false
    const usage = measuredUsage(call.facts)
    return usage === null || usage.input === null || usage.output === null || call.facts.status === 'cancelled'
  })
  return gapsByScope(
    'usage',
    lacking.map((call) => ({ scope: call.scope, span: call.stepSpans[0]! })),
    (n) => `${counted(n, 'model call')} ${verb(n, 'carries', 'carry')} no token usage, or not all of it`,
  )
}

function attemptGaps(steps: readonly Step[]): Gap[] {
  const holed = steps.filter(({ attempts }) => attempts.some(({ index }, position) => index !== position + 1))
  const opaque: PlacedSpan[] = []
  for (const { kind, scope, attempts } of steps) {
    if (kind !== 'model') continue
    for (const { tries, spans } of attempts) if (tries === null) opaque.push({ scope, span: spans[0]! })
  }
  return [
    ...gapsByScope(
      'attempts',
      holed.map(({ scope, spans }) => ({ scope, span: spans[0]! })),
      (n) => `earlier tries of ${counted(n, 'step')} are not recorded`,
      'agent',
    ),
    ...(['sdk', 'wire'] as const).flatMap((layer) =>
      gapsByScope(
        'attempts',
        opaque,
        (n) => `nothing shows how often the ${layer} layer tried in ${counted(n, 'model call')}`,
        layer,
      ),
    ),
  ]
}

const listedNames = 5

function listed(names: readonly string[]): string {
  const shown = names.slice(0, listedNames).map((name) => `\`${name}\``)
  return names.length > listedNames ? `${shown.join(', ')} and ${names.length - listedNames} more` : shown.join(', ')
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function verb(number: number, one: string, many: string): string {
  return number === 1 ? one : many
}
