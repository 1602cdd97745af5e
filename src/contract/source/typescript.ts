import { createHash } from 'node:crypto'
import { pathToFileURL } from 'node:url'

import { findNonData } from './plain-data.ts'
import { scanTypeScript } from './scan-typescript.ts'
import { problemAt, type Source } from './source.ts'

/**
 * Imports a TypeScript (or JavaScript) file through Node's own type stripping and takes its default export.
 * Places come from a scan of the text: what is computed gets the place of the nearest written key.
 */
export async function readTypeScript(text: string, path: string, file: string): Promise<Source> {
  const positions = scanTypeScript(text)
  const place = { file, positions }
  const failed = (message: string, help: string): Source => ({
    ...place,
    text,
    value: undefined,
    problems: [problemAt(place, [], 'key', message, help)],
  })
  let module: { readonly default?: unknown }
  try {
    const url = pathToFileURL(path)
    // A changed file is another module: watching sees the change, checking twice imports once.
    url.searchParams.set('content', createHash('sha256').update(text).digest('hex').slice(0, 16))
    module = (await import(url.href)) as { readonly default?: unknown }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failed(`importing the file fails: ${reason.split('\n')[0] ?? ''}`, 'make `node <file>` run without errors')
  }
  if (module.default === undefined)
    return failed('the file has no default export', 'write `export default defineContract({…})`')
  const { found, isTooDeep } = findNonData(module.default)
  const problems = found.map(({ path: at, what, help }) =>
    problemAt(place, at, 'value', `\`${at.at(-1) ?? 'the default export'}\` ${what}`, help),
  )
  if (isTooDeep) return { ...place, text, value: undefined, problems }
  // The rest of the file is judged all the same, so that everything is said at once.
  return { ...place, text, value: found.length === 0 ? module.default : jsonCopy(module.default), problems }
}

/** What JSON keeps of a value; the places of all else are in the problems already. */
function jsonCopy(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? null : item)) as
    | string
    | undefined
  return text === undefined ? undefined : (JSON.parse(text) as unknown)
}
