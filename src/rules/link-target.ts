import type { LinkClause } from '../model/contract.ts'
import type { ContractRun, RunSpan } from '../runs/index.ts'
import { anyOfWords } from './phrases.ts'
import { defineRule, type RunFact } from './rule.ts'
import { spansOfAny } from './tree.ts'

type TargetData = {
  readonly expected: readonly string[]
  /** Name of the span a link leads to. */
  readonly received?: string
  /** The link leads out of the recording. */
  readonly isLost?: boolean
}

type TargetClause = LinkClause & { readonly to: readonly string[] }

export const linkTarget = defineRule({
  id: 'link-target',
  summary: 'Requires links to lead to the spans that a clause declares',
  severity: 'error',
  scope: 'span-run',
  compile(clause) {
    const targets = clause.links.filter((link): link is TargetClause => link.to !== undefined)
    if (targets.length === 0) return undefined
    // A link clause without `to` allows links to anywhere.
    const allowed = targets.length < clause.links.length ? undefined : [...new Set(targets.flatMap((link) => link.to))]
    return {
      path: '.links',
      check(run) {
        const sets = targets.map(({ to }) => spansOfAny(run, to))
        const facts: RunFact[] = []
        for (const span of run.spansOf(clause.id)) {
          // A refinement inherits the clause's links and judges its own spans.
          if (run.clauseOf(span)?.id === clause.id) judge(run, span, targets, sets, allowed, facts)
        }
        return facts.length > 0 ? facts : undefined
      },
    }
  },
  describe(data, place) {
    const { expected, received, isLost } = data as TargetData
    const wanted = anyOfWords(expected)
    if (isLost) {
      return {
        message: `whether a link of ${place} leads to ${wanted} is undecided: its target is not in the recording`,
        help: 'check the recordings of both traces together',
      }
    }
    return {
      message:
        received === undefined
          ? `no link of ${place} leads to ${wanted}, which the contract requires`
          : `a link of ${place} leads to \`${received}\`; the contract requires ${wanted}`,
      help: `link to the context of ${wanted}`,
    }
  },
})

function judge(
  run: ContractRun,
  span: RunSpan,
  targets: readonly TargetClause[],
  sets: readonly ReadonlySet<RunSpan>[],
  allowed: readonly string[] | undefined,
  facts: RunFact[],
): void {
  const before = facts.length
  let isLost = false
  const met = targets.map(() => 0)
  for (const link of span.links) {
    const target = run.find(link.traceId, link.spanId)
    if (target === undefined) {
      isLost = true
      continue
    }
    let leadsToOne = false
    sets.forEach((set, index) => {
      if (!set.has(target)) return
      met[index] = met[index]! + 1
      leadsToOne = true
    })
    if (!leadsToOne && allowed !== undefined) facts.push({ span, data: { expected: allowed, received: target.name } })
  }
  if (isLost) {
    const expected = allowed ?? [...new Set(targets.flatMap((link) => link.to))]
    facts.push({ span, data: { expected, isLost }, undecided: true })
  }
  // A span without links is what `link-missing` reports, and a link gone astray was just reported.
  if (facts.length > before || span.links.length === 0) return
  targets.forEach(({ to, count }, index) => {
    const min = count.min ?? (count.max === 0 ? 0 : 1)
    if (met[index]! < min) facts.push({ span, data: { expected: to } })
  })
}
