import { createHash } from 'node:crypto'

import { canonicalText } from '../../model/canonical.ts'
import { linkName } from '../../model/link-name.ts'
import type { Value } from '../../model/value.ts'
import { isMap } from '../source/source.ts'

/** Name of a canary, the last part of its path: a short hash, because the text itself is a secret. */
export function canaryName(text: string): string {
  return shortHash(text)
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** Whether link clauses have paths of their own; a single one is called `links`, however it is written. */
export function areNamed(links: readonly unknown[]): boolean {
  return links.length > 1
}

/**
 * Names of the items of an `expect` list: the assertion's id, with the item's own `id` or a short hash of what it says where
 * there are several of one.
 */
export function expectNames(items: readonly unknown[]): readonly string[] {
  const entries = items.map((item): readonly [string, unknown] | undefined => {
    const [key, value] = entryOf(item) ?? []
    return key === 'type' ? [String(value), item] : key === undefined ? undefined : [key, value]
  })
  const taken = new Map<string, number>()
  return entries.map((entry) => {
    const [key, value] = entry ?? ['', undefined]
    const isAlone = entries.filter((other) => other?.[0] === key).length === 1
    const id = isMap(value) && typeof value['id'] === 'string' ? value['id'] : undefined
    const name = isAlone ? key : `${key}.${id ?? shortHash(canonicalText(value as Value))}`
    const before = taken.get(name) ?? 0
    taken.set(name, before + 1)
    return before === 0 ? name : `${name}-${before + 1}`
  })
}

/** The key of an item, and what stands below. */
function entryOf(item: unknown): readonly [string, unknown] | undefined {
  if (!isMap(item)) return undefined
  if (item['type'] !== undefined) return ['type', item['type']]
  return Object.entries(item).find(([, value]) => value !== undefined)
}

/**
 * Clause paths that name an entry of a list by what it says, each with the path that names it by its place: paths stay
 * what they are when entries change places, and places are what a file knows.
 */
export function listNames(contract: unknown): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  if (!isMap(contract)) return names
  const { privacy, spans, reconcile, trajectories } = contract
  for (const [index, entry] of (Array.isArray(reconcile) ? (reconcile as readonly unknown[]) : []).entries()) {
    for (const id of Object.keys(isMap(entry) ? entry : {})) names.set(`reconcile.${id}`, `reconcile.${index}.${id}`)
  }
  for (const [id, trajectory] of Object.entries(isMap(trajectories) ? trajectories : {})) {
    const items = isMap(trajectory) && Array.isArray(trajectory['expect']) ? (trajectory['expect'] as unknown[]) : []
    for (const [index, name] of expectNames(items).entries()) {
      const [key = ''] = entryOf(items[index]) ?? []
      names.set(`trajectories.${id}.expect.${name}`, `trajectories.${id}.expect.${index}.${key}`)
    }
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
