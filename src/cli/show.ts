import { choose, parseOptions, type Command } from './command.ts'
import { exitCode } from './exit-code.ts'
import { loadConfig, transcriptsByFile } from '../config/index.ts'
import { readerIds } from '../readers/index.ts'
import { showRecordings } from '../show-recordings.ts'
import { recordingInputs } from './recording-inputs.ts'
import { renderShow } from './render-show.ts'
import { SpanpactError } from '../model/spanpact-error.ts'

const help = `usage: spanpact show [recordings…] [options]

Says what was read: runs, spans, roots, orphans, errors. Recordings are files, globs, directories, or - for stdin.

  --run ID                 only the run whose id begins so
  --errors                 only runs with error spans
  --input-format FORMAT    read every file as this format: ${readerIds.join(', ')}
  --format text|json       default: text
  --no-color
`

export const show: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = parseOptions(argv, {
      run: { type: 'string' },
      errors: { type: 'boolean' },
      'input-format': { type: 'string' },
      format: { type: 'string', default: 'text' },
      color: { type: 'boolean' },
    })
    const output = choose('format', values.format, ['text', 'json'])
    if (positionals.length === 0) throw new SpanpactError('usage', 'name at least one recording, or `-` for stdin')
    const format =
      values['input-format'] === undefined ? undefined : choose('input format', values['input-format'], readerIds)
    const { sets, unreadable, notes } = await recordingInputs(positionals, terminal)
    const report = await showRecordings(sets, {
      unreadable,
      notes,
      transcripts: await transcriptsByFile(await loadConfig(terminal.cwd), terminal.cwd),
      ...(format === undefined ? {} : { format }),
      ...(values.run === undefined ? {} : { run: values.run }),
      ...(values.errors === undefined ? {} : { errors: values.errors }),
    })
    terminal.stdout(output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : renderShow(report))
    return exitCode({ verdict: 'pass', unreadable: report.unreadable })
  },
}
