import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

import { loadConfig } from '../../src/config/index.ts'
import { ContractErrors } from '../../src/contract/index.ts'

/** A package folder with the given files. */
function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'spanpact-'))
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

const defaults = {
  contracts: [],
  recordings: [],
  severities: {},
  allowedInconclusives: [],
  transcripts: [],
  prices: [],
}

test('without a file every setting has its default', async () => {
  expect(await loadConfig(folder({}))).toEqual(defaults)
})

test('every setting', async () => {
  const text = `$schema: ./config.schema.json
contracts: [contracts/*.contract.yaml]
recordings: ['recordings/**/*.jsonl']
severities: { attribute-recommended: info, span-unknown: off, attribute-name: error }
allowInconclusive:
  - { finding: clause-unexercised, contract: support-agent, path: spans.think, reason: not yet recorded, expires: 2027-03-31 }
  - { finding: contract-unexercised, reason: new, expires: 2027-03-31 }
prices:
  - { model: 'gpt-5*', from: 2026-01-01, input: 1.25, output: 10, cachedInput: 0.125 }
  - { model: claude-opus, provider: anthropic, from: 2026-07-01, input: 15, output: 75, cacheWrite: 18.75, reasoning: 0 }
memory: 512
transcripts:
  - { files: 'runs/*.json', messages: $.log.turns, run: $.id }
redaction: { key: k1 }
`
  const file = 'spanpact.config.yaml'
  const allowance = { reason: 'not yet recorded', owner: '', expires: '2027-03-31', file }
  expect(await loadConfig(folder({ [file]: text }))).toEqual({
    contracts: ['contracts/*.contract.yaml'],
    recordings: ['recordings/**/*.jsonl'],
    severities: { 'attribute-recommended': 'info', 'span-unknown': 'off', 'attribute-name': 'error' },
    allowedInconclusives: [
      { ...allowance, finding: 'clause-unexercised', contract: 'support-agent', path: 'spans.think', line: 6 },
      { ...allowance, finding: 'contract-unexercised', contract: '', reason: 'new', line: 7 },
    ],
    transcripts: [
      {
        files: 'runs/*.json',
        paths: {
          messages: { text: '$.log.turns', steps: ['log', 'turns'] },
          run: { text: '$.id', steps: ['id'] },
        },
      },
    ],
    prices: [
      {
        model: 'gpt-5*',
        provider: null,
        from: '2026-01-01',
        input: 1.25,
        output: 10,
        cachedInput: 0.125,
        cacheWrite: null,
        reasoning: null,
      },
      {
        model: 'claude-opus',
        provider: 'anthropic',
        from: '2026-07-01',
        input: 15,
        output: 75,
        cachedInput: null,
        cacheWrite: 18.75,
        reasoning: 0,
      },
    ],
    memory: 512,
    redaction: { key: 'k1' },
  })
})

test('globs are relative to the file, wherever the command runs', async () => {
  const root = folder({ 'spanpact.config.yaml': 'contracts: [c/*.yaml]\n', 'src/deep/x.txt': '' })
  expect((await loadConfig(join(root, 'src', 'deep'))).contracts).toEqual(['../../c/*.yaml'])
})

test('TypeScript and JavaScript', async () => {
  const ts = folder({ 'spanpact.config.ts': 'const memory: number = 64\nexport default { memory }\n' })
  const js = folder({
    'spanpact.config.js': 'export default { memory: "1GB" }\n',
    'package.json': '{ "type": "module" }',
  })
  expect([(await loadConfig(ts)).memory, (await loadConfig(js)).memory]).toEqual([64, '1GB'])
})

const rows: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ['an unknown key', 'contract: [a]\n', ['1:1 contract: unknown key `contract`; did you mean `contracts`?']],
  [
    'an unknown rule',
    'severities:\n  attribute-mising: error\n',
    ['2:3 severities.attribute-mising: unknown key `attribute-mising`; did you mean `attribute-missing`?'],
  ],
  [
    'an unknown severity',
    'severities: { attribute-missing: warn }\n',
    ['1:34 severities.attribute-missing: `attribute-missing` is `warn`, which is none of its values'],
  ],
  [
    'an allowance without reason and expiry',
    'allowInconclusive:\n  - { finding: clause-unexercised }\n',
    [
      '2:5 allowInconclusive.0.expires: `expires` is missing, expects text',
      '2:5 allowInconclusive.0.reason: `reason` is missing, expects text',
    ],
  ],
  [
    'an allowance of an unknown finding',
    'allowInconclusive: [{ finding: clause-unexercized, reason: a, expires: 2027-01-01 }]\n',
    ['1:32 allowInconclusive.0.finding: `finding` is `clause-unexercized`; did you mean `clause-unexercised`?'],
  ],
  [
    'a date that is none',
    'allowInconclusive: [{ finding: span-count, reason: a, expires: 2027-13-01 }]\n',
    ['1:64 allowInconclusive.0.expires: `expires` `2027-13-01` is no date such as `2027-01-31`'],
  ],
  [
    'a path that searches',
    'transcripts: [{ files: a.json, messages: $..turns }]\n',
    [
      "1:42 transcripts.0.messages: `messages` `$..turns` has at character 2 neither `.name`, `['name']`, `[0]` nor `[*]`",
    ],
  ],
  [
    'transcripts without messages',
    'transcripts: [{ files: a.json }]\n',
    ['1:15 transcripts.0.messages: `messages` is missing, expects text'],
  ],
  [
    'a price below 0, and one without a date',
    'prices:\n  - { model: a, from: 2026-01-01, input: -1, output: 1 }\n  - { model: a, input: 1, output: 1 }\n',
    ['2:42 prices.0.input: `input` `-1` is below 0', '3:5 prices.1.from: `from` is missing, expects text'],
  ],
  [
    'two prices for one model from one day',
    'prices:\n  - { model: a, from: 2026-01-01, input: 1, output: 1 }\n  - { model: a, from: 2026-01-01, input: 2, output: 1 }\n',
    ['3:23 prices.1.from: `a` has a price from 2026-01-01 already'],
  ],
  ['too little memory', 'memory: 1\n', ['1:9 memory: `memory` `1` is below 16']],
  ['a size that is none', 'memory: lots\n', ['1:9 memory: `memory` `lots` is no size such as `512MB`']],
]

test.each(rows)('%s', async (_, text, problems) => {
  const error: unknown = await loadConfig(folder({ 'spanpact.config.yaml': text })).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'config-invalid' })
  const found = error instanceof ContractErrors ? error.problems : []
  expect(found.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)).toEqual(problems)
})

test('two configurations', async () => {
  const root = folder({ 'spanpact.config.yaml': '{}\n', 'spanpact.config.js': 'export default {}\n' })
  await expect(loadConfig(root)).rejects.toMatchObject({
    problems: [{ file: 'spanpact.config.js', message: '`spanpact.config.yaml` lies beside it, and only one is read' }],
  })
})
