// promptfoo's assertions on tool calls and steps. Source: its page on deterministic assertions, `trajectory:*` and `skill-used`.
import { z } from 'zod'

import { filledIn, oneOrMore, text } from '../../schema/index.ts'
import { fullForm } from '../options.ts'
import { defineAlias, type Alias, type Naming } from './alias.ts'
import { anyCase, escapePattern } from './exact-name.ts'
import { literally } from './literal-values.ts'
import {
  holdsTemplate,
  isNamed,
  limitShape,
  matcherShape,
  plainText,
  saysNothing,
  saysSomething,
  stepMatcher,
  unnamed,
} from './promptfoo-options.ts'

const names = oneOrMore(plainText)

const counted = fullForm(() => ({ ...matcherShape, ...limitShape }))
  .refine(isNamed, unnamed)
  .refine(saysSomething, saysNothing)

/** Fewer than one is meant: other limits say nothing clear below `not-`. */
const forbidden = fullForm(() => ({
  ...matcherShape,
  max: z.literal(0).optional().describe('None, which is meant anyway'),
})).refine(isNamed, unnamed)

function listOf(given: string | readonly string[]): readonly string[] {
  return typeof given === 'string' ? [given] : given
}

/** Their trace is flat: calls of sub-agents are calls, failed or not, and where they are counted, so is every try. */
const usedAnywhere = { status: 'any', scope: 'deep' } as const
const everyTry = { ...usedAnywhere, count: 'attempts' } as const

function isBounded(limits: { readonly min?: number | undefined; readonly max?: number | undefined }): boolean {
  return limits.min !== undefined || limits.max !== undefined
}

export const toolUsed = defineAlias({
  name: 'trajectory:tool-used',
  summary: 'Requires calls of a tool: promptfoo',
  value: z.union([
    counted,
    names.transform((name): z.output<typeof counted> & { names: readonly string[] } => ({ names: listOf(name) })),
  ]),
  to(value, naming: Naming = anyCase) {
    const { names: all, name, pattern, ...rest } = { names: undefined, ...value }
    const tool = all?.map(naming) ?? naming((pattern ?? name)!)
    return { assertion: 'tool-used', options: { tool, ...(isBounded(rest) ? everyTry : usedAnywhere), ...rest } }
  },
})

export const toolNotUsed = defineAlias({
  name: 'not-trajectory:tool-used',
  summary: 'Forbids calls of a tool: promptfoo',
  value: z.union([
    forbidden,
    names.transform((name): z.output<typeof forbidden> & { names: readonly string[] } => ({ names: listOf(name) })),
  ]),
  to(value, naming: Naming = anyCase) {
    const { names: all, name, pattern, max: _, ...common } = { names: undefined, ...value }
    return {
      assertion: 'tool-not-used',
      options: { tool: (all ?? [(pattern ?? name)!]).map(naming), ...common },
    }
  },
})

const argument = text.describe('Name of a key; `*` and `?` stand for other characters')

export const toolArgsMatch = defineAlias({
  name: 'trajectory:tool-args-match',
  summary: 'Requires a call of a tool with the given arguments: promptfoo',
  value: fullForm(() => ({
    ...matcherShape,
    args: z.unknown().optional().describe('Expected arguments, as they are'),
    arguments: z.unknown().optional().describe('The same'),
    mode: z
      .enum(['partial', 'exact'])
      .optional()
      .describe('partial: the call may have more keys, at any depth. Default: partial'),
    ignore: oneOrMore(argument).optional().describe('Keys of the arguments that are left out on both sides'),
    defaults: z.record(z.string(), z.unknown()).optional().describe('Values that a call may leave out'),
  }))
    .refine(isNamed, unnamed)
    .refine(
      (value) => (value.args === undefined) !== (value.arguments === undefined),
      filledIn('needs one of `args` and `arguments`'),
    )
    .refine(
      (value) => !holdsTemplate([value.args, value.arguments, value.defaults]),
      filledIn('holds a template `{{ … }}`, and a contract has no variables to fill in'),
    ),
  to({ name, pattern, args, arguments: given, mode, ignore, defaults, ...common }, naming: Naming = anyCase) {
    return {
      assertion: 'tool-args-match',
      options: {
        tool: naming((pattern ?? name)!),
        args: literally(args ?? given),
        ...(mode === 'exact' ? { mode } : {}),
        occurrence: 'any',
        ...usedAnywhere,
        ...(ignore === undefined ? {} : { ignore: listOf(ignore).map(topLevelKey) }),
        ...(defaults === undefined ? {} : { defaults }),
        ...common,
      },
    }
  },
})

