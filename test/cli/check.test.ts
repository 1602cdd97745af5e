import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { jsonLines, supportContract, supportRun } from '../support/recording.ts'
import { folder, spanpact } from '../support/run-cli.ts'

const good = jsonLines(supportRun)
const renamed = good.replace('"name":"invoke_agent support"', '"name":"support.answer"')

function ids(result: ReturnType<typeof spanpact>): string[] {
  return result.report().findings.map((finding) => finding.id)
}

describe('exit codes', () => {
  test('0: a recording that keeps the contract beside it, without options', () => {
    const cwd = folder({ 'run.jsonl': good, 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, ['check', 'run.jsonl'])
    expect(result).toMatchObject({ code: 0, stderr: '', stdout: 'pass: 1 run, 4 spans, 1 contract\n' })
  })

  test('1: a renamed span, with a message that names span, clause and fix', () => {
    const cwd = folder({ 'run.jsonl': renamed, 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, ['check', 'run.jsonl'])
    expect(result.code).toBe(1)
    expect(result.stdout).toContain(
      'run has no span `invoke_agent support`; the contract requires 1 (`spans.answer.count`)',
    )
    expect(result.stdout).toContain('support.contract.yaml:3:')
    expect(result.stdout).toContain('`support.answer`')
  })

  test('2: a contract with an error; every problem has file, line and column, and other contracts are still checked', () => {
    const cwd = folder({
      'run.jsonl': good,
      'broken.contract.yaml': 'contract: broken\nspans:\n  answer: { name: a, requirment: x }\nversion: 2.1\n',
      'support.contract.yaml': supportContract,
    })
    const result = spanpact(cwd, ['check', 'run.jsonl', '--format', 'json'])
    expect(result.code).toBe(2)
    const { unreadable, summary, verdict } = result.report()
    expect(unreadable.map(({ recording, line }) => [recording, line])).toEqual([
      ['broken.contract.yaml', 3],
      ['broken.contract.yaml', 4],
    ])
    expect(unreadable[0]!.message).toContain('requirment')
    expect(summary).toMatchObject({ contracts: 1, spans: 4 })
    expect(verdict).toBe('inconclusive')
  })

  test('2: two contracts of one name; both are still checked', () => {
    const cwd = folder({ 'run.jsonl': good, 'a.contract.yaml': supportContract, 'b.contract.yaml': supportContract })
    const named = [['run.jsonl'], ['run.jsonl', '-c', '*.contract.yaml']]
    for (const args of named) {
      const result = spanpact(cwd, ['check', ...args, '--format', 'json'])
      expect(result.code).toBe(2)
      expect(result.report()).toMatchObject({
        summary: { contracts: 2 },
        unreadable: [
          {
            recording: 'b.contract.yaml',
            message:
              'column 1: `a.contract.yaml` is contract `support-agent` too (`contract`); give each contract a name of its own',
          },
        ],
      })
    }
  })

  test('2: two contracts of one name that name recordings of their own', () => {
    const cwd = folder({
      'run.jsonl': good,
      'a.contract.yaml': `recordings: [run.jsonl]\n${supportContract}`,
      'b.contract.yaml': `recordings: [run.jsonl]\n${supportContract}`,
    })
    expect(spanpact(cwd, ['check', '--format', 'json']).report().unreadable).toMatchObject([
      { recording: 'b.contract.yaml' },
    ])
  })

  test('files of a directory that were passed over are a note', () => {
    const cwd = folder({ 'runs/run.jsonl': good, 'runs/more.log': good, 'support.contract.yaml': supportContract })
    const expected = [
      {
        recording: 'runs',
        message:
          '1 file was passed over for the extension (`.log`); to read them, name them or a glob such as `runs/**/*.log`',
      },
    ]
    const result = spanpact(cwd, ['check', 'runs', '--format', 'json'])
    expect([result.code, result.report().notes]).toEqual([0, expected])
    expect(JSON.parse(spanpact(cwd, ['show', 'runs', '--format', 'json']).stdout)).toMatchObject({ notes: expected })
  })

  test('2 outranks 1, and the readable recordings are still checked', () => {
    const cwd = folder({
      'a.jsonl': renamed,
      'b.json': '{"resourceSpans": [',
      'support.contract.yaml': supportContract,
    })
    const result = spanpact(cwd, ['check', 'a.jsonl', 'b.json', 'none.jsonl', '--format', 'json'])
    expect(result.code).toBe(2)
    expect(result.report().verdict).toBe('fail')
    expect(ids(result)).toContain('span-count')
    expect(result.report().unreadable.map(({ recording }) => recording)).toEqual(['b.json', 'none.jsonl'])
  })

  test('3: a contract whose spans never occur, and what to do', () => {
    const cwd = folder({
      'run.jsonl': good,
      'other.contract.yaml': 'contract: other\nspans:\n  pay: { name: pay invoice }\n',
    })
    const result = spanpact(cwd, ['check', 'run.jsonl'])
    expect(result.code).toBe(3)
    expect(result.stdout).toContain('contract `other` judged nothing')
    expect(result.stdout).toContain('help: compare names and selectors with what `spanpact show` lists')
  })

  test('3: no contract at all is compared with the pack of its dialect, and never green', () => {
    const cwd = folder({ 'package.json': '{}', 'run.jsonl': good })
    const result = spanpact(cwd, ['check', 'run.jsonl', '--format', 'json'])
    expect(result.code).toBe(3)
    const { findings } = result.report()
    expect(findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual([
      'contract-unexercised',
    ])
    expect(findings.find(({ id }) => id === 'attribute-missing')).toMatchObject({ severity: 'warning' })
  })

  test('3: a file that is valid and holds no span', () => {
    const cwd = folder({ 'run.jsonl': '{"resourceSpans":[]}\n', 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, ['check', 'run.jsonl', '--format', 'json'])
    expect([result.code, ids(result)]).toEqual([3, ['contract-unexercised']])
  })
})

describe('inputs', () => {
  test('standard input, gzip and zstd give what the file gives', async () => {
    const { gzipSync, zstdCompressSync } = await import('node:zlib')
    const cwd = folder({
      'support.contract.yaml': supportContract,
      'a.gz': gzipSync(good),
      'a.zst': zstdCompressSync(good),
    })
    expect(spanpact(cwd, ['check', '-'], good).code).toBe(0)
    expect(spanpact(cwd, ['check', '-'], gzipSync(good)).code).toBe(0)
    expect(spanpact(cwd, ['check', 'a.gz', 'a.zst']).stdout).toBe('pass: 2 runs, 8 spans, 1 contract\n')
  })

  test('a contract names its recordings; nothing has to be named on the command line', () => {
    const cwd = folder({
      'recordings/run.jsonl': good,
      'agents/support.contract.yaml': `${supportContract}recordings: [../recordings/*.jsonl]\n`,
    })
    expect(spanpact(cwd, ['check']).stdout).toBe('pass: 1 run, 4 spans, 1 contract\n')
    expect(spanpact(cwd, ['check', '-c', 'agents/support.contract.yaml']).code).toBe(0)
  })

  test('a directory is read whole; contracts in it are no recordings', () => {
    const cwd = folder({
      'runs/a.jsonl': good,
      'runs/deep/b.json': good,
      'runs/support.contract.json': JSON.stringify({
        contract: 'c',
        spans: { answer: { name: 'invoke_agent support' } },
        trace: { unknownSpans: 'ignore' },
      }),
    })
    expect(spanpact(cwd, ['check', 'runs']).stdout).toBe('pass: 2 runs, 8 spans, 1 contract\n')
  })

  test('a TypeScript contract is loaded by Node itself', () => {
    const cwd = folder({
      'package.json': '{"type":"module"}',
      'run.jsonl': good,
      'support.contract.ts':
        "const id: string = 'support'\nexport default { contract: id, spans: { answer: { name: 'invoke_agent support', count: 2 } } }\n",
    })
    const result = spanpact(cwd, ['check', 'run.jsonl', '--format', 'json'])
    expect(result.code).toBe(1)
    expect(result.report().findings.find(({ id }) => id === 'span-count')?.contract).toMatchObject({
      file: 'support.contract.ts',
      line: 2,
    })
  })

  test.each([
    [
      ['check', '--format', 'xml', 'run.jsonl'],
      'unknown format `xml`; choose text, json, junit, sarif, github or markdown',
    ],
    [['check', '--fail-on', 'never', 'run.jsonl'], 'unknown severity `never`; choose error, warning or info'],
    [['check', '--nonsense'], "unknown option '--nonsense'"],
    [['check'], 'no recording is named'],
    [['chekc'], 'did you mean `check`?'],
    [['check', '--report', 'junit', 'run.jsonl'], 'write it as junit=report.xml'],
    [['check', '--memory', '4', 'run.jsonl'], 'no size of 16 MB or more'],
    [['check', '--now', 'soon', 'run.jsonl'], 'is no date'],
  ])('usage errors exit 2 and say what to do: %j', (args, message) => {
    const result = spanpact(folder({ 'run.jsonl': good, 'package.json': '{}' }), args)
    expect(result.code).toBe(2)
    expect(result.stdout).toBe('')
    expect(result.stderr.toLowerCase()).toContain(message.toLowerCase())
  })
})

describe('options', () => {
  test('--report writes further formats beside standard output', () => {
    const cwd = folder({ 'run.jsonl': renamed, 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, [
      'check',
      'run.jsonl',
      '--quiet',
      '--report',
      'junit=out.xml',
      '--report',
      'sarif=out.sarif',
    ])
    expect([result.code, result.stdout]).toEqual([1, ''])
    expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toMatch(/^<\?xml/)
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' })
  })

  test('the same input gives the same bytes, in every format', () => {
    const cwd = folder({ 'run.jsonl': renamed, 'support.contract.yaml': supportContract })
    for (const format of ['text', 'json', 'junit', 'sarif', 'github', 'markdown']) {
      const [first, second] = [1, 2].map(() => spanpact(cwd, ['check', 'run.jsonl', '--format', format]))
      expect(first!.stdout.length, format).toBeGreaterThan(50)
      expect(first!.stdout, format).toBe(second!.stdout)
    }
  })

  test('--fail-on warning makes a deprecated attribute fail; by default it does not', () => {
    const contract = supportContract.replace(
      'gen_ai.usage.input_tokens: int',
      'gen_ai.usage.input_tokens: { type: int, deprecated: { since: 1.0.0 } }',
    )
    const cwd = folder({ 'run.jsonl': good, 'support.contract.yaml': contract })
    expect(spanpact(cwd, ['check', 'run.jsonl']).code).toBe(0)
    expect(spanpact(cwd, ['check', 'run.jsonl', '--fail-on', 'warning']).code).toBe(1)
  })

  test('--accept-existing, filled in, turns the build green until the entry expires, then it is red again', () => {
    const contract = `${supportContract}privacy: { deny: [secrets] }\n`.replace('int\n', 'string\n')
    const cwd = folder({ 'package.json': '{}', 'run.jsonl': good, 'support.contract.yaml': contract })
    const first = spanpact(cwd, ['check', 'run.jsonl', '--accept-existing', '--now', '2026-11-20'])
    expect(first.code).toBe(1)
    const path = join(cwd, 'spanpact.accepted.yaml')
    const written = readFileSync(path, 'utf8')
    expect(written).toContain('attribute-type')
    expect(written).not.toMatch(/[0-9a-f]{16}/)

    const unfilled = spanpact(cwd, ['check', 'run.jsonl', '--now', '2026-11-20'])
    expect([unfilled.code, unfilled.stderr.includes('reason')]).toEqual([2, true])

    const filled = written
      .replace(/reason:.*/, 'reason: typed in 3.0')
      .replace(/owner:.*/, 'owner: agents')
      .replace(/expires:.*/, 'expires: 2026-12-31')
    const check = (now: string): ReturnType<typeof spanpact> => {
      const root = folder({
        'package.json': '{}',
        'run.jsonl': good,
        'support.contract.yaml': contract,
        'spanpact.accepted.yaml': filled,
      })
      return spanpact(root, ['check', 'run.jsonl', '--now', now, '--format', 'json'])
    }
    const green = check('2026-12-31')
    expect([green.code, green.report().summary.accepted]).toEqual([0, 1])
    const red = check('2027-01-01')
    expect([red.code, ids(red).sort()]).toEqual([1, ['attribute-type', 'suppression-stale']])
  })

  test('values of content attributes and secrets stay out of every format, unless asked for', () => {
    const secret = `sk-proj-${'A1b2C3d4E5f6G7h8'.repeat(3)}`
    const run = jsonLines([
      {
        ...supportRun[0]!,
        attributes: { ...supportRun[0]!.attributes, 'gen_ai.input.messages': 'my diagnosis', token: secret },
      },
    ])
    const contract = `contract: support-agent
spans:
  answer:
    name: invoke_agent support
    attributes:
      gen_ai.input.messages: { type: string, enum: [none] }
      token: { type: string, enum: [none] }
`
    const cwd = folder({ 'run.jsonl': run, 'support.contract.yaml': contract })
    for (const format of ['text', 'json', 'junit', 'sarif', 'github', 'markdown']) {
      const { stdout } = spanpact(cwd, ['check', 'run.jsonl', '--format', format])
      expect(stdout, format).toContain('attribute-enum')
      expect(stdout, format).not.toContain('my diagnosis')
      expect(stdout, format).not.toContain(secret.slice(8, 30))
    }
    expect(spanpact(cwd, ['check', 'run.jsonl', '--show-values']).stdout).toContain('my diagnosis')
  })

  test('the configuration sets severities and allows an inconclusive clause by name, until it expires', () => {
    const files = {
      'package.json': '{}',
      'run.jsonl': good,
      'support.contract.yaml': supportContract.replace('trace:', '  refund: { name: execute_tool refund }\ntrace:'),
      'spanpact.config.yaml': `severities: { span-unknown: 'off' }
allowInconclusive:
  - { finding: clause-unexercised, contract: support-agent, path: spans.refund, reason: refunds start in 2027, expires: 2026-12-31 }
`,
    }
    const allowed = spanpact(folder(files), ['check', 'run.jsonl', '--now', '2026-11-20', '--format', 'json'])
    expect([allowed.code, allowed.report().summary.accepted]).toEqual([0, 1])
    expect(spanpact(folder(files), ['check', 'run.jsonl', '--now', '2027-02-01']).code).toBe(3)
  })
})
