import { existsSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'

import { ContractErrors, problemAt, readSource, shownPath, validate, type Source } from '../contract/index.ts'
import type { Acceptance } from '../model/acceptance.ts'
import type { Severity } from '../model/finding.ts'
import type { Price } from '../model/price.ts'
import { config as schema, type ConfigSource } from './schema.ts'
import { transcriptPaths, type TranscriptFiles } from './transcripts.ts'

/** Settings of one package, with every default filled in. */
export interface Config {
  /** Globs relative to `cwd`; empty: contracts are found beside the recordings. */
  readonly contracts: readonly string[]
  readonly recordings: readonly string[]
  /** By rule id; `off` removes the rule. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  readonly allowedInconclusives: readonly Acceptance[]
  readonly transcripts: readonly TranscriptFiles[]
  readonly prices: readonly Price[]
  /** Megabytes, or text with a unit. */
  readonly memory?: number | string
  readonly redaction?: { readonly key?: string }
}

const fileNames = ['spanpact.config.ts', 'spanpact.config.js', 'spanpact.config.yaml']

/**
 * Loads `spanpact.config.{ts,js,yaml}` of the package that `cwd` is in; without one, every setting has its default.
 * @throws ContractErrors `config-invalid` with every problem of the file.
 */
export async function loadConfig(cwd: string): Promise<Config> {
  const root = packageRoot(cwd)
  const found = fileNames.filter((name) => existsSync(join(root, name)))
  const [name, second] = found
  if (name === undefined) {
    return { contracts: [], recordings: [], severities: {}, allowedInconclusives: [], transcripts: [], prices: [] }
  }
  const path = join(root, name)
  const source = await readSource(path, shownPath(path, cwd))
  const problems = [...source.problems, ...(source.value === undefined ? [] : validate(schema, source))]
  if (second !== undefined) {
    problems.push(
      problemAt(source, [], 'key', `\`${second}\` lies beside it, and only one is read`, `remove \`${second}\``),
    )
  }
  if (problems.length > 0) throw new ContractErrors('config-invalid', problems)
  return resolveConfig(source.value as ConfigSource, source, shownPath(root, cwd))
}

function resolveConfig(written: ConfigSource, source: Source, folder: string): Config {
  const rebase = (globs: readonly string[] = []): readonly string[] => globs.map((glob) => posix.join(folder, glob))
  return {
    contracts: rebase(written.contracts),
    recordings: rebase(written.recordings),
    severities: written.severities ?? {},
    allowedInconclusives: (written.allowInconclusive ?? []).map(
      ({ finding, contract, path, reason, expires }, index) => ({
        finding,
        contract: contract ?? '',
        ...(path === undefined ? {} : { path }),
        reason,
        owner: '',
        expires,
        file: source.file,
        line: source.positions.key(['allowInconclusive', index])?.line ?? 1,
      }),
    ),
    transcripts: (written.transcripts ?? []).map(({ files, ...paths }) => ({
      files: posix.join(folder, files),
      paths: transcriptPaths(paths),
    })),
    prices: (written.prices ?? []).map(({ model, provider, from, input, output, ...parts }) => ({
      model,
      provider: provider ?? null,
      from,
      input,
      output,
      cachedInput: parts.cachedInput ?? null,
      cacheWrite: parts.cacheWrite ?? null,
      reasoning: parts.reasoning ?? null,
    })),
    ...(written.memory === undefined ? {} : { memory: written.memory }),
    ...(written.redaction === undefined ? {} : { redaction: written.redaction as { key?: string } }),
  }
}

/** The nearest folder with a `package.json`, or `cwd` itself. */
function packageRoot(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) return resolve(cwd)
  }
}
