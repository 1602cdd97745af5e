import type { Detector, Match } from './detector.ts'
import { isLikelySecret, secretFamilies, type SecretFamily, type SecretShape } from './secret-shapes.ts'
import { compileTriggers } from './trigger-filter.ts'
import { isWordStart } from './word-start.ts'

interface CompiledShape extends SecretShape {
  readonly bodyAt: RegExp
  readonly restAt: RegExp | null
}

interface CompiledFamily {
  readonly requires: string
  /** Global, with one group per shape. */
  readonly prefixes: RegExp
  readonly shapes: readonly CompiledShape[]
}

const families = secretFamilies.map(compileFamily)
const findFamilies = compileTriggers(secretFamilies.map(({ triggers }) => triggers))

/** Credentials by their vendors' fixed prefixes, PEM private keys, `Authorization` values and passwords in URLs. */
export const secrets: Detector = {
  brief: 'credentials with a known shape',
  triggers: [...new Set(secretFamilies.flatMap(({ triggers }) => triggers))],
  find(text) {
    const triggered = findFamilies(text)
    const matches = families.flatMap((family, index) =>
      (triggered & (1 << index)) === 0 ? [] : findFamily(family, text),
    )
    return withoutOverlaps(matches.toSorted((a, b) => a.start - b.start))
  },
}

function compileFamily({ requires = '', shapes }: SecretFamily): CompiledFamily {
  return {
    requires,
    prefixes: new RegExp(shapes.map(({ prefix }) => `(${prefix})`).join('|'), 'g'),
    shapes: shapes.map((shape) => ({
      ...shape,
      bodyAt: new RegExp(shape.body, 'y'),
      restAt: shape.rest === undefined ? null : new RegExp(`${shape.rest}*`, 'y'),
    })),
  }
}

function findFamily({ requires, prefixes, shapes }: CompiledFamily, text: string): Match[] {
  const matches: Match[] = []
  if (!text.includes(requires)) return matches
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
