import { z } from 'zod'

import type { Value } from '../model/value.ts'
import type { RunFact } from './rule.ts'
import { defineRule } from './rule.ts'
import { valueRead } from './run-reads.ts'
import { countedOrNo } from './phrases.ts'
import { preorder, spansOfAny } from './tree.ts'

const schema = z
  .strictObject({
    of: z.string().min(1).describe('Id of the span clause that declares the number'),
    attribute: z.string().min(1).describe('Its integer attribute, `app.calls.made`'),
    children: z.string().min(1).describe('Id of the span clause whose descendants are counted'),
  })
  .describe('A span declares in an attribute how many descendants of a kind it has')

type ChildCountData = {
  readonly attribute: string
  readonly children: string
  readonly received: number
  readonly declared?: number
  readonly found?: string
}

export const childCountMismatch = defineRule({
  id: 'child-count-mismatch',
  summary: 'Requires as many descendants as a span declares in an attribute',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  clause: { key: 'childCount', schema },
  compile(clause, context) {
    const { of, attribute, children } = schema.parse(clause.value)
    const read = valueRead(attribute)
    return {
      reads: [read],
      check(run) {
        const owners = run.spansOf(of)
        if (owners.length === 0) return undefined
        const counted = spansOfAny(run, [children])
        const below = new Map<unknown, number>()
        const order = preorder(run)
        for (let index = order.length - 1; index >= 0; index -= 1) {
          const span = order[index]!
          const sum = (below.get(span) ?? 0) + (counted.has(span) ? 1 : 0)
          if (sum > 0 && span.parent !== null) below.set(span.parent, (below.get(span.parent) ?? 0) + sum)
        }
        const facts: RunFact[] = []
        for (const span of owners) {
          const value = span.values.get(read.name)
          const declared = integerOf(value)
          const received = below.get(span) ?? 0
          if (declared === received) continue
          const data = { attribute, children, received }
          if (declared !== undefined) facts.push({ span, data: { ...data, declared } })
          else {
            const found = value === undefined ? {} : { found: context.show(value, { key: attribute }) }
            facts.push({ span, data: { ...data, ...found }, undecided: true })
          }
        }
        return facts.length > 0 ? facts : undefined
      },
      subjects: (run) => run.spansOf(of).length,
    }
  },
  describe(data, place) {
    const { attribute, children, received, declared, found } = data as ChildCountData
    if (declared === undefined) {
      const why =
        found === undefined ? `lacks attribute \`${attribute}\`` : `has \`${attribute}\` ${found}, which is no integer`
      return {
        message: `the number of \`${children}\` spans below ${place} is undecided: the span ${why}`,
        help: `set \`${attribute}\` to the number of calls before the span ends`,
      }
    }
    return {
      message: `${place} declares ${declared} in \`${attribute}\` and has ${countedOrNo(received, 'span')} \`${children}\` below it`,
      help:
        received < declared
          ? 'keep all spans of a trace: sample at the root, and flush before the process ends'
          : `count every call in \`${attribute}\``,
    }
  },
})

/** Sources that turned everything into text write integers as text. */
function integerOf(value: Value | undefined): number | undefined {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string') return /^\d{1,15}$/.test(value) ? Number(value) : undefined
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined
}
