import { loadPack } from '../contract/index.ts'
import { vocabularyDialectOf } from '../dialects/index.ts'
import type { Contract } from '../model/contract.ts'
import { readRecording, type RecordingSet } from '../readers/index.ts'

/** Packs that describe a dialect, by the dialect's id; recordings of other dialects are compared with the first. */
const packs: Readonly<Record<string, string>> = {
  'otel-genai': 'otel-genai',
  'otel-genai-legacy': 'otel-genai/legacy',
  'otel-genai-next': 'otel-genai/next',
}
const firstPack = 'otel-genai'

/** Spans looked at before a recording counts as one of no known dialect. */
const inspectedSpans = 2000

/** The pack of the first dialect that a recording without a contract shows. Standard input cannot be read twice. */
export async function detectPack(set: RecordingSet): Promise<string> {
  const silent = { unreadable: () => undefined, note: () => undefined }
  let inspected = 0
  for (const file of set.files) {
    if (file.name === '-') return firstPack
    for await (const { spans } of readRecording(file, {}, silent)) {
      for (const span of spans) {
        const pack = packs[vocabularyDialectOf(span) ?? '']
        if (pack !== undefined) return pack
        inspected += 1
      }
      if (inspected > inspectedSpans) return firstPack
    }
  }
  return firstPack
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
