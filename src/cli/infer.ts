import { dirname, relative, resolve, sep } from 'node:path'

import { loadConfig, transcriptsByFile } from '../config/index.ts'
import { inferRecordings, type InferResult } from '../infer-recordings.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { readerIds, type RecordingSet } from '../readers/index.ts'
import { printable } from '../reporters/index.ts'
import { choose, parseOptions, type Command } from './command.ts'
import { exitCode } from './exit-code.ts'
import { outputExists, outputFile } from './output-file.ts'
import { packageManifest } from './package-manifest.ts'
import { recordingInputs } from './recording-inputs.ts'
import { spoolStdin } from './spool-stdin.ts'
import type { Terminal } from './terminal.ts'
import { writeNew } from './write-new.ts'

const help = `usage: spanpact infer [recordings…] [options]

Drafts a contract from recordings (files, globs, directories, - for stdin), checks it against them, and prints it.
Every clause has its evidence beside it; read the draft before you rely on it.

  -o, --output FILE        write to this file, *.contract.yaml, instead; a file that exists is left as it is
  --name NAME              name of the contract; default: the service of the spans, else the package
  --all                    also spans of frameworks and libraries around those of agents and models
  --input-format FORMAT    read every file as this format: ${readerIds.join(', ')}
`

export const infer: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = parseOptions(argv, {
      output: { type: 'string', short: 'o' },
      name: { type: 'string' },
      all: { type: 'boolean', default: false },
      'input-format': { type: 'string' },
    })
    if (positionals.length === 0) throw new SpanpactError('usage', 'name at least one recording, or `-` for stdin')
    const format =
      values['input-format'] === undefined ? undefined : choose('input format', values['input-format'], readerIds)
    const output = outputFile(values.output, terminal)
    const { sets, unreadable, notes } = await recordingInputs(
      positionals.filter((pattern) => pattern !== '-'),
      terminal,
    )
    const spool = positionals.includes('-') ? await spoolStdin(terminal) : undefined
    const all: RecordingSet[] = [...sets, ...(spool === undefined ? [] : [{ name: '-', files: [spool.source] }])]
    try {
      const result = await inferRecordings(all, {
        ...(values.name === undefined ? {} : { name: values.name }),
        fallbackName: packageManifest(terminal.cwd).name,
        recordings: (held) =>
          recordingPatterns(
            held.length === all.length ? positionals : held.map((set) => set.name),
            output === undefined ? terminal.cwd : dirname(output),
            terminal.cwd,
          ),
        all: values.all,
        transcripts: await transcriptsByFile(await loadConfig(terminal.cwd), terminal.cwd),
        now: terminal.now,
        ...(format === undefined ? {} : { format }),
      })
      for (const problem of [...unreadable, ...result.unreadable]) {
        terminal.stderr(`unreadable: ${printable(`${problem.recording}: ${problem.message}`)}\n`)
      }
      for (const note of notes) terminal.stderr(`note: ${printable(`${note.recording}: ${note.message}`)}\n`)
      return deliver(result, values.output, output, terminal, [...unreadable, ...result.unreadable])
    } finally {
      spool?.remove()
    }
  },
}

/** The recordings as the contract's file names them. */
function recordingPatterns(patterns: readonly string[], folder: string, cwd: string): readonly string[] {
  return patterns
    .filter((pattern) => pattern !== '-')
    .map((pattern) => relative(folder, resolve(cwd, pattern)).split(sep).join('/') || '.')
}

function deliver(
  result: InferResult,
  name: string | undefined,
  output: string | undefined,
  terminal: Terminal,
  unreadable: readonly unknown[],
): number {
  const { text, draft, findings, verdict } = result
  if (text === null) {
    terminal.stderr(`spanpact infer: ${nothingToDraw(result)}\n`)
    return 2
  }
  if (output === undefined) terminal.stdout(text)
  else if (!writeNew(output, text)) {
    throw outputExists(name!)
  } else {
    const { spans, runs } = draft.evidence
    const clauses = `${draft.spans.length} span ${draft.spans.length === 1 ? 'clause' : 'clauses'}`
    terminal.stdout(
      `wrote ${name}: ${clauses} from ${spans} ${spans === 1 ? 'span' : 'spans'} in ${runs} ${runs === 1 ? 'run' : 'runs'}\n`,
    )
    if (verdict === 'pass') terminal.stdout('the recordings keep it; read it, then run `npx spanpact check`\n')
  }
  for (const { message } of findings) terminal.stderr(`the recordings do not keep the draft: ${printable(message)}\n`)
  return exitCode({ verdict, unreadable })
}

function nothingToDraw({ draft, unreadable }: InferResult): string {
  if (draft.evidence.transcriptSpans > 0) {
    return 'the recordings are chat transcripts, which have messages and no spans of the agent: nothing can be said of names and attributes; record the agent with an OpenTelemetry exporter'
  }
  if (draft.evidence.spans > 0) return 'no span has a name or an attribute that a clause could select it by'
  return unreadable.length > 0 ? 'no span could be read' : 'the recordings hold no spans'
}
