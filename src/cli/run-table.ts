import { renderDuration } from '../model/duration.ts'
import type { ShownRun } from '../model/report.ts'
import { printable } from '../reporters/index.ts'
import { renderTable, type Column } from './table.ts'

/** Runs of one recording, one a line. A column that says of no run anything but the usual is left out. */
export function runTable(runs: readonly ShownRun[], shortIds: ReadonlyMap<string, string>): string[] {
  const isUnusual = (of: (run: ShownRun) => number, usual: number): boolean => runs.some((run) => of(run) !== usual)
  const isKnown = (of: (run: ShownRun) => number | null): boolean => runs.some((run) => of(run) !== null)
  const used = columns(shortIds).filter(({ isShown }) => isShown === undefined || isShown({ isUnusual, isKnown }))
  return renderTable(used, runs)
}

interface RunColumn extends Column<ShownRun> {
  readonly isShown?: (runs: {
    readonly isUnusual: (of: (run: ShownRun) => number, usual: number) => boolean
    readonly isKnown: (of: (run: ShownRun) => number | null) => boolean
  }) => boolean
}

function columns(shortIds: ReadonlyMap<string, string>): readonly RunColumn[] {
  return [
    { title: 'run', of: ({ run }) => printable(shortIds.get(run) ?? run) },
    { title: 'spans', of: ({ spans }) => String(spans), align: 'right' },
    count('roots', ({ roots }) => roots, 1),
    count('orphans', ({ orphans }) => orphans, 0),
    count('errors', ({ errorSpans }) => errorSpans, 0),
    measure('duration', ({ durationMs }) => durationMs, duration),
    count('models', ({ modelCalls }) => modelCalls?.count ?? Number.NaN, 0),
    count('tools', ({ toolCalls }) => toolCalls.count, 0),
    count('failed', ({ toolCalls }) => toolCalls.failed, 0),
    count('retries', ({ toolCalls }) => toolCalls.retries, 0),
    measure('tokens in', ({ tokens }) => tokens.input, String),
    measure('out', ({ tokens }) => tokens.output, String),
    measure(
      'USD',
      ({ costUsd }) => costUsd,
      (usd) => String(Number(usd.toPrecision(4))),
    ),
    { title: '', of: ({ complete }) => (complete ? '' : 'incomplete') },
  ]
}

/** Left out where it is as usual in all runs. */
function count(title: string, of: (run: ShownRun) => number, usual: number): RunColumn {
  return {
    title,
    of: (run) => (Number.isNaN(of(run)) ? '?' : String(of(run))),
    align: 'right',
    isShown: ({ isUnusual }) => isUnusual(of, usual),
  }
}

/** Left out where it is known of no run. */
function measure(title: string, of: (run: ShownRun) => number | null, render: (value: number) => string): RunColumn {
  return {
    title,
    of: (run) => {
      const value = of(run)
      return value === null ? '?' : render(value)
    },
    align: 'right',
    isShown: ({ isKnown }) => isKnown(of),
  }
}

function duration(ms: number): string {
  return renderDuration(Math.round(ms * 1e6))
}
