import type { Detector, Match, RareTrigger } from './detector.ts'
import { isLikelySecret, secretFamilies, type SecretFamily, type SecretShape } from './secret-shapes.ts'
import { compileTriggers } from './trigger-filter.ts'
import { isWordStart } from './word-start.ts'

interface CompiledShape extends SecretShape {
  readonly bodyAt: RegExp
  readonly restAt: RegExp | null
}

interface CompiledFamily {
  readonly isTriggered: (text: string) => boolean
  /** Global, with one group per shape. */
  readonly prefixes: RegExp
  readonly shapes: readonly CompiledShape[]
}

const families = secretFamilies.map(compileFamily)

/** Credentials by their vendors' fixed prefixes, PEM private keys, `Authorization` values and passwords in URLs. */
export const secrets: Detector = {
  brief: 'credentials with a known shape',
  triggers: secretFamilies.flat().flatMap(triggersOf),
  find: (text) => findSecrets(text, ({ isTriggered }) => isTriggered(text)),
}

/** All secrets of the families that are searched: those without a trigger in the text hold none. */
export function findSecrets(text: string, isSearched: (family: CompiledFamily) => boolean): readonly Match[] {
  const matches = families.filter(isSearched).flatMap((family) => findFamily(family, text))
  return withoutOverlaps(matches.toSorted((a, b) => a.start - b.start))
}

function triggersOf({ soughtBy, prefix, body }: SecretShape): readonly RareTrigger[] {
  if (typeof soughtBy !== 'string') return soughtBy
  const at = prefix.indexOf(soughtBy)
  return [{ before: prefix.slice(0, at), rare: soughtBy, behind: prefix.slice(at + soughtBy.length) + body }]
}

function compileFamily(shapes: SecretFamily): CompiledFamily {
  return {
    isTriggered: compileTriggers(shapes.flatMap(triggersOf)),
    prefixes: new RegExp(shapes.map(({ prefix }) => `(${prefix})`).join('|'), 'g'),
    shapes: shapes.map((shape) => ({
      ...shape,
      bodyAt: new RegExp(shape.body, 'y'),
      restAt: shape.rest === undefined ? null : new RegExp(`${shape.rest}*`, 'y'),
    })),
  }
}

function findFamily({ prefixes, shapes }: CompiledFamily, text: string): Match[] {
  const matches: Match[] = []
  prefixes.lastIndex = 0
  for (let found = prefixes.exec(text); found !== null; found = prefixes.exec(text)) {
    const { index } = found
    const shape = shapes[found.indexOf(found[0], 1) - 1]!
    if (!shape.isContext && !isWordStart(text, index)) continue
    const bodyStart = index + found[0].length
    const end = secretEnd(shape, text, bodyStart)
    if (end === null) continue
    const start = shape.isContext ? bodyStart : index
    matches.push({ kind: shape.kind, start, length: end - start })
    prefixes.lastIndex = end
  }
  return matches
}

function secretEnd({ bodyAt, restAt, accepts = isLikelySecret }: CompiledShape, text: string, start: number) {
  bodyAt.lastIndex = start
  const body = bodyAt.exec(text)
  if (body === null || !accepts(body[0])) return null
  if (restAt === null) return bodyAt.lastIndex
  restAt.lastIndex = bodyAt.lastIndex
  restAt.test(text)
  return restAt.lastIndex
}

/** A bearer token may be a JWT as well: of two that overlap, the first stays, and of equal starts the specific shape. */
function withoutOverlaps(sorted: readonly Match[]): readonly Match[] {
  let end = 0
  return sorted.filter((match) => {
    if (match.start < end) return false
    end = match.start + match.length
    return true
  })
}
