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
  const found = findNonData(module.default)
  if (found !== undefined) {
    const name = found.path.at(-1) ?? 'the default export'
    return {
      ...failed('', ''),
      problems: [problemAt(place, found.path, 'value', `\`${name}\` ${found.what}`, 'keep to plain data')],
    }
  }
  return { ...place, text, value: module.default, problems: [] }
}
