import { z } from 'zod'

import type { Contract } from '../model/contract.ts'
import { severities } from '../model/finding.ts'
import type { Span } from '../model/span.ts'
import { compileSelector } from '../selectors/index.ts'
import { compileNearest } from './nearest.ts'
import { defineRule, type Fact } from './rule.ts'

const schema = z
  .enum([...severities, 'ignore'])
  .describe('Severity of spans that no clause selects, or `ignore`; info unless written')

/** Facts kept: unknown spans come in the thousands, their names seldom. */
const rememberedFacts = 4096

type UnknownData = { readonly name: string; readonly key?: string; readonly value?: string; readonly nearest?: string }

export const spanUnknown = defineRule({
  id: 'span-unknown',
  summary: 'Reports spans that no clause selects',
  severity: 'info',
  scope: 'any-span',
  clause: { key: 'unknownSpans', schema },
  unlessWritten: true,
  unselectedOnly: true,
  // A contract of one clause leaves most spans of every run unknown.
  grouping: 'invocation',
  compile(clause, context) {
    // A contract of trajectories alone names no spans that others could differ from.
    if (clause === undefined && context.contract.spans.length === 0 && context.contract.trajectories.length > 0)
      return undefined
    const severity = clause === undefined ? 'info' : schema.parse(clause.value)
    if (severity === 'ignore') return undefined
    const discriminators = discriminatorsOf(context.contract)
    const known = new Map<string, Fact>()
    const factOf = (name: string, odd: Discriminator | undefined, value: string): Fact => {
      const id = odd === undefined ? name : `${name}\n${odd.key}\n${value}`
      let fact = known.get(id)
      if (fact === undefined) {
        if (known.size >= rememberedFacts) known.clear()
        const nearest = odd?.nearest(value)
        const shown = odd === undefined ? '' : context.show(value, { key: odd.key })
        const data = {
          name,
          ...(odd === undefined ? {} : { key: odd.key, value: shown }),
          ...(nearest === undefined ? {} : { nearest }),
        }
        fact = { subject: odd === undefined ? name : `${name}\n${odd.key}\n${shown}`, data }
        known.set(id, fact)
      }
      return fact
    }
    return {
      severity,
      clausePath: 'trace.unknownSpans',
      // Nobody asked for the default.
      own: false,
      check(span: Span) {
        for (const discriminator of discriminators) {
          const value = span.attributes.get(discriminator.key)
          if (typeof value === 'string' && !discriminator.values.has(value))
            return factOf(span.name, discriminator, value)
        }
        return factOf(span.name, undefined, '')
      },
    }
  },
  describe(data, place) {
    const { key, value, nearest } = data as UnknownData
    const because = key === undefined ? '' : `; its \`${key}\` is ${String(value)}, which no clause names`
    return {
      message: `${place} is selected by no clause of the contract${because}`,
      help:
        nearest === undefined
          ? 'add a clause that selects it, or set `trace.unknownSpans: ignore`'
          : `add a clause that selects it, or correct \`${String(key)}\` to \`${nearest}\``,
    }
  },
})

/** An attribute by which the contract's clauses tell spans apart, and the values they name. */
interface Discriminator {
  readonly key: string
  readonly values: ReadonlySet<string>
  readonly nearest: (value: string) => string | undefined
}

function discriminatorsOf(contract: Contract): readonly Discriminator[] {
  const values = new Map<string, Set<string>>()
  for (const { match } of contract.spans) {
    if (match === undefined) continue
    for (const equality of compileSelector(match).equalities) {
      const texts = values.get(equality.key) ?? new Set<string>()
      values.set(equality.key, texts)
      for (const literal of equality.values) if (typeof literal === 'string') texts.add(literal)
    }
  }
  return [...values]
    .filter(([, texts]) => texts.size > 0)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, texts]) => ({ key, values: texts, nearest: compileNearest([...texts]) }))
}
