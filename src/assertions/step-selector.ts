import { z } from 'zod'

import { stepKinds, type StepKind, type StepStatus } from '../model/span-facts.ts'
import type { Decision } from '../model/selector.ts'
import type { Step, StepContent } from '../model/step.ts'
import { filledIn, oneOrMore, pattern, strictObjectOf, text } from '../schema/index.ts'
import { compilePattern } from '../selectors/index.ts'
import type { ContentNeeds } from './assertion.ts'
import { compileValueMatcher, valueMatcher, type ValueMatcher } from './value-matcher.ts'

const statusWords = ['ok', 'error', 'unset', 'cancelled', 'pending'] as const satisfies readonly StepStatus[]

/** A name: literal, glob with `*` and `?`, or `/regex/`. */
export const stepName = text
  .superRefine((name, context) => {
    if (!isRegex(name)) return
    const result = pattern.safeParse(name.slice(1, -1))
    if (!result.success) context.addIssue({ code: 'custom', message: result.error.issues[0]!.message })
  })
  .describe('A name: literal, glob (`*`, `?`), or `/regex/`')

const names = oneOrMore(stepName)
const kindKeys = ['tool', 'agent', 'model', 'retrieval', 'handoff', 'memory', 'plan'] as const

/** Keys of a selector in its full form; assertions add them to their own. */
export const selectorShape = () => ({
  tool: names.optional().describe('Name of a tool'),
  agent: names.optional().describe('Name of a sub-agent'),
  model: names.optional().describe('Name of a model, as requested or as it answered'),
  retrieval: names.optional().describe('Name of a retrieval source'),
  handoff: names.optional().describe('Agent that takes over'),
  memory: names.optional().describe('Name of a memory operation or store'),
  plan: names.optional().describe('Name of a planning step'),
  kind: oneOrMore(z.enum(stepKinds)).optional().describe('Kinds of steps, where not a name decides'),
  name: names.optional().describe('Name, beside `kind`'),
  args: valueMatcher.optional().describe('Arguments, of which the recorded ones may have more'),
  result: valueMatcher.optional().describe('Result'),
  status: oneOrMore(z.enum([...statusWords, 'any']))
    .optional()
    .describe('Status. Default: any that is no failure'),
  errorType: names.optional().describe('Type of the error'),
})

const fullSelector = strictObjectOf(selectorShape).refine(
  (value) => selectedKinds(value) !== undefined,
  filledIn('names no step: give one of `tool`, `agent`, `model`, `retrieval`, `handoff`, `memory`, `plan`, or `kind`'),
)

/** Selects steps: a tool's name, or an object. */
export const stepSelector = z.union([stepName, fullSelector]).meta({
  id: 'StepSelector',
  description: 'Selects steps: the name of a tool (literal, glob or /regex/), or an object',
})
export type StepSelector = z.output<typeof stepSelector>
export type FullStepSelector = z.output<typeof fullSelector>

/** A selector ready for steps. */
export interface CompiledStepSelector {
  /** The kinds it can select. */
  readonly kinds: ReadonlySet<StepKind>
  /** Whether it selects the step; undefined where the recording does not say. */
  readonly selects: (step: Step) => Decision
  /** The same without asking status, arguments and result: whether it speaks of the step. */
  readonly names: (step: Step) => Decision
  /** Tool names that it has literally: they must occur somewhere where a step must be found. */
  readonly literals: readonly string[]
  readonly content: ContentNeeds
  /** As the contract has it, for messages. */
  readonly words: string
}

/**
 * Compiles a selector. `whenUnsaid`: which statuses it takes where it names none: steps that must satisfy something must not
 * have failed, those that trigger something may.
 */
export function compileStepSelector(
  selector: StepSelector,
  whenUnsaid: 'not-failed' | 'any' = 'not-failed',
): CompiledStepSelector {
  const full: FullStepSelector = typeof selector === 'string' ? { tool: selector } : selector
  const { kinds, patterns } = selectedKinds(full)!
  const isName = patterns === undefined ? undefined : compileStepNames(patterns)
  const statuses = full.status === undefined ? undefined : new Set<string>(listOf(full.status))
  const isErrorType = full.errorType === undefined ? undefined : compileStepNames(full.errorType)
  const args = full.args === undefined ? undefined : compileValueMatcher(full.args, 'superset')
  const result = full.result === undefined ? undefined : compileValueMatcher(full.result, 'superset')
  const kindSet = new Set(kinds)

  const namesStep = (step: Step): Decision => {
    if (!kindSet.has(step.kind) || step.isOutput) return false
    return isName === undefined ? true : decideName(step, isName)
  }
  const hasStatus = ({ status }: Step): Decision => {
    if (statuses !== undefined) return statuses.has('any') || statuses.has(status)
    if (whenUnsaid === 'any') return true
    // What is not executed yet may still fail.
    return status === 'pending' ? undefined : !isFailed(status)
  }
  return {
    kinds: kindSet,
    names: namesStep,
    selects: (step) =>
      allOf(
        () => namesStep(step),
        () => hasStatus(step),
        () => (isErrorType === undefined ? true : step.errorType !== null && isErrorType(step.errorType)),
        () => (args === undefined ? true : matchesContent(step.args, args)),
        () => (result === undefined ? true : matchesContent(step.result, result)),
      ),
    literals: kinds.length === 1 && kinds[0] === 'tool' ? listOf(patterns ?? []).filter(isLiteralName) : [],
    content: { ...(args === undefined ? {} : { args: true }), ...(result === undefined ? {} : { result: true }) },
    words: typeof selector === 'string' ? `\`${selector}\`` : `\`${JSON.stringify(selector)}\``,
  }
}

