import { factsOf } from '../../src/dialects/index.ts'
import type { SpanFacts } from '../../src/model/span-facts.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from './otlp/read-all.ts'

/** What each span of a recorded fixture says of its run, in file order. */
export async function recordedFacts(file: string): Promise<readonly (SpanFacts | undefined)[]> {
  const { spans } = await readAll(fileSource(`fixtures/recordings/${file}`))
  return spans.map(factsOf)
}
