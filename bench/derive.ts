import { assembleRun, deriveSteps, summarize, type RetainedSpan, type SpanEvidence } from '../src/runs/index.ts'
import { longTrace } from './long-trace.ts'

/** Microseconds that assembling a run and deriving its steps takes for each span, by size of the run. */
export function timeDerivation(sizes: readonly number[], rounds: number): ReadonlyMap<number, readonly number[]> {
  const traces = new Map(sizes.map((size) => [size, longTrace(size)]))
  const largest = Math.max(...sizes)
  const times = new Map<number, number[]>(sizes.map((size) => [size, []]))
  // One round is not counted: it compiles.
  for (let round = 0; round <= rounds; round++) {
    for (const [size, spans] of traces) {
      // As many spans in each measurement, so that each collects as much garbage.
      const repeats = Math.floor(largest / size)
      const started = performance.now()
      for (let repeat = 0; repeat < repeats; repeat++) derive(spans)
      const micros = ((performance.now() - started) * 1000) / repeats / spans.length
      if (round > 0) times.get(size)!.push(micros)
    }
  }
  return times
}

function derive(spans: readonly RetainedSpan[]): void {
  const run = assembleRun({ spans, logs: [] }, 'bench', ['bench'], [])
  const { toolCalls } = summarize(deriveSteps(run, ({ payload }) => payload as SpanEvidence | undefined))
  if (toolCalls === null || toolCalls.retries * 3 !== toolCalls.count)
    throw new Error('the bench derives other steps than its trace holds')
}

/** How much longer each span takes in a run of `size` spans than in one of `base`, round by round. */
export function growthOf(times: ReadonlyMap<number, readonly number[]>, base: number, size: number): readonly number[] {
  return times.get(size)!.map((micros, round) => micros / times.get(base)![round]!)
}
