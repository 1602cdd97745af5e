import { durationNano } from '../model/duration.ts'
import { nearest } from '../model/nearest.ts'
import { isLiteral, type Literal, type Selector, type SelectorTest } from '../model/selector.ts'
import { spanKinds, statusCodes } from '../model/span.ts'

const reservedKeys = [
  'span.name',
  'span.kind',
  'span.status',
  'span.duration',
  'span.parent',
  'scope.name',
  'scope.version',
]
const openPrefixes = ['span.attributes.', 'resource.', 'event.']

interface EntryProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly params: { readonly help: string; readonly at?: 'key' }
}

/** What is wrong with one entry of a selector whose shape is right: what could never hold, or means something else. */
export function entryProblems(key: string, entry: Selector[string]): readonly EntryProblem[] {
  if (key === 'and' || key === 'or' || key === 'not') return []
  const unknown = unknownKey(key)
  if (unknown !== undefined) return [unknown]
  const test = entry as SelectorTest
  const refused = operatorProblems(key, test)
  return refused.length > 0 ? refused : [...valueProblems(key, test), ...boundProblems(key, test)]
}

function valueProblems(key: string, test: SelectorTest): readonly EntryProblem[] {
  switch (key) {
    case 'span.kind':
      return kindProblems(test)
    case 'span.status':
      return wordProblems(test, statusCodes, 'span status')
    case 'span.name':
    case 'scope.name':
    case 'scope.version':
      return textProblems(key, test)
    case 'span.duration':
    case 'span.parent':
      return literalProblems(test, () => true, literalsRefused[key])
    default:
      return key.startsWith('event.') ? literalProblems(test, (value) => value !== true, literalsRefused.event) : []
  }
}

const presence = 'write `{ exists: true }` or `{ exists: false }`'

const literalsRefused = {
  'span.duration': ['`span.duration` takes `min` and `max`', 'write durations such as `{ min: 2s }`'],
  'span.parent': ['`span.parent` is a span id that differs per run', presence],
  event: ['an event is present or absent, and has no value', presence],
} as const

const ofTexts = ['eq', 'anyOf', 'not', 'exists', 'pattern', 'contains']
const ofWords = ['eq', 'anyOf', 'not']
const ofPresence = ['exists', 'not']

/** The operators that can hold for a reserved key; the others are available for attributes only. */
const operatorsOf: Readonly<Record<string, readonly string[]>> = {
  'span.name': ofTexts,
  'scope.name': ofTexts,
  'scope.version': ofTexts,
  'span.kind': ofWords,
  'span.status': ofWords,
  'span.duration': ['min', 'max', 'not'],
  'span.parent': ofPresence,
}

