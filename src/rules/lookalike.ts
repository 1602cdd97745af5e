import type { Contract } from '../model/contract.ts'
import type { Attributes } from '../model/value.ts'
import { knownRenames } from './known-renames.ts'
import { misspelling } from './nearest.ts'

/** Scores kept: the keys of a producer repeat on every span. */
const rememberedScores = 1024
/** A last segment as common as `id` or `name` makes no two keys alike. */
const tellingLength = 8

/** Finds, among the attributes that are there, the key that an absent one was most likely emitted under. */
export function compileLookalike(key: string, contract: Contract): (attributes: Attributes) => string | undefined {
  const declared = declaredKeys(contract)
  const renames = renamesOf(key, contract)
  const scores = new Map<string, number>()
  const scoreOf = (other: string): number => {
    const known = scores.get(other)
    if (known !== undefined) return known
    if (scores.size >= rememberedScores) scores.clear()
    const score = renames.has(other) ? 0 : declared.has(other) ? Infinity : likeness(key, other)
    scores.set(other, score)
    return score
  }
  return (attributes) => {
    let best: string | undefined
    let lowest = Infinity
    for (const other of attributes.keys()) {
      const score = scoreOf(other)
      // The order of attributes means nothing: ties go to the alphabetically first.
      if (score > lowest || score === Infinity || (score === lowest && other > best!)) continue
      best = other
      lowest = score
    }
    return best
  }
}

/** 0 a known rename; then misspellings by edits; then keys that end alike; Infinity for the rest. */
function likeness(key: string, other: string): number {
  const edits = misspelling(key, other)
  if (edits !== undefined) return edits
  const one = key.split('.', 16)
  const two = other.split('.', 16)
  if (one.at(-1) !== two.at(-1)) return Infinity
  return (one.length > 1 && one.at(-2) === two.at(-2)) || one.at(-1)!.length >= tellingLength ? 10 : Infinity
}

function renamesOf(key: string, contract: Contract): ReadonlySet<string> {
  const renames = new Set(Object.hasOwn(knownRenames, key) ? knownRenames[key] : [])
  for (const clause of contract.attributes) if (clause.deprecated?.renamedTo === key) renames.add(clause.key)
  for (const span of contract.spans) {
    for (const clause of span.attributes) {
      if (clause.deprecated?.renamedTo === key) renames.add(clause.key)
      if (clause.key === key && clause.renamedFrom !== undefined) renames.add(clause.renamedFrom)
    }
  }
  return renames
}

const declaredKeysByContract = new WeakMap<Contract, ReadonlySet<string>>()

/** Keys a contract speaks of: a span that carries them carries them on purpose. */
function declaredKeys(contract: Contract): ReadonlySet<string> {
  let keys = declaredKeysByContract.get(contract)
  if (keys === undefined) {
    keys = new Set([...contract.attributes, ...contract.spans.flatMap((span) => span.attributes)].map(({ key }) => key))
    declaredKeysByContract.set(contract, keys)
  }
  return keys
}
