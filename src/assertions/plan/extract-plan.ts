import { z } from 'zod'

import { parseJsonPath, valuesAt } from '../../model/json-path.ts'
import type { Step } from '../../model/step.ts'
import type { Value } from '../../model/value.ts'
import { filledIn, strictObjectOf, text } from '../../schema/index.ts'
import { argumentPath } from '../argument-path.ts'
import {
  compileStepNames,
  compileStepSelector,
  stepName,
  stepSelector,
  type CompiledStepSelector,
} from '../step-selector.ts'
import { compileAction, type PlannedAction } from './planned-action.ts'
import type { WrittenStep } from './plan-schema.ts'

/** Where a run's plan stands that is recorded in nobody's convention: in a todo tool's arguments, in a planner's output. */
export const extractShape = strictObjectOf(() => ({
  tool: stepName.optional().describe('Tool whose calls write the plan'),
  plan: stepName.optional().describe('Planning step whose result is the plan'),
  from: z
    .enum(['args', 'result'])
    .optional()
    .describe('Where it is read. Default: args of a tool, result of a planning step'),
  items: argumentPath.describe('Path to the list of items, `$.todos`'),
  label: argumentPath.optional().describe("Path to an item's text, `$.content`. Default: the item is the text"),
  map: z
    .record(text, stepSelector)
    .refine((map) => Object.keys(map).length > 0, 'the map is empty')
    .describe('What items do, by globs of their texts; the glob is the id of the step'),
})).refine(({ tool, plan }) => (tool === undefined) !== (plan === undefined), filledIn('needs either `tool` or `plan`'))

export type ExtractOptions = z.output<typeof extractShape>

/** An item of a list that stands for a plan step. */
export interface ExtractedItem extends WrittenStep<Value> {
  readonly action: PlannedAction | undefined
}

export interface PlanExtractor {
  readonly selector: CompiledStepSelector
  readonly from: 'args' | 'result'
  /** The plan that a step writes; undefined where that is not recorded, or is no list. */
  readonly read: (step: Step) => readonly ExtractedItem[] | undefined
  /** What a text means by the map. */
  readonly actionOf: (label: string) => { readonly glob: string; readonly action: PlannedAction } | undefined
}

const maxItems = 1000

export function compileExtractor({ tool, plan, from, items, label, map }: ExtractOptions): PlanExtractor {
  const selector = compileStepSelector(tool === undefined ? { plan: plan! } : { tool }, 'any')
  const part = from ?? (tool === undefined ? 'result' : 'args')
  const listAt = compilePath(items)
  const labelAt = label === undefined ? undefined : compilePath(label)
  const entries = Object.entries(map).map(([glob, written]) => ({
    glob,
    isMeant: compileStepNames(glob),
    action: compileAction(written),
  }))
  const actionOf: PlanExtractor['actionOf'] = (words) => entries.find(({ isMeant }) => isMeant(words))
  return {
    selector,
    from: part,
    actionOf,
    read(step) {
      const content = step[part]
      if (!('value' in content)) return undefined
      const [list] = listAt(content.value)
      if (!Array.isArray(list)) return undefined
      const seen = new Map<string, number>()
      return (list as readonly Value[]).slice(0, maxItems).map((item, index) => {
        const words = labelAt === undefined ? item : labelAt(item)[0]
        const meant = typeof words === 'string' ? actionOf(words) : undefined
        // Texts are content: ids are the contract's words, or numbers.
        const name = meant?.glob ?? `item ${index + 1}`
        const count = (seen.get(name) ?? 0) + 1
        seen.set(name, count)
        return { id: count === 1 ? name : `${name} (${count})`, action: meant?.action }
      })
    },
  }
}

function compilePath(path: string): (value: Value) => readonly Value[] {
  const parsed = parseJsonPath(path.startsWith('$') ? path : `$.${path}`)
  if ('problem' in parsed) throw new Error(`path \`${path}\` ${parsed.problem}`)
  return (value) => valuesAt(value, parsed) as readonly Value[]
}
