import type { Value } from '../../model/value.ts'
import type { Run, RunRead, RunSpan } from '../../runs/index.ts'

/** What a run says of itself as a whole, wherever in the run it says it. */
export interface RunLabels {
  readonly cases: readonly string[]
  readonly tags: readonly string[]
  readonly outcomes: readonly string[]
  /** Ids and kinds of faults that the run had. */
  readonly faults: readonly string[]
}

const labelKeys = {
  cases: ['spanpact.case.id'],
  tags: ['spanpact.tags', 'tag.tags', 'langfuse.trace.tags'],
  outcomes: ['spanpact.outcome'],
  faults: ['spanpact.fault.id', 'spanpact.fault.kind', 'spanpact.fault.ids'],
} as const satisfies { readonly [Label in keyof RunLabels]: readonly string[] }

const labels = Object.keys(labelKeys) as readonly (keyof RunLabels)[]

/** What is kept of spans for them. */
export const labelReads: readonly RunRead[] = labels.map((label) => ({
  name: `label ${label}`,
  take({ attributes }) {
    const found = labelKeys[label].flatMap((key) => textsOf(attributes.get(key)))
    return found.length === 0 ? undefined : found
  },
}))

export function labelsOf(run: Run): RunLabels {
  return Object.fromEntries(labels.map((label) => [label, distinct(run, `label ${label}`)])) as unknown as RunLabels
}

/** Ids and kinds of faults that are marked on a span. */
export function faultsOf(span: RunSpan): readonly string[] {
  return (span.values.get('label faults') as readonly string[] | undefined) ?? []
}

function distinct(run: Run, read: string): readonly string[] {
  const found = new Set<string>()
  for (const { values } of run.spans) {
    for (const text of (values.get(read) as readonly string[] | undefined) ?? []) found.add(text)
  }
  return [...found].sort()
}

/** A list, or one text; some instrumentations write a list as JSON. */
function textsOf(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return value.startsWith('[') ? listIn(value) : [value]
  if (!Array.isArray(value)) return []
  return (value as readonly Value[]).filter((one) => typeof one === 'string')
}

function listIn(text: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [text]
  } catch {
    return [text]
  }
}