/** Selects what any of several selectors does. */
export function compileAnyOf(
  selectors: StepSelector | readonly StepSelector[],
  whenUnsaid: 'not-failed' | 'any' = 'not-failed',
): Pick<CompiledStepSelector, 'selects' | 'names' | 'content' | 'words'> {
  const all = listOf(selectors).map((one) => compileStepSelector(one, whenUnsaid))
  return {
    selects: (step) => anyOf(all, ({ selects }) => selects(step)),
    names: (step) => anyOf(all, ({ names: isNamed }) => isNamed(step)),
    content: Object.assign({}, ...all.map(({ content }) => content)),
    words: all.map(({ words }) => words).join(' or '),
  }
}

/** Failed in the sense of all assertions: an error, or aborted by the caller. */
export function isFailed(status: StepStatus): boolean {
  return status === 'error' || status === 'cancelled'
}

/** Whether a name is one of those given: literal, glob or `/regex/`; case-sensitive, literal and glob match the whole name. */
export function compileStepNames(given: string | readonly string[]): (name: string) => boolean {
  const tests = listOf(given).map((one): ((name: string) => boolean) => {
    if (isRegex(one)) return compilePattern(one.slice(1, -1)).test
    return compileGlob(one)
  })
  return (name) => tests.some((test) => test(name))
}

/** Whether a name is the given one, in which `*` stands for any text and `?` for one character. */
export function compileGlob(glob: string): (name: string) => boolean {
  if (!/[*?]/.test(glob)) return (name) => name === glob
  const source = glob
    .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return compilePattern(`(?s)^${source}$`).test
}

/** Whether a recorded content matches; undefined where it was not recorded whole. Invalid JSON matches nothing. */
export function matchesContent(content: StepContent, matcher: ValueMatcher): Decision {
  if ('value' in content) return matcher(content.value).length === 0
  if ('lacks' in content) return content.lacks === 'invalid-json' ? false : undefined
  return undefined
}

function decideName(step: Step, isName: (name: string) => boolean): Decision {
  const known = namesOf(step)
  return known.length === 0 ? undefined : known.some(isName)
}

function namesOf(step: Step): readonly string[] {
  const all =
    step.kind === 'model'
      ? [step.requestModel, step.responseModel, step.name]
      : step.kind === 'handoff'
        ? [step.handoffTo, step.name]
        : [step.name]
  return all.filter((name) => name !== null)
}

/** The kinds a selector can select, and the names it gives; undefined unless exactly one key says which kind. */
export function selectedKinds(
  selector: Readonly<Record<string, unknown>>,
): { readonly kinds: readonly StepKind[]; readonly patterns: string | readonly string[] | undefined } | undefined {
  const given = kindKeys.filter((key) => selector[key] !== undefined)
  const { kind, name } = selector as { kind?: StepKind | readonly StepKind[]; name?: string | readonly string[] }
  if (given.length + (kind === undefined ? 0 : 1) !== 1) return undefined
  const [key] = given
  if (key === undefined) return { kinds: listOf(kind!), patterns: name }
  return name === undefined ? { kinds: [key], patterns: selector[key] as string | readonly string[] } : undefined
}

function allOf(...tests: readonly (() => Decision)[]): Decision {
  let open = false
  for (const test of tests) {
    const decision = test()
    if (decision === false) return false
    if (decision === undefined) open = true
  }
  return open ? undefined : true
}

/** Whether one of them holds; undefined where that is open. */
export function anyOf<One>(all: readonly One[], test: (one: One) => Decision): Decision {
  let open = false
  for (const one of all) {
    const decision = test(one)
    if (decision === true) return true
    if (decision === undefined) open = true
  }
  return open ? undefined : false
}

function isRegex(name: string): boolean {
  return name.length > 2 && name.startsWith('/') && name.endsWith('/')
}

function isLiteralName(name: string): boolean {
  return !isRegex(name) && !/[*?]/.test(name)
}

export function listOf<Item>(given: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(given) ? (given as readonly Item[]) : [given as Item]
}
