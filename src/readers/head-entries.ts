import { isObject } from './json-lists.ts'
import { parseHead } from './json-head.ts'

/**
 * The objects that the start of JSON content shows where spans are looked for: documents, entries of a top-level list, or
 * entries of the lists named in `lists`. The last one may be cut.
 */
export function headEntries(head: Buffer, lists: ReadonlySet<string>): readonly object[] {
  return documentsOf(head).flatMap((document) => {
    const list = Object.entries(document).find(([name, value]) => lists.has(name) && Array.isArray(value))
    const entries: readonly unknown[] = list === undefined ? [document] : (list[1] as readonly unknown[])
    return entries.filter(isObject)
  })
}

/** The documents themselves; entries of a list, or of lists on lines, are documents. */
export function documentsOf(head: Buffer): readonly object[] {
  const documents: readonly unknown[] = parseHead(head)?.documents ?? []
  return documents.flat().filter(isObject)
}
