import { loadPack } from '../contract/index.ts'
import { dialects } from '../dialects/index.ts'
import type { Contract } from '../model/contract.ts'
import { readRecording, type RecordingSet } from '../readers/index.ts'

/** Packs that describe a dialect, by the dialect's id; recordings of other dialects are compared with `defaultPack`. */
const packs: Readonly<Record<string, string>> = {
  openllmetry: 'openllmetry',
  openinference: 'openinference',
  'vercel-ai': 'vercel-ai',
  'otel-genai-next': 'otel-genai/next',
  'otel-genai-legacy': 'otel-genai/legacy',
  'otel-genai': 'otel-genai',
}
const defaultPack = 'otel-genai'

/** Spans looked at before it is said what a recording shows. */
const inspectedSpans = 2000

/**
 * The pack of the dialect that most spans of a recording without a contract speak. Of OpenLLMetry one span is enough: its
 * model calls carry keys of OpenTelemetry alone. Standard input cannot be read twice.
 */
export async function detectPack(set: RecordingSet): Promise<string> {
  const silent = { unreadable: () => undefined, note: () => undefined }
  const claims = new Map(Object.keys(packs).map((dialect) => [dialect, 0]))
  let inspected = 0
  for (const file of set.files) {
    if (file.name === '-') return defaultPack
    for await (const { spans } of readRecording(file, {}, silent)) {
      for (const span of spans) {
        // Dialects of frameworks have no pack: their spans have the keys of another dialect too.
        const dialect = dialects.find(({ id, recognises }) => claims.has(id) && recognises(span))?.id
        if (dialect !== undefined) claims.set(dialect, claims.get(dialect)! + 1)
      }
      inspected += spans.length
      if (inspected > inspectedSpans) break
    }
    if (inspected > inspectedSpans) break
  }
  if (claims.get('openllmetry')! > 0) return packs['openllmetry']!
  // The sort keeps the order of dialects that claim equally many.
  const [most] = [...claims].sort(([, left], [, right]) => right - left)
  return most === undefined || most[1] === 0 ? defaultPack : packs[most[0]]!
}

/** Loads each pack once: one invocation makes one contract of it. */
export function createPackLoader(): (name: string) => Promise<Contract> {
  const loaded = new Map<string, Promise<Contract>>()
  return (name) => {
    const known = loaded.get(name) ?? loadPack(name)
    loaded.set(name, known)
    return known
  }
}
