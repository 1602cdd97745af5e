import { readFile } from 'node:fs/promises'

import { SpanpactError } from '../../model/spanpact-error.ts'
import { readTypeScript } from './typescript.ts'
import { maxSourceBytes, createPositions, type Source } from './source.ts'
import { parseYaml } from './yaml.ts'

/** How a file's text is read: from disk, unless a caller brings its own. */
export type ReadFile = (path: string) => Promise<string>

export const readFromDisk: ReadFile = (path) => readFile(path, 'utf8')

/**
 * Reads a YAML, JSON or TypeScript file as plain data with places.
 * `file` is the name in messages; `path` is where it lies.
 * @throws SpanpactError `file-unreadable` when it cannot be opened.
 */
export async function readSource(path: string, file: string, read: ReadFile = readFromDisk): Promise<Source> {
  let text: string
  try {
    text = await read(path)
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new SpanpactError('file-unreadable', `failed to read \`${file}\`: ${reason}`, { position: { file }, cause })
  }
  return parseSource(text, path, file)
}

/** The same for text at hand; TypeScript is still imported from `path`. */
export async function parseSource(text: string, path: string, file: string): Promise<Source> {
  if (text.length > maxSourceBytes) return tooLarge(text, file)
  return /\.[cm]?[jt]s$/.test(path) ? readTypeScript(text, path, file) : parseYaml(text.replace(/^\uFEFF/, ''), file)
}

function tooLarge(text: string, file: string): Source {
  const message = `the file has ${text.length} characters, more than ${maxSourceBytes}`
  const problem = { file, line: 1, column: 1, path: '', message, help: 'split the file and use `extends`' }
  return { file, text: '', value: undefined, positions: createPositions(), problems: [problem] }
}
