/** One step of a path: a member, an entry of a list, or every entry or member. */
type PathStep = string | number | typeof every

const every = Symbol('every')

/** A path to values in JSON: the part of JSONPath (RFC 9535) that always ends and never searches. */
export interface JsonPath {
  /** As it was written. */
  readonly text: string
  readonly steps: readonly PathStep[]
}

const maxSteps = 32

const step =
  /\.(?<name>[^\s.[\]'"*$@?]+)|\.\*|\[\*\]|\[(?<index>\d{1,9})\]|\['(?<single>[^'\\]*)'\]|\["(?<double>[^"\\]*)"\]/y

/**
 * Parses `$`, `.name`, `['name']`, `[0]`, `.*` and `[*]`. Returns what is wrong with any other text, as the end of a
 * sentence that starts with the path.
 */
export function parseJsonPath(text: string): JsonPath | { readonly problem: string } {
  if (!text.startsWith('$')) return { problem: 'does not start with `$`, which stands for the whole document' }
  const steps: PathStep[] = []
  step.lastIndex = 1
  while (step.lastIndex < text.length) {
    const at = step.lastIndex
    const match = step.exec(text)
    if (match === null)
      return { problem: `has at character ${at + 1} neither \`.name\`, \`['name']\`, \`[0]\` nor \`[*]\`` }
    const { name, index, single, double } = match.groups ?? {}
    steps.push(index === undefined ? (name ?? single ?? double ?? every) : Number(index))
  }
  return steps.length > maxSteps ? { problem: `has more than ${maxSteps} steps` } : { text, steps }
}

/** Every value the path leads to, in the order of the document; only own members, nothing inherited. */
export function valuesAt(json: unknown, path: JsonPath): readonly unknown[] {
  let found: readonly unknown[] = [json]
  for (const one of path.steps) found = found.flatMap((value) => childrenAt(value, one))
  return found
}

/** Wrapped singly, so that `flatMap` does not open a value that is a list. */
function childrenAt(json: unknown, one: PathStep): readonly unknown[] {
  if (typeof json !== 'object' || json === null) return []
  if (one === every) return Object.values(json)
  if (typeof one === 'number' && !Array.isArray(json)) return []
  if (typeof one === 'string' && Array.isArray(json)) return []
  return Object.hasOwn(json, one) ? [(json as Record<string | number, unknown>)[one]] : []
}

/** Whether the path starts at entries of a list, so that the document has to be one. */
export function startsInList(path: JsonPath): boolean {
  const [first] = path.steps
  return typeof first === 'number' || first === every
}
