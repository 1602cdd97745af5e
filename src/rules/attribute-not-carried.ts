import { z } from 'zod'

import type { ContractRun, RunSpan } from '../runs/index.ts'
import { defineRule, type RunFact } from './rule.ts'
import { droppedAttributesRead, presenceRead } from './run-reads.ts'
import { nearestAbove, preorder } from './tree.ts'

const keys = z.array(z.string().min(1)).min(1)

const schema = z
  .union([
    keys,
    z.strictObject({
      from: z.string().min(1).describe('Id of the span clause below which every span carries the attributes'),
      attributes: keys.describe('Attribute keys'),
    }),
  ])
  .describe('Attribute keys that every span below a span with the key carries too')

type CarryData = { readonly attribute: string; readonly from: string; readonly isDropped?: boolean }

export const attributeNotCarried = defineRule({
  id: 'attribute-not-carried',
  summary: 'Requires that descendants carry attributes of the spans above them',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  clause: { key: 'carry', schema },
  compile(clause) {
    const value = schema.parse(clause.value)
    const { from, attributes } = Array.isArray(value) ? { from: undefined, attributes: value } : value
    const carried = attributes.map((key) => ({ key, read: presenceRead(key) }))
    return {
      reads: [...carried.map(({ read }) => read), droppedAttributesRead],
      check(run) {
        const facts: RunFact[] = []
        const order = preorder(run)
        for (const { key, read } of carried) {
          const sources = sourcesOf(run, from, read.name)
          for (const [span, source] of nearestAbove(order, sources)) {
            if (!span.values.has(read.name)) facts.push(factOf(span, key, source))
          }
        }
        return facts.length > 0 ? facts : undefined
      },
      subjects(run) {
        const order = preorder(run)
        return carried.reduce((sum, { read }) => sum + nearestAbove(order, sourcesOf(run, from, read.name)).size, 0)
      },
    }
  },
  describe(data, place) {
    const { attribute, from, isDropped } = data as CarryData
    if (isDropped) {
      return {
        message: `whether ${place} carries \`${attribute}\` of span \`${from}\` is undecided: the span dropped attributes`,
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` so that the span keeps all its attributes',
      }
    }
    return {
      message: `${place} lacks attribute \`${attribute}\`, which every span below \`${from}\` carries by contract`,
      help: `copy \`${attribute}\` from the context when the span starts, for example from baggage`,
    }
  },
})

function sourcesOf(run: ContractRun, from: string | undefined, read: string): ReadonlySet<RunSpan> {
  return new Set(from === undefined ? run.spans.filter((span) => span.values.has(read)) : run.spansOf(from))
}

function factOf(span: RunSpan, attribute: string, source: RunSpan): RunFact {
  const data = { attribute, from: source.name }
  return span.values.has(droppedAttributesRead.name)
    ? { span, subject: attribute, data: { ...data, isDropped: true }, undecided: true }
    : { span, subject: attribute, data }
}
