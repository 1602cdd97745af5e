import type { MetaRule } from '../rules/index.ts'

/** How something of a contract that nothing exercised is said. */
export interface VacuityContext {
  /** As an undecided finding. */
  readonly report: (rule: MetaRule, path: string, data: Readonly<Record<string, unknown>>) => void
  /** As an idle clause, with the reason. */
  readonly rest: (path: string, reason: string) => void
}
