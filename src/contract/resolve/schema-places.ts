import { isMap, type Path } from '../source/source.ts'

/** A JSON Schema as a contract file writes it: inline, or a text that names one. */
export interface SchemaPlace {
  readonly schema: unknown
  readonly path: Path
}

/** The JSON Schemas of attribute clauses and of selectors, with their places; tolerates files with other errors. */
export function* schemaPlaces(contract: unknown): Generator<SchemaPlace> {
  if (!isMap(contract)) return
  yield* ofSelector(contract['appliesTo'], ['appliesTo'])
  yield* ofAttributes(contract['attributes'], ['attributes'])
  yield* ofAttributes(contract['resource'], ['resource'])
  for (const [id, span] of entriesOf(contract['spans'])) {
    if (!isMap(span)) continue
    const at: Path = ['spans', id]
    yield* ofSelector(span['match'], [...at, 'match'])
    yield* ofAttributes(span['attributes'], [...at, 'attributes'])
    yield* ofAttributes(span['resource'], [...at, 'resource'])
    for (const [name, event] of entriesOf(span['events'])) {
      if (!isMap(event)) continue
      yield* ofSelector(event['when'], [...at, 'events', name, 'when'])
      yield* ofAttributes(event['attributes'], [...at, 'events', name, 'attributes'])
    }
    const links: unknown = span['links']
    if (isMap(links)) yield* ofAttributes(links['attributes'], [...at, 'links', 'attributes'])
    for (const [index, link] of Array.isArray(links) ? links.entries() : []) {
      if (isMap(link)) yield* ofAttributes(link['attributes'], [...at, 'links', index, 'attributes'])
    }
  }
  for (const [id, trajectory] of entriesOf(contract['trajectories'])) {
    const when = isMap(trajectory) ? trajectory['when'] : undefined
    if (isMap(when)) yield* ofSelector(when['match'], ['trajectories', id, 'when', 'match'])
  }
}

function* ofAttributes(attributes: unknown, path: Path): Generator<SchemaPlace> {
  for (const [key, clause] of entriesOf(attributes)) {
    if (!isMap(clause)) continue
    if (clause['schema'] !== undefined) yield { schema: clause['schema'], path: [...path, key, 'schema'] }
    yield* ofSelector(clause['when'], [...path, key, 'when'])
  }
}

function* ofSelector(selector: unknown, path: Path): Generator<SchemaPlace> {
  for (const [key, entry] of entriesOf(selector)) {
    if (key === 'not') yield* ofSelector(entry, [...path, key])
    else if (key === 'and' || key === 'or') {
      for (const [index, part] of Array.isArray(entry) ? entry.entries() : [])
        yield* ofSelector(part, [...path, key, index])
    } else yield* ofTest(entry, [...path, key])
  }
}

function* ofTest(test: unknown, path: Path): Generator<SchemaPlace> {
  if (!isMap(test)) return
  if (test['schema'] !== undefined) yield { schema: test['schema'], path: [...path, 'schema'] }
  yield* ofTest(test['not'], [...path, 'not'])
}

function entriesOf(map: unknown): readonly (readonly [string, unknown])[] {
  return isMap(map) ? Object.entries(map) : []
}
