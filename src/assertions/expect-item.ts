import { z, type ZodType } from 'zod'

import type { ExpectClause } from '../model/trajectory.ts'
import { aliases, promptfoo, type Alias } from './aliases/index.ts'
import type { Assertion } from './assertion.ts'
import { ownItem, type OwnItem } from './own-assertion.ts'
import { assertions, findAssertion } from './table.ts'

type Item = Readonly<Record<string, unknown>>

const byName = new Map(aliases.map((alias) => [alias.name, alias]))
const typedNames = promptfoo.map(({ name }) => name)

/** Keys of promptfoo's `{ type, value }` items that say what its type is asked for. */
const besideType = ['value', 'threshold']

/** Keys that an item of `expect` may have, with the shape of what stands below. */
export function expectForms(): readonly { readonly key: string; readonly schema: ZodType }[] {
  return [
    ...assertions.map(({ id, options, summary }) => ({ key: id, schema: (options as ZodType).describe(summary) })),
    ...aliases.map((alias) => ({ key: alias.name, schema: valueOf(alias).describe(alias.summary) })),
    { key: 'type', schema: z.enum(typedNames).describe("promptfoo's way to write an item: `{ type, value }`") },
    { key: 'value', schema: z.unknown().describe('Of `type`: what stands below its key') },
    { key: 'threshold', schema: z.number().describe('Of `type` `cost` and `latency`: the limit') },
    { key: 'own', schema: ownItem },
  ]
}

/** What is wrong with an item whose keys are right, each below the item. */
export function itemProblems(
  item: Item,
): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  const given = Object.keys(item).filter((key) => item[key] !== undefined)
  const isTyped = item['type'] !== undefined
  if (given.filter((key) => !besideType.includes(key)).length !== 1)
    return [{ path: [], message: 'names no assertion, or more than one in one item' }]
  const beside = given.find((key) => besideType.includes(key))
  if (!isTyped) {
    return beside === undefined ? [] : [{ path: [beside], message: `\`${beside}\` stands beside no \`type\`` }]
  }
  const alias = byName.get(item['type'] as string)!
  const key = alias.takesThreshold === true ? 'threshold' : 'value'
  const other = besideType.find((one) => one !== key)!
  if (item[other] !== undefined) {
    return [{ path: [other], message: `\`${other}\` is nothing that \`${alias.name}\` takes: write \`${key}\`` }]
  }
  if (item[key] === undefined) return [{ path: [], message: `\`${alias.name}\` stands without a \`${key}\`` }]
  const issues = valueOf(alias).safeParse(item[key]).error?.issues ?? []
  return issues.map(({ path, message }) => ({ path: [key, ...path], message }))
}

/** What one item of `expect` asks for, in our words. */
export function readExpect(item: Item): Omit<ExpectClause, 'path' | 'own'> {
  const [key = '', value] = Object.entries(item).find(([, one]) => one !== undefined) ?? []
  if (key === 'own') {
    const { assertion, options } = value as OwnItem['own']
    return { assertion: assertion.id, record: assertion, alias: null, isNegated: false, options }
  }
  const { name, given } = namedItem(item)
  const alias = byName.get(name)
  if (alias === undefined) return { assertion: key, record: null, alias: null, isNegated: false, options: value }
  const { assertion, options, isNegated = false } = alias.to(alias.value.parse(given))
  return { assertion, record: null, alias: name, isNegated, options }
}

/** The name that an item gives, and what it says of it. */
function namedItem(item: Item): { readonly name: string; readonly given: unknown } {
  const { type } = item
  if (typeof type === 'string') return { name: type, given: item['value'] ?? item['threshold'] }
  const [name = '', given] = Object.entries(item).find(([, one]) => one !== undefined) ?? []
  return { name, given }
}

/** The record that judges an item. */
export function assertionOf({ assertion, record }: Pick<ExpectClause, 'assertion' | 'record'>): Assertion {
  return (record as Assertion | null) ?? findAssertion(assertion)!
}

/** The shape of an alias's value, of which our assertion must be able to make something. */
function valueOf({ value, to }: Alias): ZodType {
  return value.superRefine((given, context) => {
    if (context.issues.length > 0) return
    const { assertion, options } = to(given)
    // Where it stands in our words is no place in theirs.
    for (const { message } of findAssertion(assertion)!.options.safeParse(options).error?.issues ?? []) {
      context.addIssue({ code: 'custom', message })
    }
  })
}
