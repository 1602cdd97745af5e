import { choose, parseOptions, type Command } from './command.ts'
import { exitCode } from './exit-code.ts'
import { loadConfig, transcriptsByFile } from '../config/index.ts'
import { readerIds } from '../readers/index.ts'
import { painter } from '../reporters/index.ts'
import { showRecordings } from '../show-recordings.ts'
import { recordingInputs } from './recording-inputs.ts'
import { maxTrees, renderShow } from './render-show.ts'
import type { ShowReport } from '../model/report.ts'
import { SpanpactError } from '../model/spanpact-error.ts'

const help = `usage: spanpact show [recordings…] [options]

Says what was read: runs, agents, model and tool calls, tokens, and a tree of steps with times. Recordings are files,
globs, directories, or - for stdin.

  --run ID                 only the run whose id begins so
  --tool NAME              only runs that call this tool
  --errors                 only runs with error spans or failed tool calls
  --spans                  list the spans that were merged into each step
  --steps                  steps in the JSON output; in text, all runs and their trees
  --input-format FORMAT    read every file as this format: ${readerIds.join(', ')}
  --format text|json       default: text
  --no-color

exit codes: 0 runs are shown, 2 something could not be read, 3 no run matches, or the recordings hold none
`

export const show: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = parseOptions(argv, {
      run: { type: 'string' },
      tool: { type: 'string' },
      errors: { type: 'boolean' },
      spans: { type: 'boolean' },
      steps: { type: 'boolean' },
      'input-format': { type: 'string' },
      format: { type: 'string', default: 'text' },
      color: { type: 'boolean' },
    })
    const output = choose('format', values.format, ['text', 'json'])
    if (positionals.length === 0) throw new SpanpactError('usage', 'name at least one recording, or `-` for stdin')
    const format =
      values['input-format'] === undefined ? undefined : choose('input format', values['input-format'], readerIds)
    const config = await loadConfig(terminal.cwd)
    const { sets, unreadable, notes } = await recordingInputs(positionals, terminal)
    const allSteps = values.steps === true
    const report = await showRecordings(sets, {
      unreadable,
      notes,
      transcripts: await transcriptsByFile(config, terminal.cwd),
      prices: config.prices,
      steps: output === 'json' || allSteps ? allSteps : { upToRuns: maxTrees },
      ...(format === undefined ? {} : { format }),
      ...(values.run === undefined ? {} : { run: values.run }),
      ...(values.tool === undefined ? {} : { tool: values.tool }),
      ...(values.errors === undefined ? {} : { errors: values.errors }),
    })
    const layout = {
      paint: painter(values.color ?? terminal.color),
      width: terminal.width,
      withSpans: values.spans === true,
      isWhole: allSteps,
    }
    if (output === 'json') for (const part of jsonParts(report)) terminal.stdout(part)
    else terminal.stdout(renderShow(report, layout))
    // Nothing that matched is no success: a filter in CI may have been mistyped.
    return exitCode({ verdict: report.runs.length === 0 ? 'inconclusive' : 'pass', unreadable: report.unreadable })
  },
}

/** The report as JSON, run by run: that of thousands of runs with their steps is longer than a string can be. */
function* jsonParts({ schemaVersion, runs, ...rest }: ShowReport): Generator<string> {
  const whole = JSON.stringify({ schemaVersion, runs: [], ...rest }, null, 2)
  const [head = '', tail = ''] = runs.length === 0 ? [whole] : whole.split('"runs": []', 2)
  yield runs.length === 0 ? head : `${head}"runs": [`
  for (const [at, run] of runs.entries()) {
    yield `${at === 0 ? '' : ','}\n    ${JSON.stringify(run, null, 2).replaceAll('\n', '\n    ')}`
  }
  yield runs.length === 0 ? '\n' : `\n  ]${tail}\n`
}
