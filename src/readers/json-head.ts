/** The start of JSON content, parsed as far as it goes. */
export interface JsonHead {
  /** The content is one list; its entries are the documents. */
  readonly isList: boolean
  /** The first documents: lines, values one after another, or entries of the list. The last one may be cut. */
  readonly documents: readonly unknown[]
}

/** Documents that are looked at: a format shows in the first, but signals and shapes may be mixed. */
const maxDocuments = 64

/** Every reader asks about the same head. */
const parsedHeads = new WeakMap<Buffer, JsonHead | null>()

/**
 * Parses what a stretch from the start of JSON content shows: open strings and brackets are closed where the stretch
 * ends, a member without value is left out. Null where the content is no JSON from its start.
 */
export function parseHead(head: Buffer): JsonHead | null {
  const known = parsedHeads.get(head)
  if (known !== undefined) return known
  const parsed = parseStretch(head)
  parsedHeads.set(head, parsed)
  return parsed
}

function parseStretch(head: Buffer): JsonHead | null {
  const text = head
    .toString('utf8')
    .replace(/\ufffd+$/, '')
    .trimStart()
  if (!text.startsWith('{') && !text.startsWith('[')) return null
  const documents: unknown[] = []
  let from = 0
  for (let tries = 0; from < text.length && tries < maxDocuments; tries++) {
    const end = endOfValue(text, from)
    const parsed = end === undefined ? parseCut(text.slice(from)) : parse(text.slice(from, end))
    if (parsed !== undefined) documents.push(parsed)
    // A damaged line hides none of the lines behind it.
    if (parsed === undefined) from = nextIndex(/(?<=\n)[[{]/g, text, from + 1)
    else if (end === undefined) break
    else from = nextIndex(/[[{]/g, text, end)
  }
  const [first] = documents
  if (first === undefined) return null
  return Array.isArray(first) && documents.length === 1
    ? { isList: true, documents: first.slice(0, maxDocuments) }
    : { isList: false, documents }
}

/** Where the next match starts, or the end of the text. `pattern` is global. */
function nextIndex(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? text.length
}

/** Index behind the object or list that starts at `from`; undefined where the text ends inside it. */
function endOfValue(text: string, from: number): number | undefined {
  let depth = 0
  for (let index = from; index < text.length; index++) {
    const char = text[index]
    if (char === '"') index = endOfString(text, index)
    else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') {
      depth -= 1
      if (depth === 0) return index + 1
    }
  }
  return undefined
}

/** Parses a value that breaks off: the longest beginning of it that can be closed. */
function parseCut(text: string): unknown {
  /** Closing brackets of what is open, innermost last. */
  const open: string[] = []
  /** The last place at which an entry or bracket is complete; no bracket stands behind it. */
  let end = 0
  for (let index = 0; index < text.length; index++) {
    const char = text[index]
    if (char === '"') {
      const close = endOfString(text, index)
      if (close >= text.length) {
        const whole = parse(`${withoutEscapeRest(text)}"${closing(open)}`)
        return whole === undefined ? parse(text.slice(0, end) + closing(open)) : whole
      }
      index = close
      continue
    }
    if (char === '{' || char === '[') open.push(char === '{' ? '}' : ']')
    else if (char === '}' || char === ']') open.pop()
    else if (char !== ',') continue
    end = char === ',' ? index : index + 1
  }
  return parse(text.slice(0, end) + closing(open))
}

function closing(open: readonly string[]): string {
  return open.toReversed().join('')
}

function withoutEscapeRest(text: string): string {
  return text.replace(/\\(?:u[\da-fA-F]{0,3})?$/, '')
}

function endOfString(text: string, open: number): number {
  let index = open + 1
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
