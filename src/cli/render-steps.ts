import { renderDuration } from '../model/duration.ts'
import type { ShownStep } from '../model/report.ts'
import { shorten } from '../model/shorten.ts'
import { printable, type Paint, type Style } from '../reporters/index.ts'

export interface StepLayout {
  readonly paint: Paint
  /** Characters of a line. */
  readonly width: number
  /** Lists the spans that were merged into each step. */
  readonly withSpans: boolean
}

interface Line {
  /** Branches of the tree, kind and name. */
  readonly label: string
  readonly style: readonly Style[]
  /** The most telling first: what does not fit is left out from the end. */
  readonly facts: readonly string[]
  readonly startMs: number | null
  readonly durationMs: number | null
}

const maxLines = 400
const widestBar = 24
const narrowestBar = 8
const longestLabel = 56
const gap = '  '

/** A tree of steps with tokens, outcome, time and a waterfall bar; tries of a step stand below it. */
export function renderSteps(steps: readonly ShownStep[], totalMs: number | null, layout: StepLayout): string[] {
  const lines: Line[] = []
  let left = 0
  for (const line of linesOf(steps, layout)) {
    if (lines.length < maxLines) lines.push(line)
    else left += 1
  }
  const timeWidth = widest(lines, ({ durationMs }) => time(durationMs).length)
  const hasBar = totalMs !== null && totalMs > 0 && timeWidth > 0
  const room = layout.width - (timeWidth === 0 ? 0 : timeWidth + gap.length)
  const besideBar = hasBar ? room - narrowestBar - 4 : room
  const wanted = widest(lines, ({ facts }) => facts.join(', ').length)
  const labelWidth = Math.min(
    longestLabel,
    widest(lines, ({ label }) => label.length),
    Math.max(32, besideBar - Math.min(wanted, Math.floor(besideBar / 2)) - gap.length),
  )
  const factWidth = Math.max(0, Math.min(wanted, besideBar - labelWidth - gap.length))
  const bar = hasBar ? Math.min(widestBar, room - labelWidth - (factWidth > 0 ? factWidth + gap.length : 0) - 4) : 0
  const rendered = lines.map(({ label, style, facts, startMs, durationMs }) => {
    const cells = [layout.paint(cut(label, labelWidth).padEnd(labelWidth), ...style)]
    if (factWidth > 0) cells.push(fitting(facts, factWidth).padEnd(factWidth))
    if (timeWidth > 0) cells.push(time(durationMs).padStart(timeWidth))
    if (bar >= narrowestBar) cells.push(`▕${barOf(startMs, durationMs, totalMs!, bar)}▏`)
    return cells.join(gap).trimEnd()
  })
  if (left > 0) rendered.push(`… ${left} more lines; \`--format json --steps\` has all`)
  return rendered
}

function* linesOf(steps: readonly ShownStep[], layout: StepLayout, indent = ''): Generator<Line> {
  // What no step says is said once, in the notes, and not by every line.
  const hasTokens = steps.some(({ inputTokens, outputTokens }) => inputTokens !== null || outputTokens !== null)
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1
    const below = `${indent}${isLast ? '  ' : '│ '}`
    yield {
      label: `${indent}${isLast ? '└ ' : '├ '}${step.concurrent ? '∥ ' : ''}${titleOf(step)}`,
      style: isFailed(step.status) ? ['red'] : step.kind === 'agent' ? ['bold'] : [],
      facts: factsOf(step, hasTokens),
      startMs: step.startMs,
      durationMs: step.durationMs,
    }
    if (step.attempts.length > 1) yield* attemptLines(step, below)
    if (layout.withSpans) yield* spanLines(step, below)
    yield* linesOf(step.steps, layout, below)
  }
}

function* attemptLines(step: ShownStep, indent: string): Generator<Line> {
  for (const { index, status, errorType, by, startMs, durationMs } of step.attempts) {
    yield {
      label: `${indent}· try ${index}${by === null ? '' : ` by the ${by}`}`,
      style: isFailed(status) ? ['red'] : ['dim'],
      facts: outcome(status, errorType),
      startMs,
      durationMs,
    }
  }
}

function* spanLines(step: ShownStep, indent: string): Generator<Line> {
  for (const { spanId, name, dialect } of step.spans) {
    yield {
      label: `${indent}· span ${spanId} ${printable(name)}`,
      style: ['dim'],
      facts: [dialect],
      startMs: null,
      durationMs: null,
    }
  }
}

function titleOf({ kind, name, handoffTo }: ShownStep): string {
  const own = name === null ? kind : `${kind} ${printable(name)}`
  return handoffTo === null || handoffTo === name ? own : `${own} → ${printable(handoffTo)}`
}

function factsOf(step: ShownStep, hasTokens: boolean): readonly string[] {
  const { kind, finishReason, timeToFirstTokenMs, costUsd, attempts } = step
  const tries = attempts.reduce((most, attempt) => Math.max(most, attempt.tries ?? 1), 1)
  return [
    ...(kind === 'model' && hasTokens ? [tokensOf(step)] : []),
    ...outcome(step.status, step.errorType),
    ...(attempts.length > 1 ? [`${attempts.length} tries`] : []),
    ...(tries > 1 ? [`${tries} tries on the wire`] : []),
    ...(finishReason === null ? [] : [printable(finishReason)]),
    ...(timeToFirstTokenMs === null ? [] : [`first token ${time(timeToFirstTokenMs)}`]),
    ...(costUsd === null ? [] : [`$${Number(costUsd.toPrecision(3))}`]),
  ]
}

function tokensOf({ inputTokens, outputTokens, isUsageEstimated }: ShownStep): string {
  return `${isUsageEstimated ? '~' : ''}${inputTokens ?? '?'} → ${outputTokens ?? '?'} tokens`
}

/** What went as it should needs no word. */
function outcome(status: ShownStep['status'], errorType: string | null): readonly string[] {
  if (status === 'unset' || status === 'ok') return []
  return [errorType === null ? status : `${status} ${printable(shorten(errorType, 40))}`]
}

function isFailed(status: ShownStep['status']): boolean {
  return status === 'error' || status === 'cancelled'
}

function time(durationMs: number | null): string {
  return durationMs === null ? '' : renderDuration(Math.round(durationMs * 1e6))
}

function widest(lines: readonly Line[], width: (line: Line) => number): number {
  return lines.reduce((most, line) => Math.max(most, width(line)), 0)
}

/** The beginning of a label tells its place in the tree. */
function cut(label: string, width: number): string {
  return label.length <= width ? label : `${label.slice(0, width - 1)}…`
}

/** As many of the facts as fit, and a sign where some do not. */
function fitting(facts: readonly string[], width: number): string {
  const whole = facts.join(', ')
  if (whole.length <= width) return whole
  let shown = ''
  for (const fact of facts) {
    const longer = shown === '' ? fact : `${shown}, ${fact}`
    if (longer.length + 2 > width) break
    shown = longer
  }
  return shown === '' ? cut(whole, width) : `${shown} …`
}

/** At least one mark, so that a short step is seen. */
function barOf(startMs: number | null, durationMs: number | null, totalMs: number, width: number): string {
  if (startMs === null || durationMs === null) return ' '.repeat(width)
  const from = Math.max(0, Math.min(width - 1, Math.floor((startMs / totalMs) * width)))
  const to = Math.max(from + 1, Math.min(width, Math.ceil(((startMs + durationMs) / totalMs) * width)))
  const mark = (to - from === 1 && (durationMs / totalMs) * width < 0.5 ? '▌' : '█').repeat(to - from)
  return `${' '.repeat(from)}${mark}${' '.repeat(width - to)}`
}
