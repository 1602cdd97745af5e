import type { ContractRun, RunSpan } from '../runs/index.ts'
import { dropped } from './dropped.ts'
import { linkDemands, raiseLinkLimit, type LinkDemand } from './link-demands.ts'
import { anyOfWords, countedOrNo, demand } from './phrases.ts'
import { defineRule, type RunFact } from './rule.ts'
import { droppedLinksRead } from './run-reads.ts'
import { spansOfAny } from './tree.ts'

type TargetData = {
  readonly expected: readonly string[]
  /** Name of the span a link leads to, where that is none of the expected. */
  readonly received?: string
  /** How many links lead to the expected spans, with the bounds of the clause. */
  readonly links?: number
  readonly min: number
  readonly max?: number
  /** A link leads out of the recording. */
  readonly isLost?: boolean
  readonly dropped?: number
}

type TargetDemand = LinkDemand & { readonly to: readonly string[] }

export const linkTarget = defineRule({
  id: 'link-target',
  summary: 'Requires links to lead to the spans that a clause declares, as many as it declares',
  severity: 'error',
  scope: 'span-run',
  restsOn: ['links'],
  compile(clause) {
    const targets = linkDemands(clause).filter((link): link is TargetDemand => link.to !== undefined)
    if (targets.length === 0) return undefined
    const wanted = targets.filter(({ max }) => max > 0)
    // A link clause without `to` allows links to anywhere, and so do clauses that only forbid.
    const isOpen = targets.length < clause.links.length || wanted.length === 0
    const allowed = isOpen ? undefined : [...new Set(wanted.flatMap(({ to }) => to))]
    return {
      path: '.links',
      reads: [droppedLinksRead],
      check(run) {
        const sets = targets.map(({ to }) => spansOfAny(run, to))
        const facts: RunFact[] = []
        for (const span of run.spansOf(clause.id)) {
          // A refinement inherits the clause's links and judges its own spans.
          if (run.clauseOf(span)?.id === clause.id) facts.push(...judge(run, span, targets, sets, allowed))
        }
        return facts.length > 0 ? facts : undefined
      },
    }
  },
  describe(data, place) {
    const { expected, received, links = 0, isLost, dropped: lost, ...bounds } = data as TargetData
    const target = anyOfWords(expected)
    if (isLost) {
      return {
        message: `whether a link of ${place} leads to ${target} is undecided: its target is not in the recording`,
        help: 'check the recordings of both traces together',
      }
    }
    if (lost !== undefined) {
      return {
        message: `how many links of ${place} lead to ${target} is undecided: ${dropped('span', lost, 'link')}`,
        help: raiseLinkLimit,
      }
    }
    if (received !== undefined) {
      return {
        message: `a link of ${place} leads to \`${received}\`; the contract requires ${target}`,
        help: `link to the context of ${target}`,
      }
    }
    return {
      message: `${countedOrNo(links, 'link')} of ${place} ${links > 1 ? 'lead' : 'leads'} to ${target}; the contract ${demand(bounds)}`,
      help:
        links < bounds.min
          ? `link to the context of ${target}`
          : `remove the surplus links to ${target}, or raise the clause's \`links.count.max\``,
    }
  },
})

function judge(
  run: ContractRun,
  span: RunSpan,
  targets: readonly TargetDemand[],
  sets: readonly ReadonlySet<RunSpan>[],
  allowed: readonly string[] | undefined,
): RunFact[] {
  const facts: RunFact[] = []
  const counts = targets.map(() => 0)
  let lostLinks = 0
  for (const link of span.links) {
    const target = run.find(link.traceId, link.spanId)
    if (target === undefined) {
      lostLinks += 1
      continue
    }
    let isNamed = false
    sets.forEach((set, index) => {
      if (!set.has(target)) return
      counts[index]! += 1
      isNamed = true
    })
    if (!isNamed && allowed !== undefined) facts.push({ span, data: { expected: allowed, received: target.name } })
  }

  // A span without links is what `link-missing` reports, and a link gone astray was just reported.
  const isJudgedShort = span.links.length > 0 && facts.length === 0
  const droppedLinks = Number(span.values.get(droppedLinksRead.name) ?? 0)
  const cause = lostLinks > 0 ? { isLost: true } : { dropped: droppedLinks }
  let isSaid = false
  targets.forEach(({ to, min, max, bounds, path }, index) => {
    const links = counts[index]!
    const most = links + lostLinks + droppedLinks
    const isShort = isJudgedShort && links < min
    if (links > max || (isShort && most < min)) facts.push({ span, path, data: { expected: to, links, ...bounds } })
    else if (isShort || most > max) {
      facts.push({ span, path, data: { expected: to, ...cause }, undecided: true })
      isSaid = true
    }
  })
  if (lostLinks > 0 && allowed !== undefined && !isSaid) {
    facts.push({ span, data: { expected: allowed, isLost: true }, undecided: true })
  }
  return facts
}