/** A key as a path: one with dots or brackets is quoted, and then no glob. */
function topLevelKey(key: string): string {
  if (/^[^\s.[\]'"$]+$/.test(key)) return key
  return key.includes("'") ? `["${key}"]` : `['${key}']`
}

const steps = z.array(stepMatcher).min(1, 'the list is empty')

export const toolSequence = defineAlias({
  name: 'trajectory:tool-sequence',
  summary: 'Requires tool calls in an order: promptfoo',
  value: z.union([
    fullForm(() => ({
      steps: steps.describe('Tools, one after another'),
      mode: z
        .enum(['in_order', 'exact'])
        .optional()
        .describe('in_order: other calls may stand between; exact: none may. Default: in_order'),
    })),
    steps.transform((list): { steps: string[]; mode?: 'in_order' | 'exact' | undefined } => ({ steps: list })),
  ]),
  to({ steps: list, mode, ...common }, naming: Naming = anyCase) {
    const tools = list.map(naming)
    const form = mode === 'exact' ? { exact: tools } : { inOrder: tools }
    return { assertion: 'tool-sequence', options: { ...form, scope: 'deep', ...common } }
  },
})

const kindOf = {
  command: 'tool',
  message: 'model',
  reasoning: 'model',
  search: 'retrieval',
  span: 'any',
  tool: 'tool',
} as const
const stepTypes = Object.keys(kindOf) as (keyof typeof kindOf)[]

export const stepCount = defineAlias({
  name: 'trajectory:step-count',
  summary: 'Bounds the number of steps: promptfoo',
  value: fullForm(() => ({
    ...matcherShape,
    ...limitShape,
    type: oneOrMore(z.enum(stepTypes)).optional().describe('Types of steps that are counted. Default: all'),
  }))
    .refine(({ min, max }) => min !== undefined || max !== undefined, filledIn('has neither `min` nor `max`'))
    .refine(saysSomething, saysNothing)
    .refine(({ name, pattern }) => name === undefined || pattern === undefined, unnamed)
    .refine(
      ({ name, pattern, type }) =>
        (name === undefined && pattern === undefined) || type === undefined || type === 'tool' || type === 'span',
      filledIn('has a name beside a `type` that is neither `tool` nor `span`, and steps of it have no names here'),
    ),
  to({ name, pattern, type, min, max, ...common }, naming: Naming = anyCase) {
    const glob = pattern ?? name
    const limits = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
    if (glob === undefined) {
      const kinds = [...new Set((type === undefined ? ['span' as const] : [type].flat()).map((one) => kindOf[one]))]
      const kind = kinds.length === 1 ? kinds[0] : kinds
      return { assertion: 'step-count', options: { kind, ...limits, count: 'attempts', scope: 'deep', ...common } }
    }
    return type === 'tool'
      ? { assertion: 'tool-used', options: { tool: naming(glob), ...everyTry, min: 0, ...limits, ...common } }
      : { assertion: 'span-query', options: { name: naming(glob), count: limits, ...common } }
  },
})

const skillTool = '/(?i)^skill$/'

/** Claude's tool calls it `skill`, an earlier one `command`, that of OpenCode `name`. */
function skillNamed(matchers: readonly unknown[]): unknown {
  return { anyOf: matchers.flatMap((matcher) => ['skill', 'command', 'name'].map((key) => ({ [key]: matcher }))) }
}

function skillMatcher({ name, pattern }: { name?: string | undefined; pattern?: string | undefined }): unknown {
  if (name !== undefined) return { eq: name }
  const source = escapePattern(pattern!)
    .replaceAll(String.raw`\*`, '.*')
    .replaceAll(String.raw`\?`, '.')
  return { pattern: `(?i)^${source}$` }
}

export const skillUsed = defineAlias({
  name: 'skill-used',
  summary: 'Requires calls of the tool `Skill` with the name of a skill: promptfoo',
  value: z.union([
    counted,
    names.transform((name): z.output<typeof counted> & { names: readonly string[] } => ({ names: listOf(name) })),
  ]),
  to(value) {
    const { names: all, name, pattern, ...rest } = { names: undefined, ...value }
    if (all !== undefined && all.length > 1) {
      const calls = [...new Set(all)].map((one) => skillNamed([{ eq: one }]))
      return { assertion: 'tool-args-match', options: { tool: skillTool, calls, scope: 'deep' } }
    }
    const args = skillNamed([skillMatcher(all === undefined ? { name, pattern } : { name: all[0] })])
    const least = rest.max !== undefined && rest.min === undefined ? { min: 0 } : {}
    return { assertion: 'tool-used', options: { tool: skillTool, args, scope: 'deep', ...least, ...rest } }
  },
})

export const skillNotUsed = defineAlias({
  name: 'not-skill-used',
  summary: 'Forbids calls of the tool `Skill` with the name of a skill: promptfoo',
  value: toolNotUsed.value as z.ZodType<z.output<typeof forbidden> & { names?: readonly string[] }>,
  to(value) {
    const { names: all, name, pattern, max: _, ...common } = { names: undefined, ...value }
    const matchers = all?.map((one) => skillMatcher({ name: one })) ?? [skillMatcher({ name, pattern })]
    return { assertion: 'tool-not-used', options: { tool: skillTool, args: skillNamed(matchers), ...common } }
  },
})

/** The same, which must not hold: what is undecided stays so. */
export function negated(alias: Alias): Alias {
  return {
    ...alias,
    name: `not-${alias.name}`,
    summary: `The opposite of \`${alias.name}\``,
    to: (value, naming) => ({ ...alias.to(value, naming), isNegated: true }),
  }
}
