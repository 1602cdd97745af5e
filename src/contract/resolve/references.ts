import type { ContractProblem } from '../problem.ts'
import { didYouMean } from '../../model/nearest.ts'
import { isMap, problemAt, type Path, type Source } from '../source/source.ts'

/** What the references of one file may name, and what it needs to know of the spans it inherits. */
export interface KnownSpans {
  readonly ids: ReadonlySet<string>
  /** Span id to the id it refines, over all files. */
  readonly refines: ReadonlyMap<string, string>
  /** Spans that have a name, a match, or a base. */
  readonly selected: ReadonlySet<string>
}

/** Looks at spans of files that may still hold other errors, so that everything is said at once. */
export function collectSpans(values: readonly unknown[]): KnownSpans {
  const ids = new Set<string>()
  const refines = new Map<string, string>()
  const selected = new Set<string>()
  for (const [id, span] of values.flatMap(spansOf)) {
    ids.add(id)
    if (typeof span['refines'] === 'string') refines.set(id, span['refines'])
    if (['name', 'match', 'refines'].some((key) => span[key] !== undefined)) selected.add(id)
  }
  return { ids, refines, selected }
}

/** Names of spans that do not exist, circles of refinements, and spans that nothing can select. */
export function checkReferences(source: Source, known: KnownSpans): readonly ContractProblem[] {
  const spans = spansOf(source.value)
  const references = [...spans.flatMap(([id, span]) => referencesOf(id, span)), ...traceReferences(source.value)]
  return [
    ...references.flatMap((reference) => checkReference(reference, known, source)),
    ...spans.flatMap(([id]) => circle(id, known, source)),
    ...spans.filter(([id]) => !known.selected.has(id)).map(([id]) => unselected(id, source)),
  ]
}

function checkReference(
  { name, path, entry }: Reference,
  { ids }: KnownSpans,
  source: Source,
): readonly ContractProblem[] {
  if (ids.has(name) || (entry && name === 'entry')) return []
  const message = `no span is called \`${name}\`${didYouMean(name, entry ? [...ids, 'entry'] : ids)}`
  const help = `name a span id of this contract${entry ? ', or `entry`' : ''}`
  return [problemAt(source, path, 'value', message, help)]
}

function unselected(id: string, source: Source): ContractProblem {
  const message = `span \`${id}\` has neither \`name\` nor \`match\`, so it selects nothing`
  return problemAt(source, ['spans', id], 'key', message, 'add a `name` or a `match`')
}

function circle(id: string, { refines }: KnownSpans, source: Source): readonly ContractProblem[] {
  const chain = [id]
  for (let next = refines.get(id); next !== undefined; next = refines.get(next)) {
    chain.push(next)
    if (next === id) {
      const message = `\`refines\` goes round in a circle: ${chain.map((one) => `\`${one}\``).join(' → ')}`
      return [problemAt(source, ['spans', id, 'refines'], 'value', message, 'remove one of the `refines`')]
    }
    if (chain.length > refines.size + 1) break
  }
  return []
}

interface Reference {
  readonly name: string
  readonly path: Path
  /** Whether `entry` is a name here. */
  readonly entry: boolean
}

function referencesOf(id: string, span: Readonly<Record<string, unknown>>): readonly Reference[] {
  const at: Path = ['spans', id]
  const links = Array.isArray(span['links']) ? span['links'] : [span['links']]
  return [
    ...names(span['parent'], [...at, 'parent'], true),
    ...names(span['ancestor'], [...at, 'ancestor'], true),
    ...names(span['refines'], [...at, 'refines'], false),
    ...links.flatMap((link: unknown, index) => {
      const path = Array.isArray(span['links']) ? [...at, 'links', index] : [...at, 'links']
      return isMap(link) ? names(link['to'], [...path, 'to'], false) : []
    }),
  ]
}

/** Options of trace keys that name span ids. */
const traceOptions: Readonly<Record<string, readonly string[]>> = {
  coverage: ['of'],
  carry: ['from'],
  handoffs: ['sender', 'receiver'],
  childCount: ['of', 'children'],
}

function traceReferences(value: unknown): readonly Reference[] {
  const trace = isMap(value) && isMap(value['trace']) ? value['trace'] : {}
  return Object.entries(traceOptions).flatMap(([key, options]) => {
    const written = trace[key]
    const items: readonly (readonly [unknown, Path])[] = Array.isArray(written)
      ? written.map((item: unknown, index) => [item, ['trace', key, index]] as const)
      : [[written, ['trace', key]]]
    return items.flatMap(([item, path]) =>
      isMap(item) ? options.flatMap((option) => names(item[option], [...path, option], false)) : [],
    )
  })
}

function names(value: unknown, path: Path, entry: boolean): readonly Reference[] {
  if (typeof value === 'string') return [{ name: value, path, entry }]
  if (!Array.isArray(value)) return []
  return value.flatMap((name: unknown, index) =>
    typeof name === 'string' ? [{ name, path: [...path, index], entry }] : [],
  )
}

function spansOf(value: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const spans = isMap(value) ? value['spans'] : undefined
  if (!isMap(spans)) return []
  return Object.entries(spans).flatMap(([id, span]) => (isMap(span) ? [[id, span] as const] : []))
}
