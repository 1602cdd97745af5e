/**
 * A native regular expression for the simplest patterns: those for which it provably takes linear time and means the
 * same as in RE2. Undefined for all others, which run in the RE2 engine.
 *
 * The subset: ASCII literals, `\d`, `\w`, positive character classes, groups of literal alternatives, quantifiers on
 * single characters, `^` at the start, `$` at the end. A repetition is allowed only behind `^`, and only where what may
 * follow it begins with other characters: then there is never a choice to go back to (a one-unambiguous expression,
 * Brüggemann-Klein and Wood 1998).
 */
export function linearPattern(source: string): RegExp | undefined {
  const parts = parse(source)
  return parts !== undefined && isDeterministic(parts) ? new RegExp(source) : undefined
}

/** One character position of a pattern: the ASCII codes it takes, and how often. */
interface Part {
  readonly codes: ReadonlySet<number>
  readonly min: number
  readonly max: number
}

interface Parts {
  readonly anchored: boolean
  readonly list: readonly Part[]
}

const longestPattern = 200
const largestCount = 200

const digits = codesOf('0', '9')
const wordCharacters = new Set([...digits, ...codesOf('a', 'z'), ...codesOf('A', 'Z'), '_'.charCodeAt(0)])

// A group of literal alternatives; a class; an escape; a plain character. Then its quantifier.
const token =
  /\((?:\?:)?(?<group>[\w-]+(?:\|[\w-]+)*)\)|\[(?<set>(?:\\[dw.\-/]|[\w.:/@ +-])+)\]|\\(?<escape>[dw.\-/+*?()[\]{}|^$])|(?<literal>[\w\-:/@ ,;=<>#%&'"!~`])/y
const quantifier = /(?<sign>[?*+])|\{(?<min>\d{1,3})(?<comma>,(?<max>\d{1,3})?)?\}/y

function parse(source: string): Parts | undefined {
  if (source.length > longestPattern) return undefined
  const anchored = source.startsWith('^')
  const end = source.endsWith('$') && !source.endsWith('\\$') ? source.length - 1 : source.length
  const list: Part[] = []
  for (let at = anchored ? 1 : 0; at < end;) {
    token.lastIndex = at
    const groups = token.exec(source)?.groups
    if (groups === undefined || token.lastIndex > end) return undefined
    at = token.lastIndex
    quantifier.lastIndex = at
    const repeated = quantifier.exec(source)?.groups
    if (repeated !== undefined) at = quantifier.lastIndex
    // `+?` and the like are other operators.
    if (repeated !== undefined && /[?*+{]/.test(source[at] ?? '')) return undefined
    if (groups['group'] !== undefined) {
      if (repeated !== undefined) return undefined
      list.push({ codes: new Set(groups['group'].split('|').map((word) => word.charCodeAt(0))), min: 1, max: 1 })
      continue
    }
    const codes = codesOfToken(groups)
    const [min, max] = repeated === undefined ? [1, 1] : countsOf(repeated)
    if (codes === undefined || min > largestCount || (max !== Infinity && max > largestCount) || max < min)
      return undefined
    list.push({ codes, min, max })
  }
  return { anchored, list }
}

function countsOf({ sign, min, comma, max }: Record<string, string | undefined>): [number, number] {
  if (sign === '?') return [0, 1]
  if (sign === '*') return [0, Infinity]
  if (sign === '+') return [1, Infinity]
  const least = Number(min)
  return [least, comma === undefined ? least : max === undefined ? Infinity : Number(max)]
}

function codesOfToken(groups: Record<string, string | undefined>): ReadonlySet<number> | undefined {
  const { set, escape, literal } = groups
  if (literal !== undefined) return new Set([literal.charCodeAt(0)])
  if (escape !== undefined)
    return escape === 'd' ? digits : escape === 'w' ? wordCharacters : new Set([escape.charCodeAt(0)])
  return set === undefined ? undefined : codesOfSet(set)
}

function codesOfSet(set: string): ReadonlySet<number> | undefined {
  const codes = new Set<number>()
  const members = set.match(/\\.|[^\\]/g) ?? []
  for (let at = 0; at < members.length; at++) {
    const member = members[at]!
    const isRange = members[at + 1] === '-' && at + 2 < members.length
    if (isRange) {
      const last = members[at + 2]!
      if (member.length > 1 || last.length > 1 || last < member) return undefined
      for (const code of codesOf(member, last)) codes.add(code)
      at += 2
    } else if (member === '\\d') for (const code of digits) codes.add(code)
    else if (member === '\\w') for (const code of wordCharacters) codes.add(code)
    else codes.add(member.charCodeAt(member.length - 1))
  }
  return codes
}

function codesOf(first: string, last: string): Set<number> {
  const codes = new Set<number>()
  for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) codes.add(code)
  return codes
}

/** Whether no repetition can be given up in favour of what follows it. */
function isDeterministic({ anchored, list }: Parts): boolean {
  return list.every((part, index) => {
    if (part.min === part.max) return true
    if (!anchored) return false
    for (const next of list.slice(index + 1)) {
      for (const code of next.codes) if (part.codes.has(code)) return false
      if (next.min > 0) break
    }
    return true
  })
}
