import { dirname, resolve } from 'node:path'

import type { RecordingInput } from '../check-recordings.ts'
import type { Config } from '../config/index.ts'
import {
  ContractErrors,
  findContracts,
  loadContract,
  nameClashes,
  shownPath,
  type ContractProblem,
} from '../contract/index.ts'
import type { Contract } from '../model/contract.ts'
import type { Note, Unreadable } from '../model/report.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import type { RecordingSet } from '../readers/index.ts'
import { contractsBelow, expandContracts } from './contract-files.ts'
import { createPackLoader, detectPack } from './fallback-pack.ts'
import { recordingInputs } from './recording-inputs.ts'
import { sourcesBeside } from './source-inputs.ts'
import type { Terminal } from './terminal.ts'

/** Recordings with the contracts that concern them, and what could not be opened. */
export interface CheckInputs {
  readonly recordings: readonly RecordingInput[]
  readonly unreadable: readonly Unreadable[]
  readonly notes: readonly Note[]
}

/**
 * Resolves the arguments of `check`. An invalid contract is reported with every problem and its place; the others are
 * still used.
 * @throws SpanpactError `usage` when nothing is named and nothing found.
 */
export async function checkInputs(
  patterns: readonly string[],
  contractPatterns: readonly string[] | undefined,
  config: Config,
  terminal: Terminal,
): Promise<CheckInputs> {
  const { cwd } = terminal
  const unreadable: Unreadable[] = []
  const load = createLoader(cwd, unreadable)
  const packs = createPackLoader()
  const named = contractPatterns ?? (config.contracts.length > 0 ? config.contracts : undefined)
  const expanded = named === undefined ? undefined : await expandContracts(named, cwd)
  for (const pattern of expanded?.missing ?? []) {
    unreadable.push({ recording: pattern, message: 'no contract file has this name; check the path after `-c`' })
  }
  const files = expanded?.files

  if (patterns.length > 0) {
    const found = await recordingInputs(patterns, terminal)
    unreadable.push(...found.unreadable)
    const recordings: RecordingInput[] = []
    for (const set of found.sets) {
      const concerning = files ?? (await findContracts(folderOf(set, cwd), cwd))
      // A mistyped `-c` is no reason to check against something else.
      const useFallback = named === undefined && concerning.length === 0
      const contracts = useFallback ? [await packs(await detectPack(set))] : await loadAll(concerning, load)
      recordings.push({ ...set, contracts, sources: sourcesBeside(set, contracts, cwd, unreadable) })
    }
    return { recordings, unreadable: [...unreadable, ...clashesOf(recordings)], notes: found.notes }
  }

  const own = files ?? (await contractsBelow(cwd))
  const { recordings, notes } = await namedByContracts(own, load, config, terminal, unreadable)
  if (recordings.length === 0 && unreadable.length === 0) {
    throw new SpanpactError('usage', 'no recording is named: give files, or list them under `recordings` of a contract')
  }
  return { recordings, unreadable: [...unreadable, ...clashesOf(recordings)], notes }
}

/** Two files with one contract name: what a finding or an acceptance says of it would be about either. */
function clashesOf(recordings: readonly RecordingInput[]): readonly Unreadable[] {
  return nameClashes(recordings.flatMap(({ contracts }) => contracts)).map(unreadableOf)
}

function unreadableOf({ file, line, column, path, message, help }: ContractProblem): Unreadable {
  const at = path === '' ? '' : ` (\`${path}\`)`
  return { recording: file, line, message: `column ${column}: ${message}${at}; ${help}` }
}

/** Recordings that contracts, or the configuration, name; a recording named by several contracts is checked once. */
async function namedByContracts(
  files: readonly string[],
  load: (file: string) => Promise<Contract | undefined>,
  config: Config,
  terminal: Terminal,
  unreadable: Unreadable[],
): Promise<{ readonly recordings: readonly RecordingInput[]; readonly notes: readonly Note[] }> {
  const notes = new Map<string, Note>()
  const byName = new Map<string, { set: RecordingSet; contracts: Contract[] }>()
  for (const file of files) {
    const contract = await load(file)
    if (contract === undefined) continue
    const patterns =
      contract.recordings.length > 0
        ? contract.recordings.map((pattern) => shownPath(resolve(terminal.cwd, dirname(file), pattern), terminal.cwd))
        : config.recordings
    const found = await recordingInputs(patterns, terminal)
    unreadable.push(...found.unreadable)
    for (const note of found.notes) notes.set(note.recording, note)
    for (const set of found.sets) {
      const known = byName.get(set.name)
      if (known === undefined) byName.set(set.name, { set, contracts: [contract] })
      else known.contracts.push(contract)
    }
  }
  return {
    recordings: [...byName.values()].map(({ set, contracts }) => ({
      ...set,
      contracts,
      sources: sourcesBeside(set, contracts, terminal.cwd, unreadable),
    })),
    notes: [...notes.values()],
  }
}

async function loadAll(
  files: readonly string[],
  load: (file: string) => Promise<Contract | undefined>,
): Promise<Contract[]> {
  const contracts = await Promise.all(files.map(load))
  return contracts.filter((contract) => contract !== undefined)
}

/** Loads each contract file once; an invalid one becomes an entry of the report per problem. */
function createLoader(cwd: string, unreadable: Unreadable[]): (file: string) => Promise<Contract | undefined> {
  const loaded = new Map<string, Promise<Contract | undefined>>()
  return (file) => {
    const known = loaded.get(file)
    if (known !== undefined) return known
    const contract = loadContract(file, { cwd }).catch((error: unknown) => {
      if (error instanceof ContractErrors) {
        unreadable.push(...error.problems.map(unreadableOf))
        return undefined
      }
      if (!(error instanceof SpanpactError)) throw error
      unreadable.push({ recording: file, message: error.message })
      return undefined
    })
    loaded.set(file, contract)
    return contract
  }
}

function folderOf(set: RecordingSet, cwd: string): string {
  const [first] = set.files
  return first === undefined || first.name === '-' ? cwd : resolve(cwd, dirname(first.name))
}
