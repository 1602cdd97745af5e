import type { ContractRun, RunSpan } from '../runs/index.ts'
import { anyOfWords } from './phrases.ts'
import { defineRule, type RunFact } from './rule.ts'
import { hasLostParent, isEntrance, nearestAbove, preorder, spansOfAny } from './tree.ts'

type ParentData = {
  readonly relation: 'parent' | 'ancestor'
  readonly expected: readonly string[]
  /** Name of the parent; absent for a root. */
  readonly received?: string
  readonly isLost?: boolean
}

export const spanParent = defineRule({
  id: 'span-parent',
  summary: 'Requires one of the parents or ancestors that a clause declares',
  severity: 'error',
  scope: 'span-run',
  restsOn: ['parent'],
  compile(clause) {
    const { parent, ancestor } = clause
    if (parent === undefined && ancestor === undefined) return undefined
    return {
      path: parent === undefined ? '.ancestor' : '.parent',
      check(run) {
        // A refinement inherits the clause's parent and judges its own spans.
        const spans = run.spansOf(clause.id).filter((span) => run.clauseOf(span)?.id === clause.id)
        const facts: RunFact[] = []
        if (parent !== undefined) judgeParents(run, spans, parent, facts)
        if (ancestor !== undefined) judgeAncestors(run, spans, ancestor, facts)
        return facts.length > 0 ? facts : undefined
      },
    }
  },
  describe(data, place) {
    const { relation, expected, received, isLost } = data as ParentData
    const wanted = anyOfWords(expected)
    if (isLost) {
      return {
        message: `whether ${place} has ${relation} ${wanted} is undecided: a span above it is not in the recording`,
        help: 'record the spans above it, or allow `entry`',
      }
    }
    const has = received === undefined ? 'no parent' : `parent \`${received}\``
    return {
      message: `${place} has ${has}; the contract requires ${relation} ${wanted}`,
      help: `start the span in the context of ${wanted}`,
    }
  },
})

function judgeParents(
  run: ContractRun,
  spans: readonly RunSpan[],
  expected: readonly string[],
  facts: RunFact[],
): void {
  const parents = spansOfAny(run, expected)
  const allowsEntry = expected.includes('entry')
  for (const span of spans) {
    const { parent } = span
    if (parent !== null && parents.has(parent)) continue
    if (allowsEntry && (isEntrance(span) || (parent !== null && isEntrance(parent)))) continue
    facts.push(factOf(span, 'parent', expected, hasLostParent(span)))
  }
}

function judgeAncestors(
  run: ContractRun,
  spans: readonly RunSpan[],
  expected: readonly string[],
  facts: RunFact[],
): void {
  const ancestors = spansOfAny(run, expected)
  const allowsEntry = expected.includes('entry')
  if (allowsEntry) for (const span of run.spans) if (isEntrance(span)) ancestors.add(span)
  const order = preorder(run)
  const below = nearestAbove(order, ancestors)
  let cutOff: ReadonlyMap<RunSpan, RunSpan> | undefined
  for (const span of spans) {
    if (below.has(span) || (allowsEntry && isEntrance(span))) continue
    cutOff ??= nearestAbove(order, new Set(order.filter(hasLostParent)))
    facts.push(factOf(span, 'ancestor', expected, hasLostParent(span) || cutOff.has(span)))
  }
}

function factOf(
  span: RunSpan,
  relation: ParentData['relation'],
  expected: readonly string[],
  isLost: boolean,
): RunFact {
  const data = { relation, expected, ...(span.parent === null ? {} : { received: span.parent.name }) }
  return isLost
    ? { span, subject: relation, data: { ...data, isLost }, undecided: true }
    : { span, subject: relation, data }
}
