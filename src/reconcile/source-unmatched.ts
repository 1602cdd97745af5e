import { percent } from './words.ts'
import type { ReconcileFinding } from './reconciliation.ts'

interface UnmatchedData {
  readonly reconciliation: string
  readonly source: string
  readonly keys: string
  readonly matched: number
  readonly onlyInSource: number
  readonly onlyInRuns: number
  readonly insteadOfRuns: string | null
  readonly examples: readonly string[]
  readonly maxUnmatched: number
}

/** Words for keys that runs and a source do not have in common. */
export const sourceUnmatched = {
  id: 'source-unmatched',
  summary: 'Requires that runs and a second source speak of the same traffic',
  severity: 'error',
  docs: 'docs/reconcile/source-unmatched.md',
  describe(data) {
    const { reconciliation, source, keys, matched, onlyInSource, onlyInRuns, insteadOfRuns, examples, maxUnmatched } =
      data as unknown as UnmatchedData
    const listed = examples.map((example) => `\`${example}\``).join(', ')
    const sides = [
      ...(onlyInSource === 0 ? [] : [`${onlyInSource} only in \`${source}\``]),
      ...(onlyInRuns === 0
        ? []
        : [`${onlyInRuns} only in ${insteadOfRuns === null ? 'the runs' : `\`${insteadOfRuns}\``}`]),
    ]
    return {
      message: `\`${reconciliation}\` is undecided: of the ${keys}, ${matched} are on both sides, ${sides.join(' and ')} (${listed}); at most ${percent(maxUnmatched)} may be on one side`,
      help: `record and export the same time and traffic, or set \`sources.${source}.key\` to the attribute that joins them`,
    }
  },
} as const satisfies ReconcileFinding
