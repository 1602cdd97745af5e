import { isScalar, type Pair, type Scalar, type YAMLError } from 'yaml'

interface Explanation {
  readonly offset: number
  readonly message: string
  readonly help: string
}

/** Says what a YAML syntax error means for somebody who writes contracts, with the quoted form where quoting cures it. */
export function explainYamlError(error: YAMLError, text: string, unclosedQuote: number | undefined): Explanation {
  const isQuote = error.code === 'MISSING_CHAR' && error.message.includes('quote')
  const offset = (isQuote ? unclosedQuote : undefined) ?? error.pos[0]
  const line = lineAround(text, offset)
  const template = templateTrap(line)
  if (template !== undefined) return { offset: line.start + template.index, ...template }
  const alias = aliasTrap(line)
  if (alias !== undefined) return { offset: line.start + alias.index, ...alias }
  if (error.code === 'TAB_AS_INDENT') {
    return { offset, message: 'a tab indents this line; YAML indents with spaces', help: 'replace the tab by spaces' }
  }
  if (isQuote) {
    return {
      offset,
      message: 'a quote is not closed',
      help: "close the quote, or double it inside single quotes: `''`",
    }
  }
  const [reason = error.message] = error.message.split('\n')
  return { offset, message: `the YAML does not parse: ${decapitalise(reason)}`, help: helpFor(error, line.text) }
}

function helpFor(error: YAMLError, line: string): string {
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' && /: .*: /.test(line)) return 'quote the text that contains `: `'
  return 'check the indentation, and quote text that starts with a sign such as `{`, `[`, `*`, `&`, `@` or `%`'
}

interface Line {
  readonly start: number
  readonly text: string
}

function lineAround(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1
  const end = text.indexOf('\n', start)
  // Longer lines are no place for a name, and the patterns below should not have to look at them.
  return { start, text: text.slice(start, Math.min(end === -1 ? text.length : end, start + 1000)) }
}

/** A plain value that starts with a `{placeholder}` and goes on as text. */
function templateTrap({ text }: Line): { index: number; message: string; help: string } | undefined {
  const match = /^(\s*(?:- )?(?:[\w.'"-]+: )?)(\{[\w.-]+\}[^,#]*)/.exec(text)
  const written = match?.[2]?.trimEnd()
  if (match?.[1] === undefined || written === undefined) return undefined
  return {
    index: match[1].length,
    message: `text that starts with \`{\` is a map in YAML`,
    help: `quote it: \`'${written}'\``,
  }
}

/** A plain value that starts with `*`. */
function aliasTrap({ text }: Line): { index: number; message: string; help: string } | undefined {
  const match = /^(.*?(?:: |- |\[|, |^\s*))(\*[^\s,\]}#]*)/.exec(text)
  const written = match?.[2]
  if (match?.[1] === undefined || written === undefined) return undefined
  return {
    index: match[1].length,
    message: `\`${written}\` starts with \`*\`, which is an alias in YAML`,
    help: `quote it: \`'${written}'\``,
  }
}

function decapitalise(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** A plain text inside `{ }` that a comma ended, and what became of the rest. */
export interface CutText {
  /** Offset of the first word after the comma. */
  readonly at: number
  readonly words: string
  /** Key whose text was cut. */
  readonly key: string
  readonly quoted: string
  /** The pairs that are no keys. */
  readonly pairs: readonly Pair[]
}

/** Texts of a flow map that were meant to go on behind a comma: what follows them is a key without a colon. */
export function cutTexts(items: readonly Pair[], text: string): readonly CutText[] {
  const found: CutText[] = []
  for (const [index, { key, value }] of items.entries()) {
    if (!isScalar(key) || !isScalar(value) || value.type !== 'PLAIN' || typeof value.value !== 'string') continue
    const rest = items.slice(index + 1)
    const end = rest.findIndex((pair) => pair.value !== null || !isScalar(pair.key))
    const pairs = end === -1 ? rest : rest.slice(0, end)
    const [first, last] = [pairs[0]?.key, pairs.at(-1)?.key]
    if (!isScalar(first) || !isScalar(last)) continue
    const whole = text.slice(value.range?.[0], last.range?.[1])
    found.push({
      at: first.range?.[0] ?? 0,
      words: String(first.source ?? first.value),
      key: String(key.value),
      quoted: `'${whole.replaceAll("'", "''")}'`,
      pairs,
    })
  }
  return found
}

/** Longer ones are infinite as numbers. */
const longestInteger = 300

/** The digits of a whole number that is not the one the file will be read as; undefined for any other value. */
export function roundedInteger({ value, source }: Scalar): string | undefined {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return undefined
  if (!/^[-+]?\d+$/.test(source)) return undefined
  const isExact = source.length <= longestInteger && BigInt(source.replace('+', '')) === BigInt(value)
  return isExact ? undefined : source.slice(0, 40)
}
