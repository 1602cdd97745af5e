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
  return spansOf(source.value).flatMap(([id, span]) => [
    ...referencesOf(id, span).flatMap(({ name, path, entry }) => {
      if (known.ids.has(name) || (entry && name === 'entry')) return []
      const candidates = entry ? [...known.ids, 'entry'] : known.ids
      const message = `no span is called \`${name}\`${didYouMean(name, candidates)}`
      return [
        problemAt(
          source,
          path,
          'value',
          message,
          entry ? 'name a span id of this contract, or `entry`' : 'name a span id of this contract',
        ),
      ]
    }),
    ...circle(id, known, source),
    ...(known.selected.has(id)
      ? []
      : [
          problemAt(
            source,
            ['spans', id],
            'key',
            `span \`${id}\` has neither \`name\` nor \`match\`, so it selects nothing`,
            'add a `name` or a `match`',
          ),
        ]),
  ])
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
