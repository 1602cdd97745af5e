import type { Step } from '../../model/step.ts'
import type { Run } from '../run.ts'
import type { Call } from './calls.ts'
import type { CountedUsages } from './counted-usage.ts'
import type { FactTree } from './fact-tree.ts'

const listedNames = 5

/** What a reader of a run's steps has to know, one sentence each. */
export function noteRun(
  run: Run,
  tree: FactTree,
  calls: readonly Call[],
  { sums, hidden }: CountedUsages,
  { conflicts, measured }: { readonly conflicts: readonly Step[]; readonly measured: number },
): string[] {
  const notes: string[] = []
  const { unclaimed } = tree
  if (unclaimed.length > 0) {
    const names = frequent(unclaimed.map(({ what }) => what.name))
    notes.push(
      `${counted(unclaimed.length, 'span')} of ${run.spans.length} ${unclaimed.length === 1 ? 'is' : 'are'} claimed by no dialect: ${names}`,
    )
  }
  const merged = calls.filter(({ spans }) => spans.length > 1)
  if (merged.length > 0) {
    const spans = merged.reduce((sum, call) => sum + call.spans.length, 0)
    notes.push(
      `${counted(merged.length, 'call')} ${merged.length === 1 ? 'is' : 'are'} recorded by ${spans} spans and counted once`,
    )
  }
  if (sums.length > 0) {
    const what = sums.length === 1 ? `span \`${sums[0]!.span.name}\`` : `${sums.length} spans`
    notes.push(
      `tokens are sums that ${what} ${sums.length === 1 ? 'reports' : 'report'}${hidden.length > 0 ? '; how many model calls they sum up is unknown' : ''}`,
    )
  }
  const estimated = calls.filter(({ facts }) => facts.kind === 'model' && facts.isUsageEstimated).length
  if (estimated > 0)
    notes.push(`usage of ${counted(estimated, 'model call')} is a guess of the platform and not counted`)
  const sources = new Set(tree.spans.map(({ evidence }) => evidence.source))
  let coarsest = measured
  for (const { timePrecisionNano } of sources) coarsest = Math.max(coarsest, timePrecisionNano ?? 1)
  if (coarsest > 1) notes.push(`times are rounded to ${duration(coarsest)}, and order nothing that is closer`)
  if ([...sources].some(({ timePrecisionNano }) => timePrecisionNano === null)) {
    notes.push('the run is a message log: it has an order and no times')
  }
  if ([...sources].some(({ isStringly }) => isStringly))
    notes.push('attribute values lost their types on the way: numbers are text')
  if (conflicts.length > 0) {
    notes.push(
      `${counted(conflicts.length, 'step')} ended before the model call that asked for ${conflicts.length === 1 ? 'it' : 'them'} began: a clock is wrong`,
    )
  }
  return notes
}

function frequent(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sorted = [...counts].sort(([left, first], [right, second]) => second - first || (left < right ? -1 : 1))
  const shown = sorted.slice(0, listedNames).map(([name, count]) => `\`${name}\`${count > 1 ? ` × ${count}` : ''}`)
  return sorted.length > listedNames
    ? `${shown.join(', ')} and ${sorted.length - listedNames} more names`
    : shown.join(', ')
}

function duration(nano: number): string {
  if (nano >= 1e9) return `${nano / 1e9} s`
  if (nano >= 1e6) return `${nano / 1e6} ms`
  return nano >= 1e3 ? `${nano / 1e3} µs` : `${nano} ns`
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
