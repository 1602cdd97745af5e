import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

import type { SourceFiles } from '../check-recordings.ts'
import type { Contract } from '../model/contract.ts'
import type { Unreadable } from '../model/report.ts'
import { sourceEndings, sourceNames, type SourceName } from '../model/source-name.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { fileSource, type RecordingSet } from '../readers/index.ts'
import { choose } from './command.ts'

/**
 * Second sources named as `NAME=FILE`.
 * @throws SpanpactError `usage` for a name that no source has, one that comes twice, and a file that does not exist.
 */
export function namedSources(entries: readonly string[], cwd: string): SourceFiles {
  const files: { [Name in SourceName]?: ReturnType<typeof fileSource> } = {}
  for (const entry of entries) {
    const [written = '', ...rest] = entry.split('=')
    const file = rest.join('=')
    if (file === '') {
      throw new SpanpactError('usage', `\`--source ${entry}\` names no file; write it as invoice=invoice.csv`)
    }
    const name = choose('source', written, sourceNames)
    if (files[name] !== undefined) {
      throw new SpanpactError('usage', `\`--source ${name}\` is given twice; put the rows into one file`)
    }
    const path = resolve(cwd, file)
    if (!existsSync(path)) throw new SpanpactError('usage', `\`--source ${entry}\` names a file that does not exist`)
    files[name] = fileSource(path, file)
  }
  return files
}

/** Of the sources that contracts declare, those that lie beside a recording: `run.invoice.csv` beside `run.jsonl`. */
export function sourcesBeside(
  { name, files: [first] }: RecordingSet,
  contracts: readonly Contract[],
  cwd: string,
  unreadable: Unreadable[],
): SourceFiles {
  if (first === undefined || first.name === '-') return {}
  const stem = name.replace(/\.(?:gz|zst)$/i, '').replace(/\.[^./]*$/, '')
  const declared = new Set(contracts.flatMap(({ sources }) => sources.map((source) => source.name)))
  const found = [...declared].flatMap((source) => {
    const [file, second] = sourceEndings
      .map((ending) => `${stem}.${source}.${ending}`)
      .filter((candidate) => existsSync(resolve(cwd, candidate)))
    if (file === undefined) return []
    if (second !== undefined) {
      unreadable.push({
        recording: second,
        message: `\`${file}\` holds source \`${source}\` too; remove one of the two`,
      })
    }
    return [[source, fileSource(resolve(cwd, file), file)] as const]
  })
  return Object.fromEntries(found)
}
