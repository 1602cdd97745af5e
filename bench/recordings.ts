import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { generatedFile } from './generate.ts'

const data = fileURLToPath(new URL('data', import.meta.url))
const shop = fileURLToPath(new URL('../fixtures/recordings/otel-tui/test_data.lines-01-49.jsonl', import.meta.url))

/** Generated recording of so many spans, about 1.5 kB each. */
export function agentRuns(spans: number): Promise<string> {
  return generatedFile({ seed: 1, spans }, data)
}

/** The same agent with all it says on its spans, about 7 kB each. */
export function agentRunsWithContent(spans: number): Promise<string> {
  return generatedFile({ seed: 1, spans, content: 'all' }, data)
}

const shopCopies = 32

/**
 * The recording of the OpenTelemetry demo shop, repeated. Each copy gets trace ids of its own: the same spans again
 * would be merged, which no real file of this size asks for.
 */
export async function shopRecording(): Promise<string> {
  const path = join(data, `shop-${shopCopies}.jsonl`)
  const text = await readFile(shop, 'utf8')
  const copies = Array.from({ length: shopCopies }, (_, copy) =>
    text.replaceAll(/(?<="traceId":")[0-9a-f]{8}/g, (digits) =>
      ((Number.parseInt(digits, 16) ^ (copy * 0x9e3779b1)) >>> 0).toString(16).padStart(8, '0'),
    ),
  )
  await mkdir(data, { recursive: true })
  await writeFile(path, copies.join(''))
  return path
}

/** Folder with a recording of 100 spans and no contract, a package of its own so that none is found above it. */
export async function smallPackage(): Promise<string> {
  const folder = join(data, 'small')
  await generatedFile({ seed: 1, spans: 100 }, folder)
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  return folder
}

/** In bytes. */
export async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size
}
