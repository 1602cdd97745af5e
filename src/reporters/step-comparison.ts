import { shorten } from '../model/shorten.ts'
import { failedRuns } from './failed-runs.ts'

/** Keys of a trajectory finding's data that reports draw; everything else of data only machines read. */
const drawnKeys = ['assertion', 'expected', 'observed', 'nearest', 'steps', 'failed'] as const

const maxRows = 24
const maxCell = 44

/** What of a finding's data is drawn; nothing for findings that are not of trajectories. */
export function drawnData(data: unknown): Readonly<Record<string, unknown>> {
  if (typeof data !== 'object' || data === null || !('assertion' in data || 'trajectory' in data)) return {}
  const all = data as Readonly<Record<string, unknown>>
  return Object.fromEntries(drawnKeys.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]])))
}

/**
 * Draws what was expected beside what was observed, concurrent steps bracketed; the nearest step with its differences; the
 * verdict of each step of a plan; and of repeated runs those that did not pass.
 */
export function stepComparison(data: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    ...sideBySide(data),
    ...nearestStep(data['nearest']),
    ...planSteps(data['steps']),
    ...failedRuns(data['failed']),
  ]
}

function sideBySide({ expected, observed }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(expected) || !Array.isArray(observed)) return []
  const left = ['expected', ...cells(expected)]
  const right = ['observed', ...cells(observed)]
  const width = Math.max(...left.map((line) => line.length)) + 3
  const height = Math.max(left.length, right.length)
  return Array.from({ length: height }, (_, row) => `${(left[row] ?? '').padEnd(width)}${right[row] ?? ''}`.trimEnd())
}

/** One cell a step; of concurrent ones, a bracket around the group. */
function cells(steps: readonly unknown[]): readonly string[] {
  const lines = steps.flatMap((step): readonly string[] => {
    if (!Array.isArray(step)) return [`  ${cell(step)}`]
    const [only] = step as readonly unknown[]
    if (step.length < 2) return only === undefined ? [] : [`  ${cell(only)}`]
    return step.map((one: unknown, index) => `${bracket(index, step.length)} ${cell(one)}`)
  })
  return lines.length <= maxRows ? lines : [...lines.slice(0, maxRows), `  … ${lines.length - maxRows} more`]
}

function bracket(index: number, length: number): string {
  if (index === 0) return '┌'
  return index === length - 1 ? '└' : '│'
}

function cell(step: unknown): string {
  return shorten(String(step), maxCell)
}

interface Nearest {
  readonly step?: unknown
  readonly diff?: readonly { readonly path?: unknown; readonly expected?: unknown; readonly actual?: unknown }[]
}

function nearestStep(nearest: unknown): readonly string[] {
  if (typeof nearest !== 'object' || nearest === null) return []
  const { step, diff } = nearest as Nearest
  if (!Array.isArray(diff) || diff.length === 0) return []
  return [
    `nearest: ${cell(step)}`,
    ...(diff as NonNullable<Nearest['diff']>).slice(0, maxRows).map(({ path, expected, actual }) => {
      const recorded = actual === null || actual === undefined ? 'nothing' : cell(actual)
      return `  ${cell(path)}: expected ${cell(expected)}, recorded ${recorded}`
    }),
  ]
}

interface PlanStep {
  readonly id?: unknown
  readonly verdict?: unknown
  readonly observed?: unknown
}

/** The plan's steps with what became of each; `steps` of other assertions are lists of ids. */
function planSteps(steps: unknown): readonly string[] {
  if (!Array.isArray(steps)) return []
  const rows = (steps as readonly unknown[]).filter(
    (step): step is PlanStep => typeof step === 'object' && step !== null && 'verdict' in step,
  )
  if (rows.length === 0) return []
  const table = [
    ['plan step', 'verdict', 'observed'],
    ...rows
      .slice(0, maxRows)
      .map(({ id, verdict, observed }) => [cell(id ?? '—'), cell(verdict), cell(observed ?? '—')]),
  ]
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]!.length)))
  const lines = table.map(([id, verdict, observed]) =>
    `${id!.padEnd(widths[0]!)}   ${verdict!.padEnd(widths[1]!)}   ${observed}`.trimEnd(),
  )
  return rows.length > maxRows ? [...lines, `… ${rows.length - maxRows} more`] : lines
}
