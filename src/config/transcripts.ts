import { glob } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'

import { parseJsonPath, type JsonPath } from '../model/json-path.ts'
import type { TranscriptPaths } from '../model/transcript-paths.ts'

/** Recordings of one form of transcript. */
export interface TranscriptFiles {
  /** Glob, relative to the working directory. */
  readonly files: string
  readonly paths: TranscriptPaths
}

/** Paths as they are written, which validation has found good. */
type WrittenPaths = { readonly [Name in keyof TranscriptPaths]: string | undefined }

export function transcriptPaths(written: WrittenPaths): TranscriptPaths {
  const entries = Object.entries(written).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.map(([name, text]) => [name, goodPath(text)])) as unknown as TranscriptPaths
}

function goodPath(text: string): JsonPath {
  const path = parseJsonPath(text)
  if ('problem' in path) throw new TypeError(`path \`${text}\` ${path.problem}`)
  return path
}

/** Finds the files that entries name; the answer is by the name that recordings have in reports. */
export async function transcriptsByFile(
  { transcripts }: { readonly transcripts: readonly TranscriptFiles[] },
  cwd: string,
): Promise<(recording: string) => TranscriptPaths | undefined> {
  const byName = new Map<string, TranscriptPaths>()
  for (const { files, paths } of transcripts) {
    for await (const match of glob(files, { cwd })) {
      const name = relative(cwd, resolve(cwd, match)).split(sep).join('/')
      if (!byName.has(name)) byName.set(name, paths)
    }
  }
  return (recording) => byName.get(recording)
}