function operatorProblems(key: string, test: SelectorTest): readonly EntryProblem[] {
  const known = key.startsWith('event.') ? ofPresence : operatorsOf[key]
  if (known === undefined) return []
  // A literal under `eq` or `anyOf` is judged as a literal, whose message says what to write.
  const accepted = [...known, 'eq', 'anyOf']
  return [...operatorsIn(test)].flatMap(({ given, path }) =>
    Object.keys(given)
      .filter((operator) => !accepted.includes(operator))
      .map((operator) => ({
        path: [...path, operator],
        message: `\`${key}\` has no \`${operator}\``,
        params: { help: `use ${known.map((one) => `\`${one}\``).join(', ')}`, at: 'key' as const },
      })),
  )
}

function unknownKey(key: string): EntryProblem | undefined {
  if (key.trim() === '')
    return { path: [], message: 'a key is empty', params: { help: 'name an attribute key', at: 'key' } }
  if (openPrefixes.some((prefix) => key.startsWith(prefix) && key.length > prefix.length)) return undefined
  if (reservedKeys.includes(key) || !['span.', 'scope.', 'resource.', 'event.'].some((one) => key.startsWith(one)))
    return undefined
  const near = nearest(key, reservedKeys)
  return {
    path: [],
    message: `unknown reserved key \`${key}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    params: {
      help: `write \`${near ?? `span.attributes.${key}`}\`; an attribute of that name is \`span.attributes.${key}\``,
      at: 'key',
    },
  }
}

type Operators = Exclude<SelectorTest, Literal | readonly Literal[]>

/** The operators of an entry, and those below its `not`, with their paths below the entry. */
function* operatorsIn(
  test: SelectorTest,
  path: EntryProblem['path'] = [],
): Generator<{ readonly given: Operators; readonly path: EntryProblem['path'] }> {
  if (isLiteral(test) || Array.isArray(test)) return
  const given = test as Operators
  yield { given, path }
  if (given.not !== undefined) yield* operatorsIn(given.not, [...path, 'not'])
}

/** Literals that an entry names, with their paths below it. */
function* literalsOf(
  test: SelectorTest,
  path: EntryProblem['path'] = [],
): Generator<{ readonly value: Literal; readonly path: EntryProblem['path'] }> {
  if (isLiteral(test)) yield { value: test, path }
  else if (Array.isArray(test)) {
    for (const [index, value] of (test as readonly Literal[]).entries()) yield { value, path: [...path, index] }
  } else {
    const given = test as Operators
    if (given.eq !== undefined) yield { value: given.eq, path: [...path, 'eq'] }
    if (given.anyOf !== undefined) yield* literalsOf(given.anyOf, [...path, 'anyOf'])
    if (given.not !== undefined) yield* literalsOf(given.not, [...path, 'not'])
  }
}

function literalProblems(
  test: SelectorTest,
  isRefused: (value: Literal) => boolean,
  [message, help]: readonly [string, string],
): readonly EntryProblem[] {
  return [...literalsOf(test)]
    .filter(({ value }) => isRefused(value))
    .map(({ path }) => ({ path, message, params: { help } }))
}

function kindProblems(test: SelectorTest): readonly EntryProblem[] {
  const [unspecified, ...known] = spanKinds
  const isUnspecified = (value: Literal): boolean => value === unspecified
  return [
    ...literalProblems(test, isUnspecified, [`\`${unspecified}\` counts as \`internal\``, 'write `internal`']),
    ...wordProblems(test, known, 'span kind', isUnspecified),
  ]
}

function wordProblems(
  test: SelectorTest,
  known: readonly string[],
  what: string,
  isJudged: (value: Literal) => boolean = () => false,
): readonly EntryProblem[] {
  return [...literalsOf(test)]
    .filter(({ value }) => !isJudged(value) && (typeof value !== 'string' || !known.includes(value)))
    .map(({ value, path }) => {
      const near = nearest(String(value), known)
      const hint = near === undefined ? '' : `; did you mean \`${near}\`?`
      const help =
        near === undefined ? `use one of ${known.map((one) => `\`${one}\``).join(', ')}` : `write \`${near}\``
      return { path, message: `\`${String(value)}\` is no ${what}${hint}`, params: { help } }
    })
}

function textProblems(key: string, test: SelectorTest): readonly EntryProblem[] {
  return [...literalsOf(test)]
    .filter(({ value }) => typeof value !== 'string')
    .map(({ value, path }) => ({
      path,
      message: `\`${String(value)}\` is no text, and \`${key}\` is always text`,
      params: { help: 'write it in quotes' },
    }))
}

/** Bounds of `span.duration` are durations, all others numbers. */
function boundProblems(key: string, test: SelectorTest): readonly EntryProblem[] {
  return [...operatorsIn(test)].flatMap(({ given, path }) =>
    (['min', 'max'] as const).flatMap((operator): readonly EntryProblem[] => {
      const value = given[operator] as number | string | undefined
      if (value === undefined) return []
      const at = [...path, operator]
      if (key === 'span.duration') {
        if (typeof value === 'string' && durationNano(value) !== undefined) return []
        const [, help] = literalsRefused[key]
        return [{ path: at, message: `\`${value}\` is no duration`, params: { help } }]
      }
      if (typeof value === 'number') return []
      const message = `\`${operator}\` is text \`${value}\`, expects a number`
      return [{ path: at, message, params: { help: 'write a number without quotes' } }]
    }),
  )
}
