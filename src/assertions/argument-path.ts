import { parseJsonPath, valuesAt } from '../model/json-path.ts'
import type { StepContent } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import { text } from '../schema/index.ts'

/** A path into arguments: `order_id`, `customer.id`, or from the root as in `$.items[0].id`. */
export const argumentPath = text
  .superRefine((path, context) => {
    const parsed = parseJsonPath(fromRoot(path))
    if ('problem' in parsed) context.addIssue({ code: 'custom', message: `\`${path}\` ${parsed.problem}` })
  })
  .describe('Path into the arguments: `order_id`, `customer.id`, `$.items[0].id`')

/**
 * What a path leads to, which may be several values; undefined where the arguments were not recorded whole, null where they
 * have nothing there.
 */
export function compileArgumentPath(path: string): (content: StepContent) => readonly Value[] | null | undefined {
  const parsed = parseJsonPath(fromRoot(path))
  if ('problem' in parsed) throw new Error(`path \`${path}\` ${parsed.problem}`)
  return (content) => {
    if (!('value' in content)) return 'lacks' in content && content.lacks === 'invalid-json' ? null : undefined
    const found = valuesAt(content.value, parsed) as readonly Value[]
    return found.length === 0 ? null : found
  }
}

function fromRoot(path: string): string {
  return path.startsWith('$') ? path : `$.${path}`
}
