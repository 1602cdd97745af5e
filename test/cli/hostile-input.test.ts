import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { jsonLines, supportContract, supportRun } from '../support/recording.ts'
import { folder, repository, spanpact } from '../support/run-cli.ts'
import { span, spanId, traceId } from '../support/span.ts'
import { encodeJson } from '../support/otlp/encode-json.ts'

const good = jsonLines(supportRun)
const [firstLine = '', ...otherLines] = good.split('\n')

/** Recordings that are broken in one way each, and where the report must place it. */
const broken: { name: string; content: string | Uint8Array; line?: number; byte?: number }[] = [
  {
    name: 'truncated JSON document',
    content: '{\n "resourceSpans": [\n  {\n   "scopeSpans": [ { "spans": [ { "traceId": "aa',
    byte: 0,
  },
  {
    name: 'damaged line in the middle',
    content: `${firstLine}\n{"resourceSpans":[}\n${otherLines.join('\n')}`,
    line: 2,
  },
  {
    name: 'wrong base64 id',
    content: `${good}${firstLine.replace(/"traceId":"[0-9a-f]+"/, '"traceId":"*not/base64*+AAAAAAAA=="')}\n`,
    line: 5,
  },
  {
    name: 'id of the wrong length',
    content: `${good}${firstLine.replace(/"spanId":"[0-9a-f]+"/, '"spanId":"abc1"')}\n`,
    line: 5,
  },
  {
    name: 'invalid UTF-8',
    content: Buffer.concat([
      Buffer.from(`${good}{"resourceSpans":["`),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"]}\n'),
    ]),
    line: 5,
  },
  { name: 'zero bytes', content: '' },
  {
    name: 'binary that is no recording',
    content: Buffer.from([
      0x89,
      0x50,
      0x4e,
      0x47,
      0x0d,
      0x0a,
      0x1a,
      0x0a,
      ...Array.from({ length: 500 }, (_, at) => (at * 37) % 256),
    ]),
  },
  {
    name: '10 000-deep nesting',
    content: `${good}{"resourceSpans":${'['.repeat(10_000)}${']'.repeat(10_000)}}\n`,
    line: 5,
  },
  { name: 'damaged gzip', content: Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5]) },
]

