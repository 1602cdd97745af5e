/** Longer names are known by their beginning. */
const longestName = 120
const longestValue = 40

const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'
/** Whole words that change from span to span: UUIDs, hexadecimal and decimal numbers. */
const variable = new RegExp(
  `${uuid}|(?<![\\p{L}\\p{N}])(?:(?=[a-f]*\\d)[0-9a-f]{8,}|(?=[A-F]*\\d)[0-9A-F]{8,}|\\d+)(?![\\p{L}\\p{N}])`,
  'gu',
)

/** A part of a text that must not be written down. */
export interface Place {
  readonly start: number
  readonly length: number
}

/** Part of a name, and what stands for it in a pattern. */
interface Piece {
  readonly text: string
  /** RE2 syntax; absent for text that stands for itself. */
  readonly pattern?: string
}

/** Whether a value is an identifier rather than a word of a vocabulary. */
export function isIdLike(value: string): boolean {
  return value.length > longestValue || !/^[A-Za-z]/.test(value) || /\s{2}|\d{4}|[\p{Cc}]/u.test(value)
}

/**
 * The name a contract gives to spans of this name: itself, or a `/pattern/` where it holds numbers or ids, is too long,
 * or would be read as something else. `hidden` are parts that must not be written down.
 */
export function nameShape(name: string, hidden: readonly Place[]): string {
  const pieces = [...piecesOf(name, hidden)]
  const isLong = name.length > longestName
  const isPlain = pieces.every(({ pattern }) => pattern === undefined)
  if (isPlain && !isLong && !readsAsSyntax(name)) return name
  const pattern = pieces.map((piece) => piece.pattern ?? escapePattern(piece.text)).join('')
  if (!isLong) return `/^${pattern}$/`
  const [first] = pieces
  const beginning = first === undefined || first.pattern !== undefined ? '' : first.text.slice(0, longestName / 2)
  return `/^${escapePattern(beginning)}/`
}

/** The words of a shape, without what stands for numbers and ids; empty for one that any name would fit. */
export function wordsOf(shape: string): string {
  if (!isPattern(shape)) return shape
  return shape
    .slice(1, -1)
    .replace(/\[0-9a-fA-F-?\](?:\+|\{36\})|\\d\+|\.\+/g, ' ')
    .replace(/[\\^$]/g, '')
    .trim()
}

/** Whether a name of a contract is a pattern between slashes. */
export function isPattern(name: string): boolean {
  return name.length > 2 && name.startsWith('/') && name.endsWith('/')
}

/** Braces stand for attributes, and slashes around a name make it a pattern. */
function readsAsSyntax(name: string): boolean {
  return /\{[^{}]+\}/.test(name) || isPattern(name)
}

function* piecesOf(name: string, hidden: readonly Place[]): Iterable<Piece> {
  let at = 0
  for (const { start, length } of hidden) {
    if (start + length <= at) continue
    yield* variablePieces(name.slice(at, start))
    yield { text: name.slice(start, start + length), pattern: '.+' }
    at = start + length
  }
  yield* variablePieces(name.slice(at))
}

function* variablePieces(text: string): Iterable<Piece> {
  let at = 0
  for (const match of text.matchAll(variable)) {
    if (match.index > at) yield { text: text.slice(at, match.index) }
    yield { text: match[0], pattern: patternOf(match[0]) }
    at = match.index + match[0].length
  }
  if (at < text.length) yield { text: text.slice(at) }
}

function patternOf(text: string): string {
  if (/^\d+$/.test(text)) return '\\d+'
  return text.includes('-') ? '[0-9a-fA-F-]{36}' : '[0-9a-fA-F]+'
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/[\p{Cc}]/gu, '.')
}
