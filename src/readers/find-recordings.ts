import { glob, readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { Unreadable } from '../model/report.ts'
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
}

/** Content that a directory is searched for, by the end of the name; compression may follow. */
const recordingName = /\.(?:json|jsonl|ndjson|pb|binpb|otlp|proto-bin)(?:\.gz|\.zst)?$/
/** Files beside recordings that are none. */
const otherName =
  /(?:^|\.)(?:contract|consumer|faults|accepted|lock)\.json$|^(?:package|tsconfig|jsconfig|composer|deno)\b.*\.json$/
const skippedFolder = /^(?:\..*|node_modules)$/

/** Time that the collector's file exporter puts into the name of a file when it starts the next one. */
const rotationTime = /-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}(?=\.|$)/

/**
 * Recordings that patterns stand for: files, globs and directories (searched to their depth). Files that a collector
 * rotated form one set, oldest first. The order is that of the names, by code unit.
 */
export async function findRecordings(patterns: readonly string[], cwd: string): Promise<FoundRecordings> {
  const paths = new Set<string>()
  const problems: Unreadable[] = []
  for (const pattern of patterns) {
    const found = await pathsOf(pattern, cwd)
    if (typeof found === 'string') problems.push({ recording: pattern, message: found })
    else for (const path of found) paths.add(path)
  }
  return { sets: setsOf([...paths].toSorted(byCodeUnit), cwd), problems }
}

/** Absolute paths of the recordings, or why there are none. */
async function pathsOf(pattern: string, cwd: string): Promise<readonly string[] | string> {
  const path = resolve(cwd, pattern)
  const kind = await kindOf(path)
  if (kind === 'file') return [path]
  if (kind === 'directory') {
    const found = await searched(path)
    return found.length > 0 ? found : 'the directory holds no recordings'
  }
  if (!/[*?[{]/.test(pattern)) return 'the file does not exist'
  const found: string[] = []
  for await (const match of glob(pattern, { cwd })) {
    const matched = resolve(cwd, match)
    const matchedKind = await kindOf(matched)
    const parts = relative(cwd, matched).split(sep)
    if (parts.slice(0, -1).some((part) => part !== '..' && skippedFolder.test(part))) continue
    if (matchedKind === 'directory' && !skippedFolder.test(parts.at(-1) ?? '')) found.push(...(await searched(matched)))
    else if (matchedKind === 'file' && !otherName.test(parts.at(-1) ?? '')) found.push(matched)
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

/** Recordings in a directory and those below it; links to directories are not followed. */
async function searched(directory: string): Promise<string[]> {
  const found: string[] = []
  let entries
  try {
    entries = await readdir(directory, { withFileTypes: true })
  } catch {
    return found
  }
  for (const entry of entries) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) {
      if (!skippedFolder.test(entry.name)) found.push(...(await searched(path)))
    } else if (recordingName.test(entry.name) && !otherName.test(entry.name) && (await kindOf(path)) === 'file') {
      found.push(path)
    }
  }
  return found
}

function setsOf(paths: readonly string[], cwd: string): RecordingSet[] {
  const sets = new Map<string, RecordingSource[]>()
  for (const path of paths) {
    const name = relative(cwd, path).split(sep).join('/')
    const key = rotationTime.test(name) ? name.replace(rotationTime, '').replace(/\.(?:gz|zst)$/, '') : name
    const files = sets.get(key) ?? []
    files.push(fileSource(path, name))
    sets.set(key, files)
  }
  return [...sets]
    .map(([key, files]) => ({ name: files.length === 1 ? (files[0]?.name ?? key) : key, files }))
    .toSorted((left, right) => byCodeUnit(left.name, right.name))
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
