import { describe, expect, test } from 'vitest'

import { createClaims } from '../../src/dialects/claims.ts'
import { dialects, factsOf } from '../../src/dialects/index.ts'
import { KeyedAttributes } from '../../src/model/keyed-attributes.ts'
import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { recordingFiles } from '../support/recording-files.ts'
import { span } from '../support/span.ts'

/** Attributes that show their keys and one value, which is all that recognition may read. */
function keysOnly(attributes: Span['attributes']): Span['attributes'] {
  const allowed = 'gen_ai.operation.name'
  return new Map([...attributes].map(([key, value]) => [key, key === allowed ? value : null]))
}

test.each(recordingFiles())('%s: recognition reads no value but that of the operation', async (file) => {
  const { spans } = await readAll(fileSource(file))
  for (const one of spans) {
    const bare: Span = {
      ...one,
      attributes: keysOnly(one.attributes),
      status: { code: 'unset', message: '' },
      kind: 'internal',
    }
    const recognised = dialects.filter((dialect) => dialect.recognises(one)).map(({ id }) => id)
    expect(dialects.filter((dialect) => dialect.recognises(bare)).map(({ id }) => id)).toEqual(recognised)
  }
})

describe('what is remembered of a list of keys', () => {
  const shape = new Map([
    ['gen_ai.operation.name', 0],
    ['gen_ai.request.model', 1],
  ])
  const shaped = (name: string, operation: string, more: Partial<Span> = {}): Span => ({
    ...span({ name }),
    attributes: new KeyedAttributes(shape, [operation, 'gpt-5']),
    ...more,
  })
  const claimsOf = createClaims(dialects)
  const claimed = (one: Span): readonly string[] => claimsOf(one).dialects.map(({ id }) => id)
  const recognised = (one: Span): readonly string[] =>
    dialects.filter((dialect) => dialect.recognises(one)).map(({ id }) => id)

  test('another operation, name, scope or source under the same keys is recognised anew', () => {
    const scope = { ...span({ name: 'x' }).scope, name: 'Experimental.Microsoft.Extensions.AI' }
    const transcript = { ...span({ name: 'x' }).source, isTranscript: true }
    const spans = [
      shaped('chat gpt-5', 'chat'),
      shaped('chat gpt-5', 'call_llm'),
      shaped('chat gpt-5', 'chat', { scope }),
      shaped('chat gpt-5', 'chat', { source: transcript }),
      shaped('claude_code.tool', 'chat'),
      shaped('chat gpt-5', 'chat'),
    ]
    const found = spans.map(claimed)
    expect(found).toEqual(spans.map(recognised))
    expect(new Set(found.map(String)).size).toBe(5)
  })

  test('more names than are remembered are recognised all the same', () => {
    for (let at = 0; at < 200; at++) expect(claimed(shaped(`chat ${at}`, 'chat'))).toEqual(['otel-genai'])
    expect(claimed(shaped('claude_code.tool', 'chat'))).toEqual(recognised(shaped('claude_code.tool', 'chat')))
  })

  test('facts are those of a plain map of the same attributes', () => {
    const one = shaped('chat gpt-5', 'chat')
    expect(factsOf(one)).toEqual(factsOf({ ...one, attributes: new Map(one.attributes) }))
  })
})
