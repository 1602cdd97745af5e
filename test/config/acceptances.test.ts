import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { acceptFindings, loadAcceptances } from '../../src/config/index.ts'
import type { Finding } from '../../src/model/finding.ts'

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'spanpact-'))
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) writeFileSync(join(root, name), text)
  return root
}

function finding(id: string, path: string | undefined, name = 'a'): Finding {
  return {
    id,
    severity: 'error',
    verdict: 'fail',
    message: 'm',
    help: 'h',
    data: {},
    ...(path === undefined ? {} : { contract: { name, file: 'a.contract.yaml', path } }),
    occurrences: 1,
    docs: 'd',
  }
}

test('entries of all files', async () => {
  const entry =
    '- { finding: span-count, contract: a, path: spans.x.count, reason: known, owner: me, expires: 2027-01-31 }'
  const root = folder({
    'b.accepted.yaml': `accepted:\n  ${entry}\n  - { finding: span-kind, contract: a, reason: known, owner: , expires: }\n`,
    'a.accepted.yaml': 'accepted: []\n',
  })
  expect(await loadAcceptances(root)).toEqual([
    {
      finding: 'span-count',
      contract: 'a',
      path: 'spans.x.count',
      reason: 'known',
      owner: 'me',
      expires: '2027-01-31',
      file: 'b.accepted.yaml',
      line: 2,
    },
    {
      finding: 'span-kind',
      contract: 'a',
      reason: 'known',
      owner: '',
      expires: null,
      file: 'b.accepted.yaml',
      line: 3,
    },
  ])
})

test.each([
  ['no reason', '- { finding: span-count, contract: a }', '2:5', '`reason` is missing, expects text'],
  [
    'an empty reason',
    "- { finding: span-count, contract: a, reason: '' }",
    '2:49',
    '`reason` `` is empty: an acceptance says why',
  ],
  [
    'a blank reason',
    "- { finding: span-count, contract: a, reason: ' ' }",
    '2:49',
    '`reason` ` ` is empty: an acceptance says why',
  ],
  [
    'a wrong date',
    '- { finding: span-count, contract: a, reason: r, expires: soon }',
    '2:61',
    '`expires` `soon` is no date such as `2027-01-31`',
  ],
  [
    'an unknown finding',
    '- { finding: span-cont, contract: a, reason: r }',
    '2:16',
    '`finding` is `span-cont`; did you mean `span-count`?',
  ],
  [
    'an unknown key',
    '- { finding: span-count, contract: a, reason: r, expiry: 2027-01-31 }',
    '2:52',
    'unknown key `expiry`; did you mean `expires`?',
  ],
])('%s', async (_, entry, place, message) => {
  const [line, column] = place.split(':').map(Number)
  await expect(loadAcceptances(folder({ 'x.accepted.yaml': `accepted:\n  ${entry}\n` }))).rejects.toMatchObject({
    code: 'accepted-invalid',
    problems: [{ file: 'x.accepted.yaml', line, column, message }],
  })
})

test('findings become entries to be filled in, one per finding id and clause path', async () => {
  const root = folder()
  const findings = [
    finding('span-count', 'spans.x.count'),
    finding('span-count', 'spans.x.count'),
    finding('span-kind', 'spans.x.count'),
    finding('span-count', undefined),
  ]
  expect(await acceptFindings(findings, root)).toEqual({ file: 'spanpact.accepted.yaml', added: 2 })
  expect(readFileSync(join(root, 'spanpact.accepted.yaml'), 'utf8'))
    .toBe(`# Findings that are accepted for now. Fill in reason, owner and expires (a date such as 2027-03-31) of each entry.
accepted:
  - finding: span-count
    contract: a
    path: spans.x.count
    reason: ""
    owner: ""
    expires:
  - finding: span-kind
    contract: a
    path: spans.x.count
    reason: ""
    owner: ""
    expires:
`)
  await expect(loadAcceptances(root)).rejects.toMatchObject({ code: 'accepted-invalid' })
})

test('existing entries and comments stay, known findings are not added again', async () => {
  const text = `# ours
accepted:
  # until the release
  - finding: span-count
    contract: a
    path: spans.x.count
    reason: known # for long
`
  const root = folder({ 'spanpact.accepted.yaml': text })
  const known = finding('span-count', 'spans.x.count')
  expect(await acceptFindings([known], root)).toEqual({ file: 'spanpact.accepted.yaml', added: 0 })
  expect(readFileSync(join(root, 'spanpact.accepted.yaml'), 'utf8')).toBe(text)
  expect(await acceptFindings([known, finding('span-count', 'spans.x.count', 'b')], root)).toMatchObject({ added: 1 })
  expect(readFileSync(join(root, 'spanpact.accepted.yaml'), 'utf8')).toBe(`${text}  - finding: span-count
    contract: b
    path: spans.x.count
    reason: ""
    owner: ""
    expires:
`)
})

test('a file that is no such list is left alone', async () => {
  const root = folder({ 'spanpact.accepted.yaml': 'other: 1\n' })
  await expect(acceptFindings([finding('span-count', 'spans.x')], root)).rejects.toMatchObject({
    code: 'accepted-invalid',
  })
  expect(readFileSync(join(root, 'spanpact.accepted.yaml'), 'utf8')).toBe('other: 1\n')
})
