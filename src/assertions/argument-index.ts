import { canonicalText } from '../model/canonical.ts'
import { isValueMap, type Value } from '../model/value.ts'
import type { ComparisonMode } from './value-matcher.ts'

/** Something with arguments; null where they are not known. */
interface Indexed {
  readonly value: Value | null
  /** Canonical text of the value; equal for equal ones. */
  readonly text: string | undefined
}

/**
 * Which of many arguments may be a `mode` of given ones: never one too few, and seldom one too many, so that a thousand calls of
 * one tool are not each compared with a thousand others.
 */
export function indexArguments<One extends Indexed>(
  all: readonly One[],
  mode: ComparisonMode,
): (golden: Indexed) => readonly One[] {
  const unknown = all.filter(({ text }) => text === undefined)
  const known = all.filter(({ text }) => text !== undefined)
  if (mode === 'ignore') return () => all
  if (mode === 'exact') {
    const byText = Map.groupBy(known, ({ text }) => text)
    return ({ text }) => (text === undefined ? all : [...(byText.get(text) ?? []), ...unknown])
  }
  const byMember = new Map<string, One[]>()
  for (const one of known) {
    for (const member of scalarMembers(one.value)) {
      const others = byMember.get(member)
      if (others === undefined) byMember.set(member, [one])
      else others.push(one)
    }
  }
  const found = (member: string): readonly One[] => byMember.get(member) ?? []
  if (mode === 'superset') {
    return (golden) => {
      // What has all members of the golden one has its rarest.
      const rarest = fewest(scalarMembers(golden.value).map(found))
      return golden.text === undefined || rarest === undefined ? all : [...rarest, ...unknown]
    }
  }
  // What has no member beyond those of the golden one is found below its own rarest.
  const rarestOf = Map.groupBy(known, (one) => {
    const members = scalarMembers(one.value)
    const rarest = fewest(members.map(found))
    return members.find((member) => found(member) === rarest) ?? ''
  })
  return (golden) =>
    golden.text === undefined
      ? all
      : [...['', ...scalarMembers(golden.value)].flatMap((member) => rarestOf.get(member) ?? []), ...unknown]
}

function fewest<One>(lists: readonly (readonly One[])[]): readonly One[] | undefined {
  let best: readonly One[] | undefined
  for (const list of lists) if (best === undefined || list.length < best.length) best = list
  return best
}

/** Members that are equal or different, with nothing in between. */
function scalarMembers(value: Value | null): readonly string[] {
  if (value === null || !isValueMap(value)) return []
  return Object.entries(value)
    .filter(([, member]) => typeof member !== 'object' || member === null)
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`)
}
