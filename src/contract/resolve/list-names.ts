import { createHash } from 'node:crypto'

import { linkName } from '../../model/link-name.ts'
import { isMap } from '../source/source.ts'

/** Name of a canary, the last part of its path: a short hash, because the text itself is a secret. */
export function canaryName(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** Whether link clauses have paths of their own; a single one is called `links`, however it is written. */
export function areNamed(links: readonly unknown[]): boolean {
  return links.length > 1
}

/**
 * Clause paths that name an entry of a list by what it says, each with the path that names it by its place: paths stay
 * what they are when entries change places, and places are what a file knows.
 */
export function listNames(contract: unknown): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  if (!isMap(contract)) return names
  const { privacy, spans, reconcile } = contract
  for (const [index, entry] of (Array.isArray(reconcile) ? (reconcile as readonly unknown[]) : []).entries()) {
    for (const id of Object.keys(isMap(entry) ? entry : {})) names.set(`reconcile.${id}`, `reconcile.${index}.${id}`)
  }
  const canaries = isMap(privacy) && Array.isArray(privacy['canaries']) ? privacy['canaries'] : []
  for (const [index, text] of canaries.entries()) {
    if (typeof text === 'string') names.set(`privacy.canaries.${canaryName(text)}`, `privacy.canaries.${index}`)
  }
  for (const [id, span] of Object.entries(isMap(spans) ? spans : {})) {
    const links: readonly unknown[] = isMap(span) && Array.isArray(span['links']) ? span['links'] : []
    for (const [index, link] of links.entries()) {
      const path = `spans.${id}.links`
      const to = isMap(link) ? (link['to'] as string | readonly string[] | undefined) : undefined
      const name = linkName(typeof to === 'string' ? [to] : to)
      names.set(areNamed(links) ? `${path}.${name}` : path, `${path}.${index}`)
    }
  }
  return names
}
