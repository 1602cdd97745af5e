import { verdictOf } from '../check/index.ts'
import { loadConfig } from '../config/index.ts'
import { lintFiles, type LintResult, type Overlap } from '../contract/index.ts'
import { severities, type Finding } from '../model/finding.ts'
import type { CheckReport } from '../model/report.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { printable, reporterIds, reporters } from '../reporters/index.ts'
import { choose, parseOptions, type Command } from './command.ts'
import { contractsBelow, expandContracts } from './contract-files.ts'
import { exitCode } from './exit-code.ts'
import { version } from './version.ts'

/** The output of `lint --format json`. */
export interface LintReport extends CheckReport {
  /** With `--explain`: which of two overlapping selectors wins. */
  readonly explain?: readonly Overlap[]
}

const help = `usage: spanpact lint [contracts…] [options]

Checks contract files themselves: errors with their place, contradictory clauses, spans no selector can reach, unsafe
patterns. Without arguments: the contracts the configuration names, else every *.contract.{yaml,json,ts} below here.

  --format FORMAT          ${reporterIds.join(', ')}; default: text
  --fail-on SEVERITY       error, warning or info; default: error
  --explain                list which of two overlapping selectors wins, and the page of every finding (text, json)
  --no-color
`

export const lint: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = parseOptions(argv, {
      format: { type: 'string', default: 'text' },
      'fail-on': { type: 'string', default: 'error' },
      explain: { type: 'boolean', default: false },
      color: { type: 'boolean' },
    })
    const format = choose('format', values.format, reporterIds)
    const failOn = choose('severity', values['fail-on'], severities)
    const config = await loadConfig(terminal.cwd)
    const patterns = positionals.length > 0 ? positionals : config.contracts
    const { files, missing } =
      patterns.length > 0
        ? await expandContracts(patterns, terminal.cwd)
        : { files: await contractsBelow(terminal.cwd), missing: [] }
    if (files.length === 0 && missing.length === 0) {
      throw new SpanpactError('usage', 'no contract was found below here; name one, or write a `*.contract.yaml`')
    }
    const { explain } = values
    const result = await lintFiles(files, { cwd: terminal.cwd, severities: config.severities, explain })
    const verdict = verdictOf(result.findings, failOn)
    const report = lintReport(result, files.length, verdict, missing)
    const shown: LintReport = explain ? { ...report, explain: result.overlaps } : report
    terminal.stdout(reporters[format].render(shown, { color: values.color ?? terminal.color, explain }))
    if (explain && format === 'text') terminal.stdout(overlapLines(result.overlaps))
    return exitCode(report)
  },
}

function overlapLines(overlaps: readonly Overlap[]): string {
  if (overlaps.length === 0) return '\nno two selectors of one contract overlap\n'
  const lines = overlaps.map(
    ({ file, line, winner, loser, reason }) => `  ${file}:${line} \`${winner}\` before \`${loser}\`: ${reason}`,
  )
  return `\nselectors that may meet in one span, the winner first:\n${lines.map(printable).join('\n')}\n`
}

/** Lint findings in the shape every reporter takes; no recording is read. */
function lintReport(
  result: LintResult,
  contracts: number,
  verdict: CheckReport['verdict'],
  missing: readonly string[],
): CheckReport {
  const count = (severity: Finding['severity']): number =>
    result.findings.filter((finding) => finding.severity === severity).length
  const unreadable = [
    ...missing.map((pattern) => ({ recording: pattern, message: 'no contract file has this name; check the path' })),
    ...result.problems.map(({ file, line, column, path, message, help: edit }) => ({
      recording: file,
      line,
      message: `column ${column}: ${message}${path === '' ? '' : ` (\`${path}\`)`}; ${edit}`,
    })),
  ]
  return {
    schemaVersion: 1,
    tool: { name: 'spanpact', version: version() },
    verdict: unreadable.length > 0 && verdict === 'pass' ? 'inconclusive' : verdict,
    summary: {
      recordings: 0,
      runs: 0,
      spans: 0,
      contracts,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      inconclusive: 0,
      accepted: 0,
      idle: 0,
    },
    findings: result.findings,
    unreadable,
    notes: [],
  }
}
