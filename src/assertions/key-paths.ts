import { isValueMap, type Value } from '../model/value.ts'
import { text } from '../schema/index.ts'
import { compileGlob } from './step-selector.ts'

const anyDepth = Symbol('any number of keys and entries, none too')
const end = Symbol('end of a path')

type PathStep = ((name: string) => boolean) | typeof anyDepth

/** Paths of keys, walked from a value inwards: a place is where in the paths one stands. */
export interface KeyPaths {
  readonly start: PathPlace
  /** The place below a member or, by its index, a list entry; null for an entry whose index is not known. */
  readonly enter: (place: PathPlace, name: string | null) => PathPlace
  /** Whether a path ends there. */
  readonly isEnd: (place: PathPlace) => boolean
}

type PathPlace = ReadonlySet<number>

const maxSteps = 32

const step = /\.?(?<name>[^\s.[\]'"$]+)|\[(?<index>\d{1,9}|\*)\]|\['(?<single>[^']+)'\]|\["(?<double>[^"]+)"\]/y

/** The path of a key; names may be globs. */
export const keyPath = text
  .superRefine((path, context) => {
    const steps = parseKeyPath(path)
    if ('problem' in steps) context.addIssue({ code: 'custom', message: `\`${path.slice(0, 80)}\` ${steps.problem}` })
  })
  .describe('Path of a key: `order.updated_at`, `meta.*_id`, `items[*].id`, `**.trace_id` at any depth')

/** Compiles paths that {@link keyPath} takes. */
export function compileKeyPaths(paths: readonly string[]): KeyPaths {
  const nodes: (PathStep | typeof end)[] = []
  const starts: number[] = []
  for (const path of paths) {
    const steps = parseKeyPath(path)
    if ('problem' in steps) throw new Error(`\`${path}\` ${steps.problem}`)
    starts.push(nodes.length)
    nodes.push(...steps, end)
  }
  const placeOf = (positions: readonly number[]): PathPlace => {
    const place = new Set(positions)
    // A set is walked with what is added on the way: `**` stands for nothing too.
    for (const at of place) if (nodes[at] === anyDepth) place.add(at + 1)
    return place
  }
  return {
    start: placeOf(starts),
    enter(place, name) {
      const next: number[] = []
      for (const at of place) {
        const node = nodes[at]
        if (node === anyDepth) next.push(at)
        else if (typeof node === 'function' && node(name ?? '*')) next.push(at + 1)
      }
      return placeOf(next)
    },
    isEnd: (place) => [...place].some((at) => nodes[at] === end),
  }
}

/** A copy of the value without the keys that paths end at. Values come from parsed JSON or attributes: no deep nesting. */
export function withoutKeys(value: Value, paths: KeyPaths, place: PathPlace = paths.start): Value {
  if (place.size === 0 || typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (!isValueMap(value)) {
    return value.map((entry, index) => withoutKeys(entry, paths, paths.enter(place, String(index))))
  }
  const kept: Record<string, Value> = Object.create(null)
  for (const [key, member] of Object.entries(value)) {
    const inner = paths.enter(place, key)
    if (!paths.isEnd(inner)) kept[key] = withoutKeys(member, paths, inner)
  }
  return kept
}

/** The steps, or what is wrong with the text, as the end of a sentence that starts with it. */
function parseKeyPath(path: string): readonly PathStep[] | { readonly problem: string } {
  const steps: PathStep[] = []
  step.lastIndex = path.startsWith('$') ? 1 : 0
  let endsInEntry = false
  while (step.lastIndex < path.length) {
    const at = step.lastIndex
    const match = step.exec(path)
    if (match === null || (at > 0 && match[0] === match.groups?.['name'])) {
      return { problem: `has at character ${at + 1} neither \`.name\`, \`['name']\`, \`[0]\` nor \`[*]\`` }
    }
    const { name, index, single, double } = match.groups ?? {}
    endsInEntry = index !== undefined
    const literal = single ?? double
    if (name === '**') steps.push(anyDepth)
    else if (literal === undefined) steps.push(compileGlob(name ?? index!))
    else steps.push((one) => one === literal)
  }
  if (steps.length === 0) return { problem: 'names no key' }
  if (steps.at(-1) === anyDepth) return { problem: 'ends in `**`, which names no key' }
  if (endsInEntry) return { problem: 'ends in a list entry, but only keys can be left out' }
  return steps.length > maxSteps ? { problem: `has more than ${maxSteps} steps` } : steps
}
