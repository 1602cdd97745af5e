import { z } from 'zod'

import { parseJsonPath, valuesAt, type JsonPath } from '../../model/json-path.ts'
import type { Step, StepContent } from '../../model/step.ts'
import type { Value } from '../../model/value.ts'
import { strictObjectOf, text } from '../../schema/index.ts'
import { compileStepSelector, selectorShape, stepSelector, type CompiledStepSelector } from '../step-selector.ts'

/** A path to values in arguments or results. */
export const jsonPath = text
  .superRefine((path, context) => {
    const parsed = parseJsonPath(path)
    if ('problem' in parsed) context.addIssue({ code: 'custom', message: `\`${path}\` ${parsed.problem}` })
  })
  .describe('Path such as `$.order_id` or `$.items[*].id`')

/** Where values come from, or go to: steps, and a path in their content. */
export const flowEnd = strictObjectOf(() => ({ ...selectorShape(), path: jsonPath.optional() })).superRefine(
  ({ path: _path, ...selector }, context) => {
    for (const issue of stepSelector.safeParse(selector).error?.issues ?? []) {
      const issues = issue.code === 'invalid_union' ? (issue.errors.at(-1) ?? []) : [issue]
      for (const one of issues) context.addIssue({ ...one })
    }
  },
)
export type FlowEnd = z.output<typeof flowEnd>

export interface CompiledFlowEnd {
  readonly selector: CompiledStepSelector
  readonly path: JsonPath
}

export function compileFlowEnd(
  { path = '$', ...selector }: FlowEnd,
  whenUnsaid: 'not-failed' | 'any',
): CompiledFlowEnd {
  return {
    selector: compileStepSelector(selector, whenUnsaid),
    // The shape has seen that it is a path.
    path: parseJsonPath(path) as JsonPath,
  }
}

/** The values that the path leads to; undefined where the content was not recorded whole. What is no JSON is text. */
function valuesOf(content: StepContent, path: JsonPath): readonly Value[] | undefined {
  if ('value' in content) return valuesAt(content.value, path) as readonly Value[]
  if ('lacks' in content && content.lacks === 'invalid-json') return valuesAt(content.text, path) as readonly Value[]
  return undefined
}

/** What goes in at a step. */
export function valuesInto({ args }: Step, { path }: CompiledFlowEnd): readonly Value[] | undefined {
  return valuesOf(args, path)
}

/** What comes out of a step; a call that failed, or is not answered yet, need not have anything. */
export function valuesFrom({ result, status }: Step, { path }: CompiledFlowEnd): readonly Value[] | undefined {
  const isAnswered = status === 'ok' || status === 'unset'
  return !isAnswered && 'lacks' in result && result.lacks === 'not-captured' ? [] : valuesOf(result, path)
}

/** Whether steps of tools are among what an end selects: calls without a span may hide one. */
export function holesAsked(...ends: readonly CompiledFlowEnd[]): 'tools' | undefined {
  return ends.some(({ selector }) => selector.kinds.has('tool')) ? 'tools' : undefined
}

export function nameOf({ name, kind }: Step): string {
  return name ?? kind
}
