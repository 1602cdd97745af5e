import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'

import { checkRecordings } from '../check-recordings.ts'
import {
  acceptFindings,
  loadAcceptances,
  loadConfig,
  transcriptsByFile,
  updateBaselines,
  type TrajectoryResults,
} from '../config/index.ts'
import { severities } from '../model/finding.ts'
import type { CheckReport } from '../model/report.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { readerIds } from '../readers/index.ts'
import { reporterIds, reporters, type ReporterId } from '../reporters/index.ts'
import { checkInputs } from './check-inputs.ts'
import { choose, clock, megabytes, parseOptions, type Command } from './command.ts'
import { exitCode } from './exit-code.ts'
import { namedSources } from './source-inputs.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

const help = `usage: spanpact check [recordings…] [-c contract…] [options]

Checks recordings (files, globs, directories, - for stdin) against contracts. Without -c: the contracts the
configuration names, else every *.contract.{yaml,json,ts} from the recording's folder up to the package root.
Without recordings: those the contracts name under \`recordings\`.

  -c, --contract FILE      a contract file or glob; repeatable
  --format FORMAT          ${reporterIds.join(', ')}; default: text
  --report FORMAT=FILE     also write this format to a file; repeatable
  --fail-on SEVERITY       error, warning or info; findings below never fail; default: error
  --source NAME=FILE       a second source of all recordings, such as invoice=2026-11.csv; repeatable
  --input-format FORMAT    read every recording as this format: ${readerIds.join(', ')}
  --explain                list idle clauses and the page of every finding
  --show-values            print values that reports redact
  --accept-existing        write an entry for every finding into spanpact.accepted.yaml, to be filled in
  -u, --update             write the baselines of trials anew from these recordings
  --memory SIZE            memory for spans before they go to temporary files, 256 or 1GB; default: 256
  --now DATE               the clock for sunsets and expiries
  --no-color, --quiet
`

export const check: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = parseOptions(argv, {
      contract: { type: 'string', short: 'c', multiple: true },
      format: { type: 'string', default: 'text' },
      report: { type: 'string', multiple: true, default: [] },
      'fail-on': { type: 'string', default: 'error' },
      source: { type: 'string', multiple: true, default: [] },
      'input-format': { type: 'string' },
      explain: { type: 'boolean', default: false },
      'show-values': { type: 'boolean', default: false },
      'accept-existing': { type: 'boolean', default: false },
      update: { type: 'boolean', short: 'u', default: false },
      memory: { type: 'string' },
      now: { type: 'string' },
      color: { type: 'boolean' },
      quiet: { type: 'boolean', default: false },
    })
    const format = choose('format', values.format, reporterIds)
    const files = values.report.map((entry) => reportFile(entry, terminal.cwd))
    const failOn = choose('severity', values['fail-on'], severities)
    const inputFormat =
      values['input-format'] === undefined ? undefined : choose('input format', values['input-format'], readerIds)
    const sources = namedSources(values.source, terminal.cwd)
    const now = clock(values.now, terminal)
    const config = await loadConfig(terminal.cwd)
    const memory = values.memory ?? config.memory
    const inputs = await checkInputs(positionals, values.contract, config, terminal)
    const trials: TrajectoryResults[] = []
    const report = await checkRecordings(inputs.recordings, {
      version: version(),
      now,
      failOn,
      severities: config.severities,
      // Reading and the program itself take about half of the default of 256 MB; the rest is for spans.
      memoryBytes: (memory === undefined ? megabytes('256') : megabytes(String(memory))) / 2,
      showValues: values['show-values'],
      ...(config.redaction?.key === undefined ? {} : { redactionKey: config.redaction.key }),
      acceptances: await loadAcceptances(terminal.cwd),
      allowedInconclusives: config.allowedInconclusives,
      explain: values.explain,
      prices: config.prices,
      sources,
      unreadable: inputs.unreadable,
      notes: inputs.notes,
      transcripts: await transcriptsByFile(config, terminal.cwd),
      ...(inputFormat === undefined ? {} : { format: inputFormat }),
      ...(values.update
        ? { keepTrials: (contract, clause, results) => void trials.push({ contract, clause, results }) }
        : {}),
    })
    if (values.update) await updateAll(report, trials, terminal)
    if (values['accept-existing']) {
      // What nothing exercised is no violation to live with: it is allowed by name in the configuration.
      const failing = report.findings.filter((finding) => finding.verdict === 'fail')
      const { file, added } = await acceptFindings(failing, terminal.cwd)
      terminal.stderr(`${added} entries added to ${file}; fill in reason, owner and expires of each\n`)
    }
    const color = values.color ?? terminal.color
    if (!values.quiet) terminal.stdout(render(report, format, { color, explain: values.explain }))
    for (const file of files) writeReport(file, render(report, file.id, { color: false, explain: values.explain }))
    return exitCode(report)
  },
}

/** What could not be read must not be missing from what later runs are compared with. */
async function updateAll(
  { unreadable }: CheckReport,
  trials: readonly TrajectoryResults[],
  terminal: Terminal,
): Promise<void> {
  if (unreadable.length > 0) {
    terminal.stderr('no baseline was written: some input could not be read\n')
    return
  }
  const files = await updateBaselines(trials.filter(({ clause }) => clause.trials?.baseline !== undefined))
  for (const file of files) terminal.stderr(`baseline ${file} written\n`)
}

function render(report: CheckReport, id: ReporterId, options: { color: boolean; explain: boolean }): string {
  return reporters[id].render(report, options)
}

function writeReport({ path, shown }: ReportFile, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SpanpactError('report-unwritable', `failed to write the report \`${shown}\`: ${reason}`, { cause })
  }
}

interface ReportFile {
  readonly id: ReporterId
  readonly path: string
  /** As it was named. */
  readonly shown: string
}

function reportFile(entry: string, cwd: string): ReportFile {
  const [format = '', ...rest] = entry.split('=')
  const file = rest.join('=')
  if (file === '') throw new SpanpactError('usage', `\`--report ${entry}\` names no file; write it as junit=report.xml`)
  return { id: choose('format', format, reporterIds), path: isAbsolute(file) ? file : join(cwd, file), shown: file }
}
