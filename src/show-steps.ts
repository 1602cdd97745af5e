import type { ShownStep } from './model/report.ts'
import type { Attempt, Step } from './model/step.ts'
import type { Run, RunSpan, RunSteps } from './runs/index.ts'

type Building = Omit<ShownStep, 'steps'> & { readonly steps: Building[] }

/**
 * The steps of a run as a tree: each below the step whose span is nearest around its own. Below a model call's span lies
 * what its output asked for, which stands beside it. At most 33 levels; what is deeper stands at the last.
 */
export function showSteps(run: Run, { steps }: RunSteps): readonly ShownStep[] {
  const zero = firstStart(run)
  const shown = new Map<Step, Building>()
  const around = stepsAround(run, steps)
  const tops: Building[] = []
  const overlaps = createOverlaps()
  for (const step of steps) shown.set(step, showStep(step, zero))
  for (const [step, building] of shown) {
    const outer = around(step)
    const siblings = outer === undefined ? tops : shown.get(outer)!.steps
    siblings.push(Object.assign(building, { concurrent: overlaps(step, outer) }))
  }
  return tops
}

/**
 * Tells of steps in order of their starts whether each overlaps one that began before it, beside it. A model call that asked
 * for the step is none: some instrumentations end it when what it asked for has ended.
 */
function createOverlaps(): (step: Step, outer: Step | undefined) => boolean {
  /** The two steps that end last, by what is around them: one of them may be the asker. */
  const latest = new Map<Step | undefined, readonly Step[]>()
  return (step, outer) => {
    const before = latest.get(outer) ?? []
    const { startUnixNano: start, endUnixNano: end } = step
    if (start === null || end === null) return false
    latest.set(
      outer,
      [...before, step].sort((one, other) => (one.endUnixNano! < other.endUnixNano! ? 1 : -1)).slice(0, 2),
    )
    return before.some((one) => one.id !== step.requestedBy && start < one.endUnixNano!)
  }
}

/** Deeper steps stand at the last level: whoever walks a report may do so by recursion. */
const maxDepth = 32

function firstStart(run: Run): bigint | null {
  // Spans come by start, those without times last.
  return run.spans[0]?.startUnixNano ?? null
}

/** Finds the step whose span is nearest around a step's own spans. */
function stepsAround(run: Run, steps: readonly Step[]): (step: Step) => Step | undefined {
  const stepOf = new Map<RunSpan, Step>()
  const outermost = new Map<Step, RunSpan>()
  for (const step of steps) {
    for (const { traceId, spanId } of step.spans) {
      const span = run.find(traceId, spanId)
      if (span === undefined) continue
      stepOf.set(span, step)
      if (!outermost.has(step)) outermost.set(step, span)
    }
  }
  const nearest = new Map<RunSpan, Step | undefined>()
  const open: { readonly span: RunSpan; readonly around: Step | undefined; readonly depth: number }[] = []
  for (const span of run.spans) if (span.parent === null) open.push({ span, around: undefined, depth: 0 })
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { span, around, depth } = next
    nearest.set(span, around)
    const own = stepOf.get(span)
    const isAround = own !== undefined && own !== around && own.kind !== 'model' && depth < maxDepth
    for (const child of span.children)
      open.push({ span: child, around: isAround ? own : around, depth: isAround ? depth + 1 : depth })
  }
  return (step) => {
    const span = outermost.get(step)
    const found = span === undefined ? undefined : nearest.get(span)
    return found === step ? undefined : found
  }
}

function showStep(step: Step, zero: bigint | null): Building {
  const last = step.attempts.at(-1)!
  return {
    id: step.id,
    kind: step.kind,
    name: step.name,
    status: step.status,
    errorType: step.errorType,
    startMs: sinceMs(step.startUnixNano, zero),
    durationMs: sinceMs(step.endUnixNano, step.startUnixNano),
    inputTokens: sum(step.attempts, ({ usage }) => usage?.input ?? null),
    outputTokens: sum(step.attempts, ({ usage }) => usage?.output ?? null),
    isUsageEstimated: step.attempts.some(({ isUsageEstimated }) => isUsageEstimated),
    timeToFirstTokenMs: last.timeToFirstTokenNano === null ? null : last.timeToFirstTokenNano / 1e6,
    finishReason: last.finishReason,
    costUsd: sum(step.attempts, ({ costUsd }) => costUsd),
    turn: step.turn,
    handoffTo: step.handoffTo,
    concurrent: false,
    attempts: step.attempts.map(({ index, status, errorType, by, startUnixNano, endUnixNano, tries }) => ({
      index,
      status,
      errorType,
      by,
      startMs: sinceMs(startUnixNano, zero),
      durationMs: sinceMs(endUnixNano, startUnixNano),
      tries,
    })),
    spans: step.spans.map(({ spanId, name, dialect }) => ({ spanId, name, dialect })),
    steps: [],
  }
}

/** Null unless every try says it. */
function sum(attempts: readonly Attempt[], of: (attempt: Attempt) => number | null): number | null {
  let total = 0
  for (const attempt of attempts) {
    const part = of(attempt)
    if (part === null) return null
    total += part
  }
  return total
}

function sinceMs(time: bigint | null, from: bigint | null): number | null {
  return time === null || from === null ? null : Number(time - from) / 1e6
}
