import type { YAMLError } from 'yaml'

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
