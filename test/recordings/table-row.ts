/** What one recording holds, all runs of it together. Names are counted; an agent or model without one is `?`. */
export interface Counts {
  readonly runs: number
  readonly spans: number
  /** Spans without a parent id. */
  readonly roots: number
  /** Spans whose parent is not in the recording. */
  readonly orphans: number
  readonly agents: Readonly<Record<string, number>>
  readonly tools: Readonly<Record<string, number>>
  /** Null where only sums tell of them. */
  readonly modelCalls: number | null
  readonly input: number | null
  readonly output: number | null
}

export interface Row extends Counts {
  readonly file: string
  readonly format: string
  readonly dialects: string
}

/**
 * Reads a line `file | format | dialects | runs | spans | roots | orphans | agents | tools | model calls | tokens`: names
 * with `×` and how often, tokens as `input / output`, `?` what nobody knows.
 */
export function parseRow(line: string): Row {
  const [file, format, dialects, runs, spans, roots, orphans, agents, tools, modelCalls, tokens] = line
    .split('|')
    .map((cell) => cell.trim())
  const [input, output] = (tokens ?? '').split(' / ')
  return {
    file: file ?? '',
    format: format ?? '',
    dialects: dialects ?? '',
    runs: Number(runs),
    spans: Number(spans),
    roots: Number(roots),
    orphans: Number(orphans),
    agents: named(agents),
    tools: named(tools),
    modelCalls: known(modelCalls),
    input: known(input),
    output: known(output),
  }
}

function named(cell = ''): Record<string, number> {
  const parts = cell === '-' ? [] : cell.split(', ')
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', count] = part.split(' ×')
      return [name, Number(count)]
    }),
  )
}

function known(cell = ''): number | null {
  return cell === '?' ? null : Number(cell)
}
