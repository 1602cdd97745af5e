import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

import type { CheckReport } from '../../src/model/report.ts'

export const repository = resolve(import.meta.dirname, '../..')
const bin = join(repository, 'dist/cli/bin.js')

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** The report, when `--format json` was asked for. */
  readonly report: () => CheckReport
}

/** Runs the built command in a folder, without colour and with a fixed clock where a command knows `--now`. */
export function spanpact(
  cwd: string,
  args: readonly string[],
  input?: string | Uint8Array,
  more: NodeJS.ProcessEnv = {},
): CliResult {
  const { FORCE_COLOR: _, NO_COLOR: __, COLUMNS: ___, ...rest } = process.env
  const env = { ...rest, ...more }
  const result = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
    ...(input === undefined ? {} : { input }),
  })
  return {
    code: result.status,
    stdout: result.stdout,
    stderr: result.stderr,
    report: () => JSON.parse(result.stdout) as CheckReport,
  }
}

/** A temporary folder with files, removed after the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'spanpact-test-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}
