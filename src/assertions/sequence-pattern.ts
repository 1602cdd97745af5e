import { z } from 'zod'

import { canonicalText } from '../model/canonical.ts'
import type { Value } from '../model/value.ts'
import { exactCount, filledIn, strictObjectOf } from '../schema/index.ts'
import { acceptsEmpty, isImpossible, type Pattern } from './matching/pattern.ts'
import {
  compileStepSelector,
  listOf,
  selectorShape,
  stepName,
  stepSelector,
  type CompiledStepSelector,
  type FullStepSelector,
  type StepSelector,
} from './step-selector.ts'

/** What a sequence asks for at one place: a step, or a group of such items. */
export type SequenceItem =
  | StepSelector
  | { readonly inOrder: readonly SequenceItem[] }
  | { readonly anyOrder: readonly SequenceItem[] }
  | { readonly oneOf: readonly SequenceItem[] }
  | { readonly optional: SequenceItem }
  | { readonly repeat: SequenceItem; readonly min?: number | undefined; readonly max?: number | undefined }

const groupKeys = ['inOrder', 'anyOrder', 'oneOf', 'optional', 'repeat'] as const

const list = z.lazy(() => z.array(sequenceItem).min(1, 'the list is empty'))

/** A step selector, or a group: `inOrder`, `anyOrder`, `oneOf`, `optional`, `repeat`. */
export const sequenceItem: z.ZodType<SequenceItem, SequenceItem> = z
  .lazy(() => z.union([stepName, groupOrSelector]))
  .meta({
    id: 'SequenceItem',
    description: 'A step selector, or a group of items: inOrder, anyOrder, oneOf, optional, repeat',
  })

