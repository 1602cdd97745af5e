import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { generatedFile, generateLines } from '../../bench/generate.ts'
import { seeded } from '../../bench/random.ts'
import { checkRecordings } from '../../src/check-recordings.ts'
import { loadContract } from '../../src/contract/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { bytesSource } from '../../src/readers/index.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanpact-bench-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Request {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[] }[]
}
interface RawSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly unknown[]
}

const text = (spans: number, seed = 1): string => [...generateLines({ seed, spans })].join('')

function spansByLine(recording: string): RawSpan[][] {
  return recording
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as Request).resourceSpans)
    .map((resources) => resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)))
}

async function check(recording: string, contract: string): Promise<CheckReport> {
  const contracts = [await loadContract(`bench/${contract}.contract.yaml`)]
  const files = [bytesSource('run.jsonl', Buffer.from(recording))]
  return checkRecordings([{ name: 'run.jsonl', files, contracts }], { now: 0, explain: true })
}

test('the same parameters give the same bytes, in another time zone and language too', () => {
  const program = `import { generateLines } from './bench/generate.ts'
    for (const line of generateLines({ seed: 1, spans: 500 })) process.stdout.write(line)`
  const environment = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
  const elsewhere = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    encoding: 'utf8',
    env: environment,
    maxBuffer: 2 ** 24,
  })
  expect(elsewhere === text(500)).toBe(true)
})

// Mulberry32 in Python, with integers that do not overflow, gives these draws of 32 bits.
test.each([
  [1, [2_693_262_067, 11_749_833, 2_265_367_787, 4_213_581_821]],
  [4_294_967_295, [3_850_105_811, 813_802_916]],
])('draws of seed %i are those of Mulberry32', (seed, draws) => {
  const random = seeded(seed)
  expect(draws.map(() => random.next() * 2 ** 32)).toEqual(draws)
})

test('another seed gives other bytes', () => {
  expect(text(100, 2)).not.toBe(text(100, 1))
})

test.each([8, 9, 30, 31, 38, 39, 1000])('a recording of %i spans holds exactly that many, in whole runs', (size) => {
  const spans = spansByLine(text(size)).flat()
  expect(spans.length).toBe(size)
  const runs = Map.groupBy(spans, ({ traceId }) => traceId)
  for (const run of runs.values()) {
    expect(run.length).toBeGreaterThanOrEqual(8)
    expect(run.length).toBeLessThanOrEqual(30)
    expect(run.filter(({ parentSpanId }) => parentSpanId === undefined).length).toBe(1)
  }
})

test('fewer spans than one run are refused', () => {
  expect(() => text(7)).toThrow(new RangeError('a recording of 7 spans is smaller than one run of 8'))
})

test('lines are batches of 1 to 200 spans, and runs are interleaved', () => {
  const lines = spansByLine(text(3000))
  const sizes = lines.map((spans) => spans.length)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(200)
  const largest = lines.find((spans) => spans.length === Math.max(...sizes))!
  expect(new Set(largest.map(({ traceId }) => traceId)).size).toBeGreaterThan(10)
})

test('a child lies within its parent, and in no later line', () => {
  const lines = spansByLine(text(1000))
  const places = new Map(lines.flatMap((spans, line) => spans.map((span) => [span.spanId, { span, line }])))
  expect(places.size).toBe(1000)
  for (const { span, line } of places.values()) {
    if (span.parentSpanId === undefined) continue
    const parent = places.get(span.parentSpanId)!
    expect(parent.line).toBeGreaterThanOrEqual(line)
    expect(BigInt(span.startTimeUnixNano)).toBeGreaterThan(BigInt(parent.span.startTimeUnixNano))
    expect(BigInt(span.endTimeUnixNano)).toBeLessThan(BigInt(parent.span.endTimeUnixNano))
  }
})

test.each(['bench', 'bench-privacy'])(
  'a generated recording is green under the %s contract, which it exercises',
  async (name) => {
    const { verdict, summary, findings, unreadable, notes, idle } = await check(text(3000), name)
    expect({ verdict, findings, unreadable, notes, idle }).toEqual({
      verdict: 'pass',
      findings: [],
      unreadable: [],
      notes: [],
      idle: [],
    })
    expect(summary.spans).toBe(3000)
  },
)

test('the contracts notice what breaks them', async () => {
  const broken = text(1000)
    .replace(
      '"gen_ai.provider.name","value":{"stringValue":"openai"}',
      '"gen_ai.provider.name","value":{"stringValue":"opnai"}',
    )
    .replace('Finds an order by its number', 'ask jane.doe@contoso.com')
  const ids = async (contract: string): Promise<string[]> =>
    (await check(broken, contract)).findings.map(({ id }) => id)
  expect(await ids('bench')).toEqual(['attribute-enum'])
  expect((await ids('bench-privacy')).toSorted()).toEqual(['attribute-enum', 'sensitive-value-exported'])
})

test('a file that fits is taken, another one is written anew', async () => {
  const recording = { seed: 3, spans: 100 }
  const path = await generatedFile(recording, folder)
  expect(await readFile(path, 'utf8')).toBe(text(100, 3))

  await utimes(path, 1, 1)
  expect(await generatedFile(recording, folder)).toBe(path)
  expect((await stat(path)).mtimeMs).toBe(1000)

  await writeFile(path, 'what an older generator wrote\n')
  await generatedFile(recording, folder)
  expect(await readFile(path, 'utf8')).toBe(text(100, 3))
})
