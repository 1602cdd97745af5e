import { createPositions, type Path, type Place, type Positions } from './source.ts'

/**
 * Finds the places of property keys in the object literal a file exports by default, without parsing TypeScript:
 * it follows literal objects and lists, and steps over every other expression.
 */
export function scanTypeScript(text: string): Positions {
  const positions = createPositions()
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  const place = (start: number, end: number): Place => {
    let low = 0
    let high = lineStarts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (lineStarts[middle]! <= start) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: start - lineStarts[low]! + 1, start, end }
  }

  const scanner = new Scanner(text)
  const readValue = (path: Path, key: Place | undefined): void => {
    scanner.skipSpace()
    const start = scanner.at
    if (path.length < 100 && text[start] === '{') readObject(path)
    else if (path.length < 100 && text[start] === '[') readList(path)
    else scanner.skipRegExp()
    scanner.skipExpression()
    positions.add(path, key ?? place(start, scanner.at), place(start, scanner.at))
  }
  const readObject = (path: Path): void => {
    scanner.at++
    while (!scanner.atEnd('}')) {
      const start = scanner.at
      const key = scanner.readKey()
      if (key === undefined) scanner.skipExpression()
      else readValue([...path, key], place(start, scanner.at))
      scanner.skipComma()
    }
    scanner.at++
  }
  const readList = (path: Path): void => {
    scanner.at++
    for (let index = 0; !scanner.atEnd(']'); index++) {
      readValue([...path, index], undefined)
      scanner.skipComma()
    }
    scanner.at++
  }

  const opening = /\bexport\s+default\s+(?:[\w.]+\s*\(\s*)?(?=\{)/.exec(text)
  if (opening !== null) {
    scanner.at = opening.index + opening[0].length
    readValue([], undefined)
  }
  return positions
}

class Scanner {
  at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** Steps over white space and comments. */
  skipSpace(): void {
    const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
    blank.lastIndex = this.at
    this.at += blank.exec(this.#text)?.[0].length ?? 0
  }

  /** Steps over a regular expression, whose quotes and brackets are no syntax. */
  skipRegExp(): void {
    const literal = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//y
    literal.lastIndex = this.at
    this.at += literal.exec(this.#text)?.[0].length ?? 0
  }

  skipComma(): void {
    this.skipSpace()
    if (this.#text[this.at] === ',') this.at++
  }

  /** Whether the closing bracket, or any other bracket or the end of the file, comes next. */
  atEnd(close: string): boolean {
    this.skipSpace()
    const next = this.#text[this.at]
    return next === undefined || next === close || next === ')' || next === ']' || next === '}' || next === ';'
  }

  /** Reads `key:`; undefined, without moving, for spreads, shorthands, computed keys and methods. */
  readKey(): string | undefined {
    const key = /(?:([\p{ID_Start}$_][\p{ID_Continue}$]*|\d+)|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")\s*:/uy
    key.lastIndex = this.at
    const match = key.exec(this.#text)
    if (match === null) return undefined
    this.at += match[0].length
    return match[1] ?? (match[2] ?? match[3] ?? '').replaceAll(/\\(.)/g, '$1')
  }

  /** Steps to the comma or closing bracket that ends the expression. */
  skipExpression(): void {
    let depth = 0
    for (; this.at < this.#text.length;) {
      this.skipSpace()
      const next = this.#text[this.at]
      if (next === undefined || (depth === 0 && (next === ',' || next === ';'))) return
      if (next === ')' || next === ']' || next === '}') {
        if (depth === 0) return
        depth--
      } else if (next === '(' || next === '[' || next === '{') depth++
      else if (next === "'" || next === '"' || next === '`') {
        this.#skipQuoted(next)
        continue
      }
      this.at++
    }
  }

  #skipQuoted(quote: string): void {
    this.at++
    while (this.at < this.#text.length && this.#text[this.at] !== quote) {
      if (this.#text[this.at] === '\\') this.at++
      else if (quote === '`' && this.#text.startsWith('${', this.at)) {
        this.at += 2
        this.skipExpression()
      }
      this.at++
    }
    this.at++
  }
}
