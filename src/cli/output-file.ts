import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

import { SpanpactError } from '../model/spanpact-error.ts'
import type { Terminal } from './terminal.ts'

/**
 * The file that `-o` names for a new contract; undefined without.
 * @throws SpanpactError `usage` when it is no name of a contract, or exists.
 */
export function outputFile(name: string | undefined, { cwd }: Terminal): string | undefined {
  if (name === undefined) return undefined
  if (!/\.contract\.ya?ml$/.test(name)) {
    throw new SpanpactError('usage', `\`-o ${name}\` is no name of a contract; end it in \`.contract.yaml\``)
  }
  const path = resolve(cwd, name)
  if (existsSync(path)) throw outputExists(name)
  return path
}

export function outputExists(name: string): SpanpactError {
  return new SpanpactError('usage', `\`${name}\` exists and is left as it is; name another file`)
}