const groupOrSelector = strictObjectOf(() => ({
  inOrder: list.optional().describe('These, one after another'),
  anyOrder: list.optional().describe('All of these, freely interleaved'),
  oneOf: list.optional().describe('Exactly one of these'),
  optional: z
    .lazy(() => sequenceItem)
    .optional()
    .describe('This, or nothing'),
  repeat: z
    .lazy(() => sequenceItem)
    .optional()
    .describe('This, several times: `min` to `max`'),
  min: exactCount.optional().describe('Of `repeat`: at least this often. Default: 1'),
  max: exactCount.optional().describe('Of `repeat`: at most this often. Default: any number'),
  ...selectorShape(),
}))
  .superRefine((item, context) => {
    const keys = Object.keys(item)
    const groups = groupKeys.filter((key) => keys.includes(key))
    if (groups.length === 0) {
      const problems = stepSelector.safeParse(item).error?.issues ?? []
      if (problems.length > 0) context.addIssue({ code: 'custom', message: wrongSelector })
      return
    }
    const [group] = groups
    const beside = keys.find((key) => key !== group && !(group === 'repeat' && (key === 'min' || key === 'max')))
    if (beside !== undefined) {
      context.addIssue({ code: 'custom', path: [beside], message: `stands beside \`${group}\`, expected that alone` })
    }
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, filledIn('has `min` above `max`'))

const wrongSelector =
  'is neither a step nor a group: give one of `tool`, `agent`, `model`, `retrieval`, `handoff`, `memory`, `plan`, `kind`, or of `inOrder`, `anyOrder`, `oneOf`, `optional`, `repeat`'

/** One step that a sequence asks for. */
export interface SequenceLeaf {
  /** Where it stands: `inOrder[1].anyOrder[0]`. */
  readonly path: string
  readonly selector: StepSelector
  readonly compiled: CompiledStepSelector
  /** Every word of the pattern has it. */
  readonly isRequired: boolean
  readonly words: string
}

export interface SequencePattern {
  /** Items are indexes of `leaves`. */
  readonly pattern: Pattern
  readonly leaves: readonly SequenceLeaf[]
}

/** Compiles the items below `form`; `exact` and `contiguous` are sequences in order, with other steps treated elsewhere. */
export function compileSequence(form: string, items: readonly SequenceItem[]): SequencePattern {
  const leaves: SequenceLeaf[] = []
  const compileAll = (parts: readonly SequenceItem[], path: string, isRequired: boolean): readonly Pattern[] =>
    parts.map((part, index) => compileItem(part, `${path}[${index}]`, isRequired))
  const compileItem = (item: SequenceItem, path: string, isRequired: boolean): Pattern => {
    if (typeof item === 'object') {
      if ('inOrder' in item && item.inOrder !== undefined)
        return { kind: 'inOrder', items: compileAll(item.inOrder, `${path}.inOrder`, isRequired) }
      if ('anyOrder' in item && item.anyOrder !== undefined)
        return { kind: 'anyOrder', items: compileAll(item.anyOrder, `${path}.anyOrder`, isRequired) }
      if ('oneOf' in item && item.oneOf !== undefined)
        return { kind: 'oneOf', items: compileAll(item.oneOf, `${path}.oneOf`, false) }
      if ('optional' in item && item.optional !== undefined)
        return { kind: 'optional', item: compileItem(item.optional, `${path}.optional`, false) }
      if ('repeat' in item && item.repeat !== undefined) {
        const { min, max } = timesOf(item)
        return { kind: 'repeat', item: compileItem(item.repeat, `${path}.repeat`, isRequired && min > 0), min, max }
      }
    }
    const selector = item as StepSelector
    leaves.push({ path, selector, isRequired, compiled: compileStepSelector(selector), words: selectorWords(selector) })
    return { kind: 'item', item: leaves.length - 1 }
  }
  const kind = form === 'anyOrder' ? 'anyOrder' : 'inOrder'
  return { pattern: { kind, items: compileAll(items, form, true) }, leaves }
}

function timesOf({ min, max }: { readonly min?: number | undefined; readonly max?: number | undefined }): {
  readonly min: number
  readonly max: number | null
} {
  return { min: min ?? (max === 0 ? 0 : 1), max: max ?? null }
}

/** Why a sequence can be asked of no run, or says nothing of any; undefined where neither is so. */
export function sequenceProblem(
  form: string,
  items: readonly SequenceItem[],
  allowsExtras: boolean,
): string | undefined {
  const { pattern } = compileSequence(form, items)
  if (isImpossible(pattern)) return 'can match no run'
  if (allowsExtras && acceptsEmpty(pattern)) return 'can match nothing at all, so that every run would pass'
  return undefined
}

/** An item in words, groups nested as a report draws them. */
export function itemWords(item: SequenceItem): string | readonly string[] {
  return typeof item === 'object' && 'anyOrder' in item && item.anyOrder !== undefined
    ? item.anyOrder.map(inline)
    : inline(item)
}

function inline(item: SequenceItem): string {
  if (typeof item === 'string') return item
  if ('inOrder' in item && item.inOrder !== undefined) return `(${item.inOrder.map(inline).join(' → ')})`
  if ('anyOrder' in item && item.anyOrder !== undefined) return `(${item.anyOrder.map(inline).join(' & ')})`
  if ('oneOf' in item && item.oneOf !== undefined) return `(${item.oneOf.map(inline).join(' | ')})`
  if ('optional' in item && item.optional !== undefined) return `optional ${inline(item.optional)}`
  if ('repeat' in item && item.repeat !== undefined) {
    const { min, max } = timesOf(item)
    return `${inline(item.repeat)} ×${min === max ? min : `${min}–${max ?? '∞'}`}`
  }
  return selectorWords(item as FullStepSelector)
}

const kindKeys = ['tool', 'agent', 'model', 'retrieval', 'handoff', 'memory', 'plan'] as const

/** The selector as steps are written in a report: name first, then what else it asks for. */
function selectorWords(selector: StepSelector): string {
  if (typeof selector === 'string') return selector
  const { kind, name, args, result, status, errorType } = selector
  const key = kindKeys.find((one) => selector[one] !== undefined)
  const names = listOf(key === undefined ? (name ?? '*') : selector[key]!).join('|')
  const kinds = key ?? listOf(kind!).join('|')
  const rest = Object.entries({ args, result, status, errorType }).filter(([, one]) => one !== undefined)
  const narrowed = rest.map(([what, one]) => `${what === 'args' ? '' : ` ${what}:`} ${canonicalText(one as Value)}`)
  return `${kinds === 'tool' ? '' : `${kinds} `}${names}${narrowed.join('')}`
}
