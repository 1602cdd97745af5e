import { stepKinds } from '../../model/span-facts.ts'
import type { SpanRef } from '../../model/step.ts'
import type { RunSpan } from '../../runs/index.ts'
import { compileStepNames } from '../step-selector.ts'
import { spanKey } from '../span-key.ts'
import { criticalPath } from './critical-path.ts'
import { sumUp, type Amount, type Measure } from './measure.ts'
import type { MeasuredRun } from './measured-run.ts'

/** Measures the time of one phase on the critical path: of spans of that name, or steps of that kind, and what is inside. */
export function compilePhase(name: string): (view: MeasuredRun, limit: number) => Measure {
  const isName = compileStepNames(name)
  const isKind = (stepKinds as readonly string[]).includes(name)
  return (view, limit) => {
    const { spans } = view.run
    const ofKind = new Set<string>()
    if (isKind) {
      for (const { kind, spans: own } of view.steps)
        if (kind === name) for (const span of own) ofKind.add(spanKey(span))
    }
    const inScope = spansInScope(view)
    const isPhase = (span: RunSpan): boolean =>
      ofKind.has(spanKey(span)) || (isName(span.name) && (inScope === undefined || inScope(span)))
    const within = withAncestors(isPhase)
    if (!spans.some(isPhase)) {
      const holes = view.scoped.holes()
      const rests = { reason: `no span or step is \`${name}\``, isIdle: false }
      return holes.length > 0 ? { value: 0, holes } : { value: 0, rests }
    }
    const amounts = criticalPath(view.run)
      .filter(({ span }) => within(span))
      .map(({ span, startUnixNano, endUnixNano }): Amount => ({ span, amount: Number(endUnixNano - startUnixNano) }))
      .toReversed()
    const untimed = spans.filter(
      ({ startUnixNano, endUnixNano }) => startUnixNano === null || endUnixNano === null || endUnixNano < startUnixNano,
    )
    return {
      ...sumUp(amounts, limit),
      unknown: untimed.map(({ traceId, spanId, name: of }): SpanRef => ({ traceId, spanId, name: of })),
      reason: 'time-unknown',
      holes: view.holesInTime(),
      // What is missing may have been waited for instead.
      mayFall: true,
    }
  }
}

/** Spans that are, or are inside of, a step that counts; undefined where all are. */
function spansInScope({ isWhole, steps }: MeasuredRun): ((span: RunSpan) => boolean) | undefined {
  if (isWhole) return undefined
  const counted = new Set(steps.flatMap((step) => step.spans.map(spanKey)))
  return withAncestors((span) => counted.has(spanKey(span)))
}

/** Whether a test holds for a span or one around it; every span is tested once, at any depth. */
function withAncestors(test: (span: RunSpan) => boolean): (span: RunSpan) => boolean {
  const known = new Map<RunSpan, boolean>()
  return (span) => {
    const open: RunSpan[] = []
    let at: RunSpan | null = span
    while (at !== null && !known.has(at)) {
      open.push(at)
      at = at.parent
    }
    let holds = at !== null && known.get(at)!
    for (const one of open.toReversed()) known.set(one, (holds ||= test(one)))
    return holds
  }
}
