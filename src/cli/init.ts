import { dirname, join, relative, sep } from 'node:path'

import { packNames } from '../contract/index.ts'
import { inferRecordings } from '../infer-recordings.ts'
import type { Unreadable } from '../model/report.ts'
import type { RecordingSet } from '../readers/index.ts'
import { printable } from '../reporters/index.ts'
import { parseOptions, type Command } from './command.ts'
import { contractsBelow } from './contract-files.ts'
import { exitCode } from './exit-code.ts'
import { findRecorded, type Recorded } from './init/find-recorded.ts'
import { instrumentationsIn } from './init/instrumentations.ts'
import { starterContract } from './init/starter.ts'
import { ciWorkflow } from './init/workflow.ts'
import { packageManifest, type PackageManifest } from './package-manifest.ts'
import type { Terminal } from './terminal.ts'
import { writeNew } from './write-new.ts'

const help = `usage: spanpact init

Sets up the package around the working directory: a contract drafted from the recordings in it, or one to start from
where there are none, and a CI workflow that checks it. Asks nothing, and leaves every file that exists as it is.
`

const defaultPack = 'otel-genai'

export const init: Command = {
  help,
  async run(argv, terminal) {
    parseOptions(argv, {})
    const manifest = packageManifest(terminal.cwd)
    const say = (line: string): void => terminal.stdout(`${printable(line)}\n`)
    describePackage(manifest, say)

    const recorded = await findRecorded(manifest.folder)
    describeRecorded(recorded, say)
    const contracts = await contractsBelow(manifest.folder)
    let unreadable: readonly Unreadable[] = []
    if (contracts.length > 0) say(`contract: ${listed(contracts)} exists and is left as it is`)
    else if (recorded.sets.length > 0) unreadable = await writeDraft(recorded.sets, manifest, terminal, say)
    else await writeStarter(manifest, say)

    // Without a recording there is nothing a workflow could check, and a red one helps nobody.
    if (recorded.sets.length > 0) writeWorkflow(manifest, say)
    say('')
    say('next:')
    if (manifest.hasManifest && !manifest.dependencies.includes('spanpact')) {
      say('  add spanpact to the dev dependencies: npm install --save-dev spanpact')
    }
    if (recorded.sets.length > 0) {
      say('  read the contract: delete what you do not promise, tighten what you do')
      say('  npx spanpact check')
    } else {
      say('  record a run of the agent with an OTLP exporter, as JSON lines or protobuf, into this package')
      say('  npx spanpact infer run.jsonl   drafts the spans of the contract from it')
      say('  npx spanpact init              adds the CI workflow once there is a recording')
    }
    return exitCode({ verdict: 'pass', unreadable })
  },
}

function describePackage({ name, hasManifest, dependencies }: PackageManifest, say: (line: string) => void): void {
  say(`package: ${name}${hasManifest ? '' : ' (no package.json)'}`)
  const found = instrumentationsIn(dependencies)
  say(
    found.length === 0
      ? 'instrumentations: none among the dependencies'
      : `instrumentations: ${found.map(({ dependency, title }) => `${dependency} (${title})`).join(', ')}`,
  )
}

function describeRecorded({ sets, transcripts }: Recorded, say: (line: string) => void): void {
  say(`recordings: ${sets.length === 0 ? 'none' : listed(sets.map(({ name }) => name))}`)
  if (transcripts.length > 0) {
    say(
      `chat transcripts: ${listed(transcripts.map(({ name }) => name))}; they hold messages, from which no spans are drafted`,
    )
  }
}

async function writeDraft(
  sets: readonly RecordingSet[],
  manifest: PackageManifest,
  terminal: Terminal,
  say: (line: string) => void,
): Promise<readonly Unreadable[]> {
  const folder = commonFolder(sets)
  const { text, draft, findings, unreadable } = await inferRecordings(sets, {
    fallbackName: manifest.name,
    recordings: (held) => recordingPatterns(held, folder),
    now: terminal.now,
  })
  if (text === null) {
    await writeStarter(manifest, say)
    return unreadable
  }
  const name = join(folder, `${fileName(manifest.name)}.contract.yaml`)
    .split(sep)
    .join('/')
  const { spans, runs } = draft.evidence
  report(name, writeNew(join(manifest.folder, name), text), say)
  say(`  ${draft.spans.length} span clauses from ${spans} spans in ${runs} ${runs === 1 ? 'run' : 'runs'}`)
  for (const { message } of findings) say(`  the recordings do not keep it: ${message}`)
  for (const { recording, message } of unreadable) say(`  unreadable: ${recording}: ${message}`)
  if (unreadable.length > 0) say('  a check of these recordings exits with 2: mend or remove what cannot be read')
  return unreadable
}

/** The recordings by name, or by their folders where there are many. */
function recordingPatterns(sets: readonly RecordingSet[], folder: string): readonly string[] {
  const names =
    sets.length > listedRecordings ? new Set(sets.map(({ name }) => dirname(name))) : sets.map(({ name }) => name)
  return [...names].map((name) => relative(folder, name).split(sep).join('/') || '.')
}

/** The folder in which, or below which, all recordings lie; relative to the package. */
function commonFolder(sets: readonly RecordingSet[]): string {
  const folders = sets.map(({ name }) => dirname(name).split('/'))
  const [first = []] = folders
  const shared = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part))
  return (shared === -1 ? first : first.slice(0, shared)).join('/') || '.'
}

async function writeStarter(manifest: PackageManifest, say: (line: string) => void): Promise<void> {
  const shipped = await packNames()
  const wanted = instrumentationsIn(manifest.dependencies).map(({ pack }) => pack)
  const pack = wanted.find((name) => shipped.includes(name)) ?? defaultPack
  const name = fileName(manifest.name)
  const file = `${name}.contract.yaml`
  report(file, writeNew(join(manifest.folder, file), starterContract(name, pack)), say)
}

function writeWorkflow({ folder }: PackageManifest, say: (line: string) => void): void {
  const { file, text } = ciWorkflow(folder)
  report(relative(folder, file).split(sep).join('/'), writeNew(file, text), say)
}

function report(name: string, isWritten: boolean, say: (line: string) => void): void {
  say(isWritten ? `wrote ${name}` : `${name} exists and is left as it is`)
}

/** Names of packages and folders may hold anything; a file name and a contract's name had better not. */
function fileName(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return words === '' ? 'agent' : words
}

const listedNames = 5
const listedRecordings = 8

function listed(names: readonly string[]): string {
  const shown = names.slice(0, listedNames).join(', ')
  return names.length > listedNames ? `${shown} and ${names.length - listedNames} more` : shown
}
