import type { TrialsClause } from '../../model/trajectory.ts'
import { compareWithBaseline, type CaseResult, type TrialResults } from '../../stats/index.ts'
import { rounded } from './rounded.ts'
import type { TrialsSink } from './trials.ts'

/** Draws repeat: the same runs, the same answer. It is part of the data of every comparison by draws. */
const seed = 1

const noteWords = {
  'case-only-previous': 'in the baseline alone',
  'case-only-current': 'not in the baseline',
  'versions-differ': 'recorded with another contract, other models or other tools',
  'seeds-differ': 'recorded with other seeds',
  'margin-unused': 'compared without `margin`, which is for a single case',
} as const

/** Compares what runs showed with what the baseline keeps; `previous` is undefined where it was not read. */
export function judgeBaseline(
  path: string,
  { confidence, baseline }: TrialsClause,
  previous: TrialResults | undefined,
  current: TrialResults,
  sink: TrialsSink,
): void {
  if (baseline === undefined) return
  const { file, margin } = baseline
  const common = { trajectory: path, baseline: file, confidence, ...(margin === undefined ? {} : { margin }) }
  if (previous === undefined) {
    sink.add({
      data: { ...common, reason: 'baseline-missing', subject: 'the pass rate' },
      undecided: true,
      path: '.baseline',
    })
    return
  }
  const { rate, metrics, notes } = compareWithBaseline(previous, withMetricsOf(previous, current), {
    confidence,
    seed,
    ...(margin === undefined ? {} : { margin }),
  })
  for (const { id, cases } of notes) {
    const names = cases.slice(0, listedCases).map((name) => `\`${name}\``)
    const more = cases.length > listedCases ? ` and ${cases.length - listedCases} more` : ''
    sink.note(`\`${path}\`, baseline \`${file}\`: ${names.join(', ')}${more} ${noteWords[id]}`)
  }
  for (const { verdict, ...shown } of [
    { ...rate, subject: 'the pass rate' },
    ...metrics.map((metric) => ({ ...metric, seed, subject: `\`${metric.metric}\`` })),
  ]) {
    if (verdict === 'pass') continue
    const data = { ...common, ...(rounded(shown) as object) }
    sink.add({ data, undecided: verdict === 'inconclusive', subject: shown.subject, path: '.baseline' })
  }
}

const listedCases = 5

/** What a baseline does not keep was not asked to stay as it was; what it keeps and runs no longer say stays undecided. */
function withMetricsOf(previous: TrialResults, current: TrialResults): TrialResults {
  const kept = new Set([...previous.values()].flatMap(({ metrics }) => [...(metrics?.keys() ?? [])]))
  return new Map(
    [...current].map(([name, result]): [string, CaseResult] => {
      const metrics = [...(result.metrics ?? [])].filter(([metric]) => kept.has(metric))
      return [name, { ...result, metrics: new Map(metrics) }]
    }),
  )
}
