import { createCheck, type CheckSettings } from '../../src/check/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { sourceNames, type SourceName } from '../../src/model/source-name.ts'
import { loadSource, type LoadedSource, type LoadedSources } from '../../src/reconcile/index.ts'
import { contractOf, defaultSettings } from './check-spans.ts'
import { span, type SpanSketch } from './span.ts'

export type SourceTexts = Partial<Record<SourceName, string>>

/** A source of some text, as if it were the file `run.<name>.csv`. */
export function sourceOf<Name extends SourceName>(name: Name, text: string): Promise<LoadedSource<Name>> {
  return loadSource(name, {
    name: `run.${name}.csv`,
    async *open() {
      yield Buffer.from(text)
    },
  })
}

async function sourcesOf(texts: SourceTexts): Promise<LoadedSources> {
  const loaded = await Promise.all(
    sourceNames.flatMap((name) => (texts[name] === undefined ? [] : [sourceOf(name, texts[name])])),
  )
  return Object.fromEntries(loaded.map((source) => [source.source, source]))
}

/** Checks the spans of one recording, `run.jsonl`, against a contract and the sources that lie beside it. */
export async function checkWithSources(
  contract: string,
  spans: readonly SpanSketch[],
  texts: SourceTexts,
  { settings = {}, damage = [] }: { settings?: Partial<CheckSettings>; damage?: readonly string[] } = {},
): Promise<CheckReport> {
  const contracts = [await contractOf(contract)]
  const check = createCheck(contracts, { ...defaultSettings, ...settings })
  const recording = check.recording('run.jsonl', ['run.jsonl'], contracts, await sourcesOf(texts))
  for (const [index, sketch] of spans.entries()) recording.addSpan(span(sketch, index + 1), 0)
  for (const reason of damage) recording.damaged(reason)
  recording.finish()
  return check.finish()
}
