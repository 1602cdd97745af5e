import {
  Composer,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type CST,
  type Document,
  type Node,
  type Pair,
} from 'yaml'

import type { ContractProblem } from '../problem.ts'
import { forbiddenKeys } from './plain-data.ts'
import {
  createPositions,
  maxSourceDepth,
  type Path,
  type Place,
  type PositionCollector,
  type Source,
} from './source.ts'
import { cutTexts, explainYamlError, roundedInteger } from './yaml-traps.ts'

/** Values that aliases may add to a file; more is an attack, not a contract. */
const maxAliasValues = 10_000
/** Syntax errors follow from each other; the first few say it all. */
const maxSyntaxProblems = 20

/**
 * Reads one YAML or JSON document (JSON is YAML) into plain data with the place of every key.
 * Never throws for what the text holds: all of that is in `problems`.
 */
export function parseYaml(text: string, file: string): Source {
  const lines = new LineCounter()
  const positions = createPositions()
  const problems: ContractProblem[] = []
  const report = (offset: number, path: Path, message: string, help: string): void => {
    const { line, col } = lines.linePos(offset)
    problems.push({ file, line: Math.max(1, line), column: Math.max(1, col), path: path.join('.'), message, help })
  }
  const source = (value: unknown): Source => ({ file, text, value, positions, problems })

  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const { deep, unclosedQuote } = inspect(tokens)
  if (deep !== undefined) {
    report(deep, [], `nests deeper than ${maxSourceDepth} levels`, 'flatten the structure')
    return source(undefined)
  }
  const documents = [...new Composer({ uniqueKeys: false, merge: false }).compose(tokens, true, text.length)]
  const [document, second] = documents
  const stumbles = new Set<number>()
  for (const one of documents) {
    for (const error of [...one.errors, ...one.warnings].slice(0, maxSyntaxProblems)) {
      const { offset, message, help } = explainYamlError(error, text, unclosedQuote)
      // One slip makes the parser stumble several times.
      if (!stumbles.has(offset)) report(offset, [], message, help)
      stumbles.add(offset)
    }
  }
  if (problems.length > 0) return source(undefined)
  if (second !== undefined) {
    const help = 'keep one document per file, without `---` between'
    report(second.range[0], [], 'holds more than one YAML document', help)
    return source(undefined)
  }
  if (document === undefined || document.contents === null || isEmpty(document.contents)) {
    report(0, [], 'the file is empty', 'start with `contract: <name>`')
    return source(undefined)
  }
  return source(readDocument(document, { text, lines, positions, report }))
}

interface Reading {
  readonly text: string
  readonly lines: LineCounter
  readonly positions: PositionCollector
  readonly report: (offset: number, path: Path, message: string, help: string) => void
}

function readDocument(document: Document, { text, lines, positions, report }: Reading): unknown {
  let aliasValues = 0

  const place = (node: Node): Place => {
    const [start, end] = node.range ?? [0, 0]
    const { line, col } = lines.linePos(start)
    return { line, column: col, start, end }
  }

  const read = (node: Node | null, path: Path, key: Place, aliases: readonly Node[]): unknown => {
    if (path.length > maxSourceDepth) throw new TooMuch()
    if (aliases.length > 0 && ++aliasValues > maxAliasValues) throw new TooMuch()
    positions.add(path, key, node === null ? key : place(node))
    if (node === null) return null
    if (isScalar(node)) {
      const exact = roundedInteger(node)
      if (exact !== undefined) {
        const message = `number \`${exact}\` is beyond 2^53 and would be rounded to \`${String(node.value)}\``
        const help = `write a number within ±${Number.MAX_SAFE_INTEGER}, or text in quotes: \`'${exact}'\``
        report(place(node).start ?? 0, path, message, help)
      }
      return node.value
    }
    if (isAlias(node)) {
      const target = node.resolve(document)
      if (target !== undefined && !aliases.includes(target)) return read(target, path, key, [...aliases, target])
      const written = `*${node.source}`
      const reason = target === undefined ? 'names no anchor of this file' : 'contains itself'
      const help = `quote it to write the text: \`'${written}'\``
      report(node.range?.[0] ?? 0, path, `\`${written}\` is a YAML alias and ${reason}`, help)
      return null
    }
    if (isSeq(node)) {
      return node.items.map((item, index) => {
        const child = isPair(item) ? null : (item as Node | null)
        return read(child, [...path, index], child === null ? key : place(child), aliases)
      })
    }
    if (!isMap(node)) return null
    const cut = node.flow === true ? cutTexts(node.items, text) : []
    for (const { at, words, key: name, quoted } of cut) {
      const message = `a comma ends text inside \`{ }\`, so \`${words}\` is a key of its own`
      report(at, [...path, name], message, `quote the text: \`${name}: ${quoted}\``)
    }
    const dropped = new Set(cut.flatMap(({ pairs }) => pairs))
    return readMap(
      node.items.filter((pair) => !dropped.has(pair)),
      path,
      key,
      aliases,
    )
  }

  const readMap = (items: readonly Pair[], path: Path, at: Place, aliases: readonly Node[]): unknown => {
    const map: Record<string, unknown> = {}
    for (const pair of items) {
      const node = pair.key as Node | null
      const key = isScalar(node) ? (typeof node.value === 'string' ? node.value : node.source) : undefined
      const keyPlace = node === null ? at : place(node)
      const offset = keyPlace.start ?? 0
      if (key === undefined) {
        report(offset, path, 'a key is no text', 'quote the key')
        continue
      }
      if (forbiddenKeys.has(key)) {
        report(offset, [...path, key], `key \`${key}\` is not available`, 'choose another key')
        continue
      }
      if (Object.hasOwn(map, key)) {
        const first = positions.key([...path, key])
        const where = first === undefined ? '' : `, first in line ${first.line}`
        report(offset, [...path, key], `key \`${key}\` occurs twice${where}`, 'merge the two entries, or rename one')
        continue
      }
      map[key] = read(pair.value as Node | null, [...path, key], keyPlace, aliases)
    }
    return map
  }

  try {
    const contents = document.contents as Node
    return read(contents, [], place(contents), [])
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error
    report(
      0,
      [],
      `aliases expand to more than ${maxAliasValues} values or ${maxSourceDepth} levels`,
      'write the values out',
    )
    return undefined
  }
}

class TooMuch extends Error {}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null
}

interface Inspection {
  /** Offset of a token nested too deep. */
  readonly deep?: number
  /** Offset at which a quoted text without end begins. */
  readonly unclosedQuote?: number
}

/** Looks at tokens before they are composed: composing deep ones recurses, and loses where a quote began. */
function inspect(tokens: readonly CST.Token[]): Inspection {
  let unclosedQuote: number | undefined
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (depth > maxSourceDepth) return { deep: token.offset }
    if (isUnclosed(token)) unclosedQuote = token.offset
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth })
    if (!('items' in token)) continue
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 })
      if (item.value) open.push({ token: item.value, depth: depth + 1 })
    }
  }
  return unclosedQuote === undefined ? {} : { unclosedQuote }
}

function isUnclosed(token: CST.Token): boolean {
  if (token.type !== 'single-quoted-scalar' && token.type !== 'double-quoted-scalar') return false
  const quote = token.type === 'single-quoted-scalar' ? "'" : '"'
  return token.source.length === 1 || !token.source.endsWith(quote)
}
