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
  readonly facts: string
  readonly startMs: number | null
  readonly durationMs: number | null
}

const maxLines = 400
const barWidth = 24
const longestLabel = 56

/** A tree of steps with tokens, outcome, time and a waterfall bar; tries of a step stand below it. */
export function renderSteps(steps: readonly ShownStep[], totalMs: number | null, layout: StepLayout): string[] {
  const lines = [...linesOf(steps, '', layout)]
  const shown = lines.slice(0, maxLines)
  const labelWidth = Math.min(longestLabel, Math.max(...shown.map(({ label }) => label.length)))
  const factWidth = Math.max(...shown.map(({ facts }) => facts.length))
  const timeWidth = Math.max(...shown.map(({ durationMs }) => time(durationMs).length))
  const rest = layout.width - labelWidth - factWidth - timeWidth - 8
  const bar = totalMs === null || totalMs <= 0 || rest < 8 ? 0 : Math.min(barWidth, rest)
  const rendered = shown.map(({ label, style, facts, startMs, durationMs }) => {
    const cut = shorten(label, labelWidth).padEnd(labelWidth)
    const waterfall = bar === 0 ? '' : `  ▕${barOf(startMs, durationMs, totalMs!, bar)}▏`
    return `${layout.paint(cut, ...style)}  ${facts.padEnd(factWidth)}  ${time(durationMs).padStart(timeWidth)}${waterfall}`.trimEnd()
  })
  if (lines.length > maxLines)
    rendered.push(`… ${lines.length - maxLines} more lines; \`--format json --steps\` has all`)
  return rendered
}

function* linesOf(steps: readonly ShownStep[], indent: string, layout: StepLayout): Generator<Line> {
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1
    const below = `${indent}${isLast ? '  ' : '│ '}`
    yield {
      label: `${indent}${isLast ? '└ ' : '├ '}${step.concurrent ? '∥ ' : ''}${titleOf(step)}`,
      style: isFailed(step.status) ? ['red'] : step.kind === 'agent' ? ['bold'] : [],
      facts: factsOf(step),
      startMs: step.startMs,
      durationMs: step.durationMs,
    }
    if (step.attempts.length > 1) yield* attemptLines(step, below)
    if (layout.withSpans) yield* spanLines(step, below)
    yield* linesOf(step.steps, below, layout)
  }
}

function* attemptLines(step: ShownStep, indent: string): Generator<Line> {
  for (const { index, status, errorType, by, startMs, durationMs } of step.attempts) {
    yield {
      label: `${indent}· try ${index}${by === null ? '' : ` by ${by}`}`,
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
      facts: dialect,
      startMs: null,
      durationMs: null,
    }
  }
}

function titleOf({ kind, name, handoffTo }: ShownStep): string {
  const own = name === null ? kind : `${kind} ${printable(name)}`
  return handoffTo === null || handoffTo === name ? own : `${own} → ${printable(handoffTo)}`
}

function factsOf(step: ShownStep): string {
  const { kind, inputTokens, outputTokens, finishReason, timeToFirstTokenMs, costUsd, attempts } = step
  const tries = attempts.reduce((most, attempt) => Math.max(most, attempt.tries ?? 1), 1)
  return [
    kind === 'model' ? `${inputTokens ?? '?'} → ${outputTokens ?? '?'} tokens` : '',
    finishReason === null ? '' : printable(finishReason),
    timeToFirstTokenMs === null ? '' : `first token ${renderDuration(Math.round(timeToFirstTokenMs * 1e6))}`,
    costUsd === null ? '' : `$${Number(costUsd.toPrecision(3))}`,
    attempts.length > 1 ? `${attempts.length} tries` : '',
    tries > 1 ? `${tries} tries on the wire` : '',
    outcome(step.status, step.errorType),
  ]
    .filter((fact) => fact !== '')
    .join(', ')
}

function outcome(status: ShownStep['status'], errorType: string | null): string {
  if (status === 'unset' || status === 'ok') return status === 'ok' ? 'ok' : ''
  return errorType === null ? status : `${status} ${printable(shorten(errorType, 40))}`
}

function isFailed(status: ShownStep['status']): boolean {
  return status === 'error' || status === 'cancelled'
}

function time(durationMs: number | null): string {
  return durationMs === null ? '' : renderDuration(Math.round(durationMs * 1e6))
}

/** At least one mark, so that a short step is seen. */
function barOf(startMs: number | null, durationMs: number | null, totalMs: number, width: number): string {
  if (startMs === null || durationMs === null) return ' '.repeat(width)
  const from = Math.max(0, Math.min(width - 1, Math.floor((startMs / totalMs) * width)))
  const to = Math.max(from + 1, Math.min(width, Math.ceil(((startMs + durationMs) / totalMs) * width)))
  const mark = (to - from === 1 && (durationMs / totalMs) * width < 0.5 ? '▌' : '█').repeat(to - from)
  return `${' '.repeat(from)}${mark}${' '.repeat(width - to)}`
}