describe('a broken recording is named with its place, and stops nothing else', () => {
  test.each(broken)('$name', ({ content, line, byte }) => {
    const cwd = folder({ 'bad.json': content, 'good.jsonl': good, 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, ['check', 'bad.json', 'good.jsonl', '--format', 'json'])
    expect(result.stderr).toBe('')
    expect(result.code).toBe(2)
    const { unreadable, findings, verdict } = result.report()
    expect(verdict).not.toBe('pass')
    expect(new Set(unreadable.map(({ recording }) => recording))).toEqual(new Set(['bad.json']))
    expect(unreadable.every(({ message }) => message.length > 10)).toBe(true)
    if (line !== undefined) expect(unreadable.map((entry) => entry.line)).toContain(line)
    if (byte !== undefined) expect(unreadable.some((entry) => entry.byte !== undefined)).toBe(true)
    expect(findings.filter(({ location }) => location?.recording === 'good.jsonl')).toEqual([])
    expect(result.report().summary.runs).toBeGreaterThanOrEqual(1)
  })

  test('a directory without recordings, a missing file, a glob without files', () => {
    const cwd = folder({ 'good.jsonl': good, 'support.contract.yaml': supportContract })
    mkdirSync(join(cwd, 'empty'))
    const result = spanpact(cwd, ['check', 'empty', 'none.jsonl', 'none/*.jsonl', 'good.jsonl', '--format', 'json'])
    expect(result.code).toBe(2)
    expect(result.report().unreadable.map(({ recording }) => recording)).toEqual([
      'empty',
      'none.jsonl',
      'none/*.jsonl',
    ])
    expect(result.report().summary.runs).toBe(1)
  })

  test('a partial last line is a note, makes its run incomplete, and is not unreadable', () => {
    const cwd = folder({ 'run.jsonl': good + firstLine.slice(0, 80), 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, ['check', 'run.jsonl', '--format', 'json'])
    const { unreadable, notes, findings } = result.report()
    expect(unreadable).toEqual([])
    expect(notes.map(({ recording }) => recording)).toEqual(['run.jsonl'])
    expect(result.code).toBe(3)
    expect(findings.map(({ id, verdict }) => [id, verdict])).toContainEqual(['span-count', 'inconclusive'])
  })

  test('spans that are their own ancestors', () => {
    const circle = [
      { ...span({ name: 'invoke_agent support' }), parentSpanId: spanId('b') },
      span({ name: 'b', parent: 'invoke_agent support' }),
    ]
    const cwd = folder({ 'run.json': encodeJson(circle), 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, ['check', 'run.json', '--format', 'json'])
    expect(result.code).toBe(2)
    expect(result.report().unreadable).toMatchObject([{ recording: 'run.json', line: 1 }])
    expect(result.report().unreadable[0]!.message).toContain('its own ancestor')
  })

  test('the same ids twice: identical copies count once, different ones are noted and found where forbidden', () => {
    const contract = supportContract.replace('trace: {', 'trace: { duplicates: forbid,')
    const twice = good + good
    const differs = `${good}${firstLine.replace('"kind":1', '"kind":3')}\n`
    expect(differs).not.toBe(`${good}${firstLine}\n`)
    const cwd = folder({ 'same.jsonl': twice, 'differs.jsonl': differs, 'support.contract.yaml': supportContract })
    expect(spanpact(cwd, ['check', 'same.jsonl']).stdout).toContain('pass: 1 run, 4 spans, 1 contract')
    expect(spanpact(cwd, ['check', 'differs.jsonl', '--format', 'json']).report().notes).toMatchObject([
      { recording: 'differs.jsonl', message: expect.stringContaining(traceId('t1')) as string },
    ])
    const strict = folder({ 'same.jsonl': twice, 'support.contract.yaml': contract })
    expect(
      spanpact(strict, ['check', 'same.jsonl', '--format', 'json'])
        .report()
        .findings.map(({ id }) => id),
    ).toEqual(['span-duplicated'])
  })

  test('keys such as __proto__ are only keys', () => {
    const hostile = firstLine.replace(
      '"attributes":[{"key":"gen_ai.op',
      '"__proto__":{"name":"x"},"attributes":[{"key":"__proto__","value":{"kvlistValue":{"values":[{"key":"__proto__","value":{"stringValue":"x"}}]}}},{"key":"constructor","value":{"stringValue":"y"}},{"key":"gen_ai.op',
    )
    expect(hostile).not.toBe(firstLine)
    const contract = supportContract.replace(
      'count: 1 }',
      "count: 1, closed: true, attributes: { gen_ai.operation.name: string, gen_ai.agent.name: string, toString: 'string?' } }",
    )
    const cwd = folder({ 'run.jsonl': [hostile, ...otherLines].join('\n'), 'support.contract.yaml': contract })
    const result = spanpact(cwd, ['check', 'run.jsonl', '--format', 'json'])
    expect(result.report().unreadable).toEqual([])
    expect(result.code).toBe(1)
    const unknown = result.report().findings.filter(({ id }) => id === 'attribute-unknown')
    expect(new Set(unknown.map(({ data }) => data['attribute']))).toEqual(new Set(['__proto__', 'constructor']))
  })
})

describe('a hostile contract is refused with its place', () => {
  test.each([
    [
      'alias bomb',
      `contract: a\nbrief: &a [x, x, x, x, x, x, x, x, x]\nowner: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nversion: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nrecordings: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\nspans: [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n`,
    ],
    ['deep nesting', `contract: a\nappliesTo: ${'{ not: '.repeat(10_000)}x${' }'.repeat(10_000)}\n`],
    ['__proto__ key', 'contract: a\n__proto__: { polluted: true }\n'],
    ['pattern that backtracks', "contract: a\nspans: { a: { name: '/(a+)+\\1/' } }\n"],
  ])('%s', (_name, contract) => {
    const cwd = folder({ 'run.jsonl': good, 'a.contract.yaml': contract, 'support.contract.yaml': supportContract })
    const result = spanpact(cwd, ['check', 'run.jsonl', '--format', 'json'])
    expect(result.stderr).toBe('')
    expect(result.code).toBe(2)
    const { unreadable, summary } = result.report()
    expect(new Set(unreadable.map(({ recording }) => recording))).toEqual(new Set(['a.contract.yaml']))
    expect(unreadable.every(({ line }) => typeof line === 'number')).toBe(true)
    expect(summary).toMatchObject({ contracts: 1, spans: 4 })
  })
})

test('a line of 400 MB is skipped in bounded memory, and the lines around it are checked', () => {
  const cwd = folder({ 'support.contract.yaml': supportContract })
  const file = openSync(join(cwd, 'run.jsonl'), 'w')
  writeSync(file, `${firstLine}\n{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"`)
  const megabyte = Buffer.alloc(2 ** 20, 'x')
  for (let written = 0; written < 400; written++) writeSync(file, megabyte)
  writeSync(file, `"}]}]}]}\n${otherLines.join('\n')}`)
  closeSync(file)
  const bin = join(repository, 'dist/cli/bin.js')
  const peakMemory = new URL('../support/peak-memory.ts', import.meta.url).href
  const wrapper = `import { peakKilobytes } from '${peakMemory}'; process.on('exit', () => process.stderr.write('rss=' + peakKilobytes() + ';')); process.argv.splice(1, 1, 'spanpact'); await import(${JSON.stringify(bin)})`
  const run = (name: string): { rss: number; result: ReturnType<typeof spawnSync> } => {
    const result = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', wrapper, 'x', 'check', name, '--format', 'json'],
      { cwd, encoding: 'utf8' },
    )
    // A large file makes the command start a second process; the larger of both counts.
    const sizes = [...result.stderr.matchAll(/rss=(\d+);/g)].map(([, size]) => Number(size))
    expect(sizes.length).toBeGreaterThan(0)
    return { rss: Math.max(...sizes), result }
  }
  const { rss, result } = run('run.jsonl')
  expect(result.status).toBe(2)
  const report = JSON.parse(String(result.stdout)) as { unreadable: { line: number }[]; summary: { spans: number } }
  expect(report.unreadable.map(({ line }) => line)).toEqual([2])
  expect(report.summary.spans).toBe(4)
  // Kilobytes: had the line been kept, it alone would take 400 MB.
  expect(rss).toBeLessThan(300_000)
})
