import { createWriteStream } from 'node:fs'
import { access, mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { agentRun, largestRun, smallestRun, type Content, type ExportedSpan } from './agent-run.ts'
import { otlpAttributes } from './otlp-span.ts'
import { createProse } from './prose.ts'
import { seeded, type Random } from './random.ts'

/** What decides every byte of a generated recording. */
export interface GeneratedRecording {
  readonly seed: number
  /** Exact; at least 8, the size of the smallest run. */
  readonly spans: number
  /** `some` unless said. */
  readonly content?: Content
}

/** Processes that export at the same time; each has its resource. */
const instances = 3
/** Runs in flight at the same time: the spans of one run lie this far apart in the file. */
const concurrentRuns = 24
const epochMicros = 1_795_132_800_000_000

interface InFlight {
  readonly instance: number
  readonly spans: ExportedSpan[]
}

/**
 * Recordings of a support agent as the collector's file exporter writes them: one batch of 1 to 200 spans of
 * several processes a line, runs interleaved, children never in a later line than their parents. Same parameters, same bytes.
 */
export function* generateLines({ seed, spans, content = 'some' }: GeneratedRecording): Generator<string> {
  if (spans < smallestRun)
    throw new RangeError(`a recording of ${spans} spans is smaller than one run of ${smallestRun}`)
  const random = seeded(seed)
  const prose = createProse(random)
  const resources = Array.from({ length: instances }, (_, instance) => resource(instance, random))
  const inFlight: InFlight[] = []
  let unplanned = spans
  let micros = epochMicros

  const startRuns = (): void => {
    while (inFlight.length < concurrentRuns && unplanned > 0) {
      const size = runSize(unplanned, random)
      unplanned -= size
      micros += random.int(1000, 400_000)
      const instance = random.int(0, instances - 1)
      inFlight.push({ instance, spans: agentRun(size, micros, random, prose, content).toReversed() })
    }
  }

  for (let left = spans; left > 0;) {
    const size = Math.min(left, batchSize(random))
    const batch: ExportedSpan[][] = resources.map(() => [])
    for (let filled = 0; filled < size;) {
      startRuns()
      const index = random.int(0, inFlight.length - 1)
      const run = inFlight[index]!
      // What ends together is exported together: two to six spans of a run follow each other.
      for (let together = random.int(2, 6); together > 0 && filled < size && run.spans.length > 0; together--) {
        batch[run.instance]!.push(run.spans.pop()!)
        filled += 1
      }
      if (run.spans.length === 0) inFlight.splice(index, 1)
    }
    left -= size
    yield `${JSON.stringify({ resourceSpans: batch.flatMap((list, at) => (list.length === 0 ? [] : [resourceSpans(resources[at]!, list)])) })}\n`
  }
}

/**
 * Path of the recording below `directory`, written if it is not there yet.
 * An existing file is taken when its first lines are those that would be written now.
 */
export async function generatedFile(recording: GeneratedRecording, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  const path = join(
    directory,
    `agent-runs-${recording.spans}-seed-${recording.seed}${recording.content === 'all' ? '-content' : ''}.jsonl`,
  )
  if (await startsAsGenerated(path, recording)) return path
  // Renamed only when it is whole, so that an interrupted generator leaves nothing that looks complete.
  await pipeline(Readable.from(generateLines(recording)), createWriteStream(`${path}.part`))
  await rename(`${path}.part`, path)
  return path
}

const comparedLines = 50

async function startsAsGenerated(path: string, recording: GeneratedRecording): Promise<boolean> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (!exists) return false
  const lines: string[] = []
  for (const line of generateLines(recording)) if (lines.push(line) === comparedLines) break
  const expected = Buffer.from(lines.join(''))
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(expected.length), 0, expected.length, 0)
    return buffer.subarray(0, bytesRead).equals(expected)
  } finally {
    await file.close()
  }
}

/** Never leaves a rest that is smaller than the smallest run. */
function runSize(left: number, random: Random): number {
  if (left <= largestRun) return left
  return Math.min(random.int(smallestRun, largestRun), left - smallestRun)
}

/** Mostly what a collector flushes each second under load; now and then a nearly empty or a full batch. */
function batchSize(random: Random): number {
  const draw = random.next()
  if (draw < 0.15) return random.int(1, 5)
  return draw < 0.75 ? random.int(10, 80) : random.int(81, 200)
}

function resourceSpans(resourceOfInstance: object, spans: readonly ExportedSpan[]): object {
  const scopes = Map.groupBy(spans, ({ scope }) => scope)
  return {
    resource: resourceOfInstance,
    scopeSpans: [...scopes].map(([scope, list]) => ({
      scope:
        scope === 'agent'
          ? { name: 'support-agent', version: '2.4.0' }
          : { name: '@opentelemetry/instrumentation-undici', version: '0.17.1' },
      spans: list.map(({ span }) => span),
    })),
    schemaUrl: 'https://opentelemetry.io/schemas/1.41.1',
  }
}

function resource(instance: number, random: Random): object {
  return {
    attributes: otlpAttributes({
      'service.name': 'support-agent',
      'service.namespace': 'agents',
      'service.version': '2.4.0',
      'service.instance.id': random.hex(32),
      'deployment.environment.name': 'production',
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.name': 'opentelemetry',
      'telemetry.sdk.version': '2.3.0',
      'host.name': `support-${instance}.agents.internal`,
      'process.pid': random.int(10, 4000),
    }),
  }
}
