import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { assertions } from '../assertions/index.ts'
import { lintRules } from '../contract/index.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { nearest } from '../model/nearest.ts'
import { reconcileFindings } from '../reconcile/index.ts'
import { rules } from '../rules/index.ts'
import { choose, parseOptions, type Command } from './command.ts'
import { packageRoot } from './version.ts'

const help = `usage: spanpact rules [id] [options]

Lists every rule, assertion and reconciliation with its severity, or prints the page of one.

  --format text|json   default: text
`

const kinds = ['rule', 'assertion', 'reconcile', 'lint'] as const

interface Row {
  readonly id: string
  readonly kind: (typeof kinds)[number]
  readonly severity: string
  readonly summary: string
  readonly docs: string
}

export const rulesCommand: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = parseOptions(argv, { format: { type: 'string', default: 'text' } })
    const format = choose('format', values.format, ['text', 'json'])
    const rows = listRows()
    const [id] = positionals
    if (id === undefined) {
      terminal.stdout(
        format === 'json' ? `${JSON.stringify({ schemaVersion: 1, rules: rows }, null, 2)}\n` : table(rows),
      )
      return 0
    }
    const row = rows.find((candidate) => candidate.id === id)
    if (row === undefined) {
      const near = nearest(
        id,
        rows.map((candidate) => candidate.id),
      )
      throw new SpanpactError(
        'usage',
        `unknown rule \`${id}\`${near === undefined ? '; `spanpact rules` lists all' : `; did you mean \`${near}\`?`}`,
      )
    }
    const page = readFileSync(join(packageRoot(), row.docs), 'utf8')
    terminal.stdout(format === 'json' ? `${JSON.stringify({ schemaVersion: 1, rule: row, page }, null, 2)}\n` : page)
    return 0
  },
}

function listRows(): Row[] {
  return [
    ...rules.map(({ id, severity, summary }) => ({
      id,
      kind: 'rule' as const,
      severity,
      summary,
      docs: `docs/rules/${id}.md`,
    })),
    ...assertions.map(({ id, severity, summary, docs }) => ({
      id,
      kind: 'assertion' as const,
      severity,
      summary,
      docs,
    })),
    ...reconcileFindings.map(({ id, severity, summary, docs }) => ({
      id,
      kind: 'reconcile' as const,
      severity,
      summary,
      docs,
    })),
    ...lintRules.map(({ id, severity, summary }) => ({
      id,
      kind: 'lint' as const,
      severity,
      summary,
      docs: `docs/lint/${id}.md`,
    })),
  ].sort((left, right) => kinds.indexOf(left.kind) - kinds.indexOf(right.kind) || (left.id < right.id ? -1 : 1))
}

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.id.length))
  return rows
    .map((row) => `${row.id.padEnd(width)}  ${row.kind.padEnd(9)}  ${row.severity.padEnd(7)}  ${row.summary}\n`)
    .join('')
}
