import { z } from 'zod'

import { compilePattern } from '../selectors/index.ts'
import { type NameFault, nameFault } from './generic-names.ts'
import { defineRule, type Fact } from './rule.ts'

const names = z.array(z.string().min(1))

const schema = z
  .union([
    z.literal('forbid'),
    z.strictObject({
      forbid: names.optional().describe('Further names to forbid, literal or /regex/'),
      allow: names.optional().describe('Names that are fine here, literal or /regex/'),
    }),
  ])
  .describe('Forbids span names that say nothing (`llm.call`) or carry ids: `forbid`, or own lists of names')

/** Verdicts kept; names that carry ids would otherwise fill memory. */
const rememberedNames = 4096

type GenericData = { readonly name: string; readonly reason: 'generic' | 'id' | 'listed'; readonly part?: string }

export const spanNameGeneric = defineRule({
  id: 'span-name-generic',
  summary: 'Forbids span names that are generic or carry ids',
  severity: 'error',
  scope: 'any-span',
  breachRestsOn: ['name'],
  clause: { key: 'genericNames', schema },
  compile(clause) {
    if (clause === undefined) return undefined
    const value = schema.parse(clause.value)
    const isListed = nameTest(value === 'forbid' ? [] : (value.forbid ?? []))
    const isAllowed = nameTest(value === 'forbid' ? [] : (value.allow ?? []))
    const judge = (name: string): Fact | undefined => {
      if (isAllowed(name)) return undefined
      if (isListed(name)) return { subject: name, data: { name, reason: 'listed' } }
      const fault = nameFault(name)
      return fault === undefined ? undefined : factOf(name, fault)
    }
    const known = new Map<string, Fact | undefined>()
    return {
      check({ name }) {
        if (known.has(name)) return known.get(name)
        if (known.size >= rememberedNames) known.clear()
        const fact = judge(name)
        known.set(name, fact)
        return fact
      },
    }
  },
  describe(data, place) {
    const { reason, part } = data as GenericData
    if (reason === 'id') {
      return {
        message: `the name of ${place} carries an id, \`${String(part)}\`, so that no two runs share the name`,
        help: 'move the id to an attribute and keep only the operation and its target in the name',
      }
    }
    return {
      message: `the name of ${place} is ${reason === 'listed' ? 'one that the contract forbids' : 'generic, which the contract forbids'}`,
      help: 'name the operation and its target, such as `invoke_agent {gen_ai.agent.name}` or `chat {gen_ai.request.model}`',
    }
  },
})

function factOf(name: string, fault: NameFault): Fact {
  if (fault.kind === 'generic') return { subject: name, data: { name, reason: 'generic' } }
  // Names that differ only in their id are one finding.
  return { subject: name.replace(fault.part, ''), data: { name, reason: 'id', part: fault.part } }
}

/** Whether a name is one of these; text between slashes is an RE2 pattern. */
function nameTest(list: readonly string[]): (name: string) => boolean {
  const literals = new Set(list.filter((text) => !isPattern(text)))
  const patterns = list.filter(isPattern).map((text) => compilePattern(text.slice(1, -1)))
  return (name) => literals.has(name) || patterns.some((pattern) => pattern.test(name))
}

function isPattern(text: string): boolean {
  return text.length > 2 && text.startsWith('/') && text.endsWith('/')
}
