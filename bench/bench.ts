// Measures spanpact against the least work that anything reading the same files has to do, and prints one table.
// Ratios of one run on one machine; nothing is gated. What each row means: docs/guides/performance.md.
import { cpus } from 'node:os'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { peakMemory, timePasses } from './passes.ts'
import { median, ratios, type Ratio } from './ratios.ts'
import { agentRuns, shopRecording, sizeOf, smallPackage } from './recordings.ts'
import { timeStarts } from './start-up.ts'
import { renderTable, type Row } from './table.ts'

const passRounds = 7
const startRounds = 15
const spans = 100_000
const fullSpans = 1_300_000
const peakTarget = 300 * 2 ** 20

const { values } = parseArgs({ options: { full: { type: 'boolean', default: false } } })
const rows: Row[] = []

const generated = await agentRuns(spans)
const passes = await timePasses(['parse', 'read', 'check', 'check-privacy', 'ajv', 'zod'], generated, passRounds)
rows.push(
  ratioRow('baseline: read, split, decode, JSON.parse', ratios(passes.parse, passes.parse)),
  ratioRow('reader', ratios(passes.read, passes.parse)),
  ratioRow('check, 12-span contract', ratios(passes.check, passes.parse), 1.5),
  ratioRow('check, with three privacy detectors', ratios(passes['check-privacy'], passes.parse), 1.8),
  ratioRow('baseline + flatten + ajv', ratios(passes.ajv, passes.parse)),
  ratioRow('baseline + flatten + zod', ratios(passes.zod, passes.parse)),
)

const shop = await shopRecording()
const shopPasses = await timePasses(['parse', 'read', 'check-shop'], shop, passRounds)
rows.push(
  ratioRow('demo shop: reader', ratios(shopPasses.read, shopPasses.parse)),
  ratioRow('demo shop: check, 4-span contract', ratios(shopPasses['check-shop'], shopPasses.parse)),
)

rows.push(await memoryRow(generated))
if (values.full) rows.push(await memoryRow(await agentRuns(fullSpans)))

const folder = await smallPackage()
const [recording] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
const spanpact = path('../dist/src/cli/bin.js')
const starts = timeStarts(
  {
    node: { args: ['-e', '0'], cwd: folder, exitCodes: [0] },
    version: { args: [spanpact, '--version'], cwd: folder, exitCodes: [0] },
    pack: {
      args: [spanpact, 'check', recording!, '-c', path('start-up.contract.yaml')],
      cwd: folder,
      exitCodes: [0, 1, 3],
    },
    bare: { args: [spanpact, 'check', recording!], cwd: folder, exitCodes: [0, 1, 3] },
  },
  startRounds,
)
rows.push(
  ratioRow('start: spanpact --version, to node -e 0', ratios(starts.version, starts.node), 3),
  ratioRow('start: check 100 spans, extends otel-genai', ratios(starts.pack, starts.node), 6),
  ratioRow('start: check 100 spans, no contract', ratios(starts.bare, starts.node)),
)

const megabytes = (await sizeOf(generated)) / 1e6
const seconds = median(passes.parse)
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`,
)
console.log(`${spans} spans, ${megabytes.toFixed(0)} MB; baseline ${(megabytes / seconds).toFixed(0)} MB/s`)
console.log(`node -e 0: ${(median(starts.node) * 1000).toFixed(0)} ms\n`)
console.log(renderTable(rows))

function ratioRow(what: string, { median: middle, min, max }: Ratio, target?: number): Row {
  return {
    what,
    measured: `${middle.toFixed(2)} ×`,
    range: `${min.toFixed(2)}–${max.toFixed(2)}`,
    target: target === undefined ? '' : `≤ ${target} ×`,
    met: target === undefined ? undefined : middle <= target,
  }
}

async function memoryRow(file: string): Promise<Row> {
  const [bytes, peak] = [await sizeOf(file), await peakMemory('check', file)]
  return {
    what: `peak memory: check of ${(bytes / 1e6).toFixed(0)} MB`,
    measured: `${(peak / 2 ** 20).toFixed(0)} MiB`,
    range: '',
    target: `≤ ${peakTarget / 2 ** 20} MiB`,
    met: peak <= peakTarget,
  }
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}
