import type { Run, RunSpan } from '../runs/index.ts'

/** Spans that `appliesTo` is asked of. */
export function entriesOf(run: Run): readonly RunSpan[] {
  return run.entries.length > 0 ? run.entries : run.roots
}
