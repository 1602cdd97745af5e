import type { ReconcileFinding } from './reconciliation.ts'

/** Words for a clause whose source is not there, or not whole. */
export const sourceMissing = {
  id: 'source-missing',
  summary: 'Requires the second source that a reconciliation reads',
  severity: 'error',
  docs: 'docs/reconcile/source-missing.md',
  describe(data) {
    const { reconciliation, source, file } = data as { reconciliation: string; source: string; file: string | null }
    if (file !== null) {
      return {
        message: `\`${reconciliation}\` is undecided: source \`${source}\` could not be read whole (\`${file}\`)`,
        help: `correct the rows of \`${file}\` that are listed as unreadable`,
      }
    }
    return {
      message: `\`${reconciliation}\` is undecided: source \`${source}\` is missing`,
      help: `put its file beside the recording (\`run.${source}.csv\` for \`run.jsonl\`), or name it with \`--source ${source}=FILE\``,
    }
  },
} as const satisfies ReconcileFinding
