import { z } from 'zod'

import type { ContractRun, RunRead, RunSpan } from '../runs/index.ts'
import { allOfWords } from './phrases.ts'
import { defineRule, type RunFact } from './rule.ts'
import { droppedAttributesRead, textRead, valueRead } from './run-reads.ts'
import { nearestAbove, preorder } from './tree.ts'
import { valueIdentity } from '../model/canonical.ts'

const schema = z
  .array(z.string().min(1))
  .min(1)
  .describe('Attribute keys of which at least one differs between children of one parent that share a name')

const operationRead = valueRead('gen_ai.operation.name')

type SiblingData = {
  readonly name: string
  readonly parent: string
  readonly spans: number
  readonly keys: readonly string[]
  readonly isDropped?: boolean
}

export const siblingsIndistinct = defineRule({
  id: 'siblings-indistinct',
  summary: 'Requires that an attribute tells children of the same name apart',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  clause: { key: 'siblings', schema },
  compile(clause) {
    const keys = schema.parse(clause.value)
    const reads = keys.map(valueRead)
    return {
      reads: [...reads, operationRead, droppedAttributesRead],
      check(run) {
        const facts: RunFact[] = []
        for (const { parent, spans } of groupsOf(run, reads)) {
          const alike = Map.groupBy(spans, (span) => tupleOf(span, reads))
          for (const [, same] of alike) {
            if (same.length < 2) continue
            const data = { name: same[0]!.name, parent: parent.name, spans: same.length, keys }
            const isDropped = same.some((span) => span.values.has(droppedAttributesRead.name))
            facts.push(
              isDropped ? { span: same[1]!, data: { ...data, isDropped }, undecided: true } : { span: same[1]!, data },
            )
          }
        }
        return facts.length > 0 ? facts : undefined
      },
      subjects: (run) => groupsOf(run, reads).reduce((sum, { spans }) => sum + spans.length, 0),
    }
  },
  describe(data) {
    const { name, parent, spans, keys, isDropped } = data as SiblingData
    const same = `${spans} children \`${name}\` of span \`${parent}\``
    if (isDropped) {
      return {
        message: `whether ${allOfWords(keys)} tell ${same} apart is undecided: they dropped attributes`,
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` so that the spans keep all their attributes',
      }
    }
    return {
      message: `${same} are alike in ${allOfWords(keys)}`,
      help: `set at least one of ${allOfWords(keys)} to a value of its own on each`,
    }
  },
})

/** Children of one parent with one name, two or more, that speak of themselves. */
function groupsOf(
  run: ContractRun,
  reads: readonly RunRead[],
): readonly { readonly parent: RunSpan; readonly spans: readonly RunSpan[] }[] {
  const speaks = speaksOfItself(run, reads)
  return run.spans.flatMap((parent) => {
    if (parent.children.length < 2) return []
    const byName = Map.groupBy(parent.children.filter(speaks), (child) => child.name)
    return [...byName.values()].flatMap((spans) => (spans.length < 2 ? [] : [{ parent, spans }]))
  })
}

/**
 * The calls an agent makes one after another share a name, and say at most which agent makes them: a key that repeats
 * the value of the nearest span above with the key is not their own. Agents are always asked who they are.
 */
function speaksOfItself(run: ContractRun, reads: readonly RunRead[]): (span: RunSpan) => boolean {
  const order = preorder(run)
  const inherited = reads.map(({ name }) => {
    return { name, from: nearestAbove(order, new Set(order.filter((span) => span.values.has(name)))) }
  })
  return (span) =>
    textRead(span, operationRead) === 'invoke_agent' ||
    inherited.some(({ name, from }) => {
      const value = span.values.get(name)
      if (value === undefined) return false
      const above = from.get(span)?.values.get(name)
      return above === undefined || valueIdentity(above) !== valueIdentity(value)
    })
}

function tupleOf(span: RunSpan, reads: readonly RunRead[]): string {
  return JSON.stringify(
    reads.map((read) => {
      const value = span.values.get(read.name)
      return value === undefined ? null : valueIdentity(value)
    }),
  )
}
