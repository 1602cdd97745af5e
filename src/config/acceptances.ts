import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { isMap, isSeq, parseDocument } from 'yaml'

import { ContractErrors, findUpward, readSource, shownPath, validate } from '../contract/index.ts'
import type { Acceptance } from '../model/acceptance.ts'
import type { Finding } from '../model/finding.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { accepted, type AcceptedSource } from './accepted-schema.ts'

/** The file that new entries go to. */
const ownFile = 'spanpact.accepted.yaml'

const header = `# Findings that are accepted for now. Fill in reason, owner and expires (a date such as 2027-03-31) of each entry.
accepted: []
`

/**
 * Reads every `*.accepted.yaml` from `cwd` up to the package root.
 * @throws ContractErrors `accepted-invalid`; an entry without a reason is one of its problems.
 */
export async function loadAcceptances(cwd: string): Promise<readonly Acceptance[]> {
  const files = await findUpward(cwd, cwd, /\.accepted\.ya?ml$/)
  const sources = await Promise.all(files.map((file) => readSource(file, shownPath(file, cwd))))
  const problems = sources.flatMap((source) => [
    ...source.problems,
    ...(source.value === undefined ? [] : validate(accepted, source)),
  ])
  if (problems.length > 0) throw new ContractErrors('accepted-invalid', problems)
  return sources.flatMap((source) =>
    (source.value as AcceptedSource).accepted.map(({ finding, contract, path, reason, owner, expires }, index) => ({
      finding,
      contract,
      ...(path === undefined ? {} : { path }),
      reason,
      owner: owner ?? '',
      expires: expires ?? null,
      file: source.file,
      line: source.positions.key(['accepted', index])?.line ?? 1,
    })),
  )
}

/**
 * Appends an entry per finding id and clause path to `spanpact.accepted.yaml` in `cwd`; existing entries and comments
 * stay. Reason, owner and expiry are left to be filled in. Returns the file, relative to `cwd`, and how many were added.
 * @throws SpanpactError `accepted-invalid` when the existing file is no such list.
 */
export async function acceptFindings(
  findings: readonly Finding[],
  cwd: string,
): Promise<{ readonly file: string; readonly added: number }> {
  const path = join(cwd, ownFile)
  const document = parseDocument(existsSync(path) ? await readFile(path, 'utf8') : header)
  const list = document.get('accepted')
  if (document.errors.length > 0 || !isSeq(list)) {
    throw new SpanpactError(
      'accepted-invalid',
      `failed to add to \`${ownFile}\`: it holds no list \`accepted\`; correct or remove it`,
    )
  }
  const known = new Set(
    list.items.map((item) => (isMap(item) ? keyOf(item.get('finding'), item.get('contract'), item.get('path')) : '')),
  )
  let added = 0
  for (const { id, contract } of findings) {
    if (contract === undefined) continue
    const key = keyOf(id, contract.name, contract.path)
    if (known.has(key)) continue
    known.add(key)
    const { name, path: clause } = contract
    list.add(document.createNode({ finding: id, contract: name, path: clause, reason: '', owner: '', expires: null }))
    added++
  }
  list.flow = false
  if (added > 0) await writeFile(path, document.toString({ lineWidth: 0, nullStr: '' }))
  return { file: ownFile, added }
}

function keyOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts)
}
