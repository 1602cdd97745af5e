// Measures spanpact against the least work that anything reading the same files has to do, and prints one table.
// Ratios of one run on one machine; nothing is gated. What each row means: docs/guides/performance.md.
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { timeAssertions } from './assertions.ts'
import { growthOf, timeDerivation } from './derive.ts'
import type { Times } from './interleaved.ts'
import { peakMemory, timePasses } from './passes.ts'
import { median, ratioOf } from './ratios.ts'
import { agentRuns, agentRunsWithContent, shopRecording, sizeOf, smallPackage } from './recordings.ts'
import { timeStarts } from './start-up.ts'
import { renderTable, type Row } from './table.ts'

const passRounds = 7
const startRounds = 15
const spans = 100_000
const contentSpans = 30_000
/** About 2 GB. */
const fullSpans = 1_300_000
const peakTarget = 300 * 2 ** 20

const { values } = parseArgs({ options: { full: { type: 'boolean', default: false } } })

const generated = await agentRuns(spans)
const passes = await timePasses(
  ['parse', 'read', 'show', 'check', 'check-privacy', 'ajv', 'zod'],
  generated,
  passRounds,
)
const recorded = await timePasses(
  ['parse', 'read', 'show', 'check', 'check-privacy'],
  await agentRunsWithContent(contentSpans),
  passRounds,
)
const shop = await timePasses(['parse', 'read', 'check-shop'], await shopRecording(), passRounds)
const memory = [await memoryRow('check', generated), await memoryRow('show', generated)]
if (values.full) {
  const large = await agentRuns(fullSpans)
  memory.push(await memoryRow('check', large), await memoryRow('show', large))
}
const derivation = timeDerivation([1000, 10_000, 100_000], passRounds)
const asked = await timeAssertions([200, 10_000], passRounds)
const starts = await startTimes()

const megabytes = (await sizeOf(generated)) / 1e6
const baseline = median(passes.get('parse')!)
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`,
)
console.log(`${spans} spans, ${megabytes.toFixed(0)} MB; baseline ${(megabytes / baseline).toFixed(0)} MB/s`)
console.log(`node -e 0: ${(median(starts.get('node')!) * 1000).toFixed(0)} ms\n`)
console.log(
  renderTable([
    ratioRow('baseline: read, split, decode, parse', passes, 'parse', 'parse'),
    ratioRow('reader', passes, 'read', 'parse'),
    ratioRow('show: runs, steps, sums', passes, 'show', 'parse', 2),
    ratioRow('check, 12 spans', passes, 'check', 'parse', 1.5),
    ratioRow('check, 12 spans, privacy', passes, 'check-privacy', 'parse', 1.8),
    ratioRow('baseline, flatten, ajv', passes, 'ajv', 'parse'),
    ratioRow('baseline, flatten, zod', passes, 'zod', 'parse'),
    ratioRow('with all content: reader', recorded, 'read', 'parse'),
    ratioRow('with all content: show', recorded, 'show', 'parse', 2),
    ratioRow('with all content: check, 12 spans', recorded, 'check', 'parse', 1.5),
    ratioRow('with all content: check, privacy', recorded, 'check-privacy', 'parse', 1.8),
    ratioRow('demo shop: reader', shop, 'read', 'parse'),
    ratioRow('demo shop: check, 4 spans', shop, 'check-shop', 'parse'),
    growthRow(10_000),
    growthRow(100_000),
    ...memory,
    slowestRow(200, 5),
    slowestRow(10_000, 100),
    ratioRow('start: --version', starts, 'version', 'node', 3),
    ratioRow('start: check, extends otel-genai', starts, 'pack', 'node', 6),
    ratioRow('start: check, no contract', starts, 'bare', 'node'),
  ]),
)

async function startTimes(): Promise<Times<'node' | 'version' | 'pack' | 'bare'>> {
  const cwd = await smallPackage()
  const recording = readdirSync(cwd).find((name) => name.endsWith('.jsonl'))!
  const spanpact = path('../dist/cli/bin.js')
  const check = [spanpact, 'check', recording]
  return timeStarts(
    new Map([
      ['node', { args: ['-e', '0'], cwd, exitCodes: [0] }],
      ['version', { args: [spanpact, '--version'], cwd, exitCodes: [0] }],
      ['pack', { args: [...check, '-c', path('start-up.contract.yaml')], cwd, exitCodes: [0] }],
      ['bare', { args: check, cwd, exitCodes: [0, 3] }],
    ]),
    startRounds,
  )
}

function ratioRow<Id extends string>(what: string, times: Times<Id>, id: Id, to: Id, target?: number): Row {
  const { median: measured, min, max } = ratioOf(times, id, to)
  return {
    what,
    measured: `${measured.toFixed(2)} ×`,
    range: `${min.toFixed(2)}–${max.toFixed(2)}`,
    target: target === undefined ? '' : `≤ ${target} ×`,
    met: target === undefined ? undefined : measured <= target,
  }
}

function growthRow(size: number): Row {
  const growth = growthOf(derivation, 1000, size)
  const micros = median(derivation.get(size)!).toFixed(1)
  return {
    what: `steps of one trace of ${size} spans, for each span (${micros} µs)`,
    measured: `${median(growth).toFixed(2)} ×`,
    range: `${Math.min(...growth).toFixed(2)}–${Math.max(...growth).toFixed(2)}`,
    target: '≤ 2 ×',
    met: median(growth) <= 2,
  }
}

/** The slowest assertion on a run of that size, in milliseconds. */
function slowestRow(size: number, target: number): Row {
  const [slowest] = asked
    .map(({ id, times }) => ({ id, taken: times.get(size)! }))
    .toSorted((left, right) => median(right.taken) - median(left.taken))
  const { id, taken } = slowest!
  return {
    what: `slowest of ${asked.length} assertions on ${size} spans: ${id}`,
    measured: `${median(taken).toFixed(2)} ms`,
    range: `${Math.min(...taken).toFixed(2)}–${Math.max(...taken).toFixed(2)}`,
    target: `≤ ${target} ms`,
    met: median(taken) <= target,
  }
}

async function memoryRow(id: 'check' | 'show', file: string): Promise<Row> {
  const [bytes, peak] = [await sizeOf(file), await peakMemory(id, file)]
  return {
    what: `peak memory, ${id} of ${(bytes / 1e6).toFixed(0)} MB`,
    measured: `${(peak / 2 ** 20).toFixed(0)} MiB`,
    range: '',
    target: `≤ ${peakTarget / 2 ** 20} MiB`,
    met: peak <= peakTarget,
  }
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}
