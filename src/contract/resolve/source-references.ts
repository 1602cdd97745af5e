import { reconciliations } from '../../reconcile/index.ts'
import type { ContractProblem } from '../problem.ts'
import { isMap, problemAt, type Source } from '../source/source.ts'

/** Sources that a reconciliation reads and no file declares, and declared ones that none reads. */
export function checkSources(files: readonly Source[]): readonly ContractProblem[] {
  const declared = new Set(files.flatMap(({ value }) => sourcesOf(value)))
  const read = new Set(files.flatMap(({ value }) => entriesOf(value)).flatMap(({ id }) => sourcesReadBy(id)))
  return files.flatMap((file) => [
    ...entriesOf(file.value).flatMap(({ id, index }) =>
      sourcesReadBy(id)
        .filter((name) => !declared.has(name))
        .map((name) =>
          problemAt(
            file,
            ['reconcile', index, id],
            'key',
            `\`${id}\` reads source \`${name}\`, which \`sources\` does not declare`,
            `add \`sources: { ${name}: {} }\``,
          ),
        ),
    ),
    ...sourcesOf(file.value)
      .filter((name) => !read.has(name))
      .map((name) =>
        problemAt(
          file,
          ['sources', name],
          'key',
          `no entry of \`reconcile\` reads source \`${name}\``,
          'remove it, or add the reconciliation that reads it',
        ),
      ),
  ])
}

function sourcesReadBy(id: string): readonly string[] {
  return reconciliations.find((one) => one.id === id)?.sources ?? []
}

function sourcesOf(contract: unknown): readonly string[] {
  const sources = isMap(contract) ? contract['sources'] : undefined
  return isMap(sources) ? Object.keys(sources) : []
}

function entriesOf(contract: unknown): readonly { readonly id: string; readonly index: number }[] {
  const list = isMap(contract) ? contract['reconcile'] : undefined
  if (!Array.isArray(list)) return []
  return (list as readonly unknown[]).flatMap((entry, index) =>
    isMap(entry) ? Object.keys(entry).map((id) => ({ id, index })) : [],
  )
}
