import { glob, readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { compareText } from '../model/compare-text.ts'
import { sourceEndings, sourceNames } from '../model/source-name.ts'
import type { Note, Unreadable } from '../model/report.ts'
import { passOver, passedOverWords, type PassedOver } from './passed-over.ts'
import { fileSource, type RecordingSource } from './recording-source.ts'

/** Files that are read one after another as one recording. */
export interface RecordingSet {
  /** Path relative to the working directory, with `/`; of rotated files, the name without the time. */
  readonly name: string
  readonly files: readonly RecordingSource[]
}

interface FoundRecordings {
  readonly sets: readonly RecordingSet[]
  /** Patterns that lead to no recording, each named as `recording`. */
  readonly problems: readonly Unreadable[]
  /** Of directories that hold recordings: how many other files were passed over. */
  readonly notes: readonly Note[]
}

/** What a search of directories comes across beside recordings. */
interface Search {
  readonly cwd: string
  readonly broken: Unreadable[]
  readonly passedOver: PassedOver
}

/** Content that a directory is searched for, by the end of the name; the number of a rotation and compression may follow. */
const recordingName = /\.(?:json|jsonl|ndjson|pb|binpb|otlp|proto-bin|traj)(?:\.\d{1,6})?(?:\.gz|\.zst)?$/i
/** Files beside recordings that are none. */
const otherName =
  /(?:^|\.)(?:contract|consumer|faults|accepted|lock)\.json$|^(?:package|tsconfig|jsconfig|composer|deno)\b.*\.json$/i
const skippedFolder = /^(?:\..*|node_modules)$/

/** Time that the collector's file exporter puts into the name of a file when it starts the next one. */
const rotationTime = /-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}(?=\.|$)/

/** Number that log rotation puts behind the name of a file: the higher, the older. */
const rotationNumber = /(\.[a-z-]+)\.(\d{1,6})(?=(?:\.gz|\.zst)?$)/i

/**
 * Recordings that patterns stand for: files, globs and directories (searched to their depth). Files that were
 * rotated form one set, oldest first. The order is that of the names, by code unit.
 */
export async function findRecordings(patterns: readonly string[], cwd: string): Promise<FoundRecordings> {
  const paths = new Set<string>()
  const problems: Unreadable[] = []
  const notes: Note[] = []
  for (const pattern of patterns) {
    const search: Search = { cwd, broken: [], passedOver: new Map() }
    const found = await pathsOf(pattern, search)
    problems.push(...search.broken)
    const others = passedOverWords(search.passedOver, nameOf(resolve(cwd, pattern), cwd))
    if (typeof found !== 'string') {
      const isNamed = found.length === 1 && found[0] === resolve(cwd, pattern)
      for (const path of isNamed ? found : withoutSources(found)) paths.add(path)
      if (others !== null) notes.push({ recording: pattern, message: others })
    } else if (search.broken.length === 0) {
      problems.push({ recording: pattern, message: others === null ? found : `${found}; ${others}` })
    }
  }
  return { sets: setsOf([...paths].toSorted(compareText), cwd), problems, notes }
}

const sourceName = new RegExp(`^(.*)\\.(?:${sourceNames.join('|')})\\.(?:${sourceEndings.join('|')})$`)

/** Second sources that lie beside a recording, such as `run.invoice.jsonl` beside `run.jsonl`, are none themselves. */
function withoutSources(paths: readonly string[]): readonly string[] {
  const stems = new Set(paths.map((path) => path.replace(/\.(?:gz|zst)$/i, '').replace(/\.[^./\\]*$/, '')))
  return paths.filter((path) => !stems.has(sourceName.exec(path)?.[1] ?? ''))
}

/** Absolute paths of the recordings, or why there are none; what cannot be followed goes to `broken`. */
async function pathsOf(pattern: string, search: Search): Promise<readonly string[] | string> {
  const { cwd, broken } = search
  const path = resolve(cwd, pattern)
  const kind = await kindOf(path)
  if (kind === 'file') return [path]
  if (kind === 'directory') {
    const found = await searched(path, search)
    return found.length > 0 ? found : 'the directory holds no recordings'
  }
  if (!/[*?[{]/.test(pattern)) return 'the file does not exist'
  const found: string[] = []
  for await (const match of glob(pattern, { cwd })) {
    const matched = resolve(cwd, match)
    const matchedKind = await kindOf(matched)
    const parts = relative(cwd, matched).split(sep)
    if (parts.slice(0, -1).some((part) => part !== '..' && skippedFolder.test(part))) continue
    if (matchedKind === 'directory' && !skippedFolder.test(parts.at(-1) ?? ''))
      found.push(...(await searched(matched, search)))
    else if (otherName.test(parts.at(-1) ?? '')) continue
    else if (matchedKind === 'file') found.push(matched)
    else if (matchedKind === 'none') broken.push(brokenLink(matched, cwd))
  }
  return found.length > 0 ? found : 'no recording matches this pattern'
}

async function kindOf(path: string): Promise<'file' | 'directory' | 'none'> {
  try {
    const stats = await stat(path)
    return stats.isDirectory() ? 'directory' : 'file'
  } catch {
    return 'none'
  }
}

function brokenLink(path: string, cwd: string): Unreadable {
  return { recording: nameOf(path, cwd), message: 'the link leads to no file; remove it or restore the file' }
}

function nameOf(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/')
}

/** Recordings in a directory and those below it; links to directories are not followed. */
async function searched(directory: string, search: Search): Promise<string[]> {
  const { cwd, broken, passedOver } = search
  const found: string[] = []
  let entries
  try {
    entries = await readdir(directory, { withFileTypes: true })
  } catch {
    broken.push({ recording: nameOf(directory, cwd), message: 'the directory cannot be read' })
    return found
  }
  for (const entry of entries) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) {
      if (!skippedFolder.test(entry.name)) found.push(...(await searched(path, search)))
    } else if (recordingName.test(entry.name) && !otherName.test(entry.name)) {
      const kind = await kindOf(path)
      if (kind === 'file') found.push(path)
      else if (kind === 'none') broken.push(brokenLink(path, cwd))
    } else if (entry.isFile() && !otherName.test(entry.name) && !sourceName.test(entry.name))
      passOver(entry.name, passedOver)
  }
  return found
}

function setsOf(paths: readonly string[], cwd: string): RecordingSet[] {
  const sets = new Map<string, RecordingSource[]>()
  for (const path of paths) {
    const name = nameOf(path, cwd)
    const key = keyOf(name)
    const files = sets.get(key) ?? []
    files.push(fileSource(path, name))
    sets.set(key, files)
  }
  return [...sets]
    .map(([key, files]) => ({
      name: files.length === 1 ? (files[0]?.name ?? key) : key,
      files: files.toSorted((left, right) => ageOf(right.name) - ageOf(left.name)),
    }))
    .toSorted((left, right) => compareText(left.name, right.name))
}

/** Name that the files of one rotation share. */
function keyOf(name: string): string {
  const running = name.replace(rotationTime, '').replace(rotationNumber, '$1')
  return running === name ? name : running.replace(/\.(?:gz|zst)$/i, '')
}

/** Number of the rotation; 0 for the running file. Times stand in the order of the names already. */
function ageOf(name: string): number {
  return Number(rotationNumber.exec(name)?.[2] ?? 0)
}
