import { describe, expect, test } from 'vitest'
import { readerIds, readers, streamSource, type ReaderId } from '../../src/readers/index.ts'
import { encodeOtelJs } from '../support/dumps/otel-js.ts'
import { encodeFlatDump } from '../support/dumps/otel-python.ts'
import { encodePhoenix, encodePhoenixOtlp } from '../support/dumps/phoenix.ts'
import { encodeLangfuse, encodeLangsmith, encodeOpenaiAgents } from '../support/dumps/platforms.ts'
import { span } from '../support/span.ts'
import { readAll } from '../support/otlp/read-all.ts'

const mebibyte = 1024 * 1024
const spans = [span({ name: 'answer' }), span({ name: 'chat', parent: 'answer' })]

/** One entry of each format that holds a span, and the member that lists such entries. */
const formats: [ReaderId, string, string][] = [
  ['otel-js', encodeOtelJs(spans.slice(0, 1), 2), 'spans'],
  ['otel-python', JSON.stringify(JSON.parse(encodeFlatDump(spans.slice(0, 1)))[0]), 'spans'],
  ['phoenix', JSON.stringify(JSON.parse(encodePhoenix(spans.slice(0, 1))).data[0]), 'data'],
  ['phoenix', JSON.stringify(JSON.parse(encodePhoenixOtlp(spans.slice(0, 1))).data[0]), 'data'],
  ['langfuse', JSON.stringify(JSON.parse(encodeLangfuse(spans.slice(0, 1), 'text')).observations[0]), 'observations'],
  ['openai-agents', encodeOpenaiAgents(spans.slice(0, 1)).split('\n')[1] ?? '', 'data'],
  ['langsmith', JSON.stringify(JSON.parse(encodeLangsmith(spans.slice(0, 1)))[0]), 'runs'],
]

async function* stream(parts: Iterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part
}

/** A document of about so many mebibytes, made while it is read, and the most memory that buffers took meanwhile. */
function longDocument(entry: string, list: string, mebibytes: number) {
  const pad = ' '.repeat(mebibyte)
  const before = process.memoryUsage().arrayBuffers
  let peak = 0
  function* parts(): Generator<string> {
    yield `{\n"${list}": [`
    for (let count = 0; count < mebibytes; count++) {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
      yield `${entry},${pad}`
    }
    yield `${entry}]}`
  }
  return { source: streamSource('long', stream(parts())), count: mebibytes + 1, peak: () => peak }
}

test('memory does not grow with the document', async () => {
  const [format, entry, list] = formats[4] ?? ['langfuse', '', '']
  const { source, count, peak } = longDocument(entry, list, 400)
  const { spans: read } = await readAll(source, format)
  expect(read).toHaveLength(count)
  expect(peak()).toBeLessThan(300 * mebibyte)
})

describe.each(formats)('%s', (format, entry, list) => {
  const wrapped = `{\n"${list}": [\n${entry},\n${entry}\n]}\n`

  test('lines, a list and a document give the same spans', async () => {
    const contents = [`${entry}\n${entry}\n`, `[${entry},${entry}]`, `[\n${entry},\n${entry}\n]`, wrapped]
    const results = await Promise.all([...contents, JSON.stringify(JSON.parse(wrapped))].map((one) => readAll(one)))
    for (const result of results) {
      expect([result.format, result.problems, result.notes, result.spans.length]).toEqual([format, [], [], 2])
      expect(result.spans.map((one) => ({ ...one, position: 0 }))).toEqual(
        results[0]?.spans.map((one) => ({ ...one, position: 0 })),
      )
    }
  })

  test('entries that are no spans are named, the others are read', async () => {
    const { spans: read, problems } = await readAll(`[${entry},null,7,"x",${entry}]\n`, format)
    expect(read).toHaveLength(2)
    expect(problems).toEqual(
      ['null', '7', 'x'].map((text) => ({ line: 1, message: `\`${text}\` stands where a span is expected` })),
    )
  })

  test('an empty object among entries gives a problem', async () => {
    const { spans: read, problems } = await readAll(`${entry}\n{}\n${entry}\n`)
    expect(read).toHaveLength(2)
    expect(problems).toHaveLength(1)
    expect(problems[0]?.line).toBe(2)
  })

  test('invalid UTF-8 and damaged lines are named, the next line is read', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${entry}\n{"name":"`),
      Buffer.from([0xff]),
      Buffer.from(`"}\n{"a"\n${entry}\n`),
    ])
    const { spans: read, problems } = await readAll(bytes)
    expect(read).toHaveLength(2)
    expect(problems.map((problem) => problem.line)).toEqual([2, 3])
  })

  test('a last line that breaks off leaves the recording incomplete, not unreadable', async () => {
    const result = await readAll(`${entry}\n${entry.slice(0, -9)}`)
    expect([result.spans.length, result.problems, result.incomplete]).toEqual([1, [], true])
  })

  test('a line of 80 MiB is skipped', async () => {
    const filler = Array.from({ length: 80 }, () => Buffer.alloc(mebibyte, 'x'))
    const { spans: read, problems } = await readAll(
      streamSource('long', stream([`${entry}\n`, ...filler, `\n${entry}\n`])),
    )
    expect(read).toHaveLength(2)
    expect(problems).toEqual([{ line: 2, message: 'the line is longer than 64 MiB; split it into smaller batches' }])
  })

  test('a document of 80 MiB is read entry by entry', async () => {
    const { source, count } = longDocument(entry, list, 80)
    const { spans: read, problems } = await readAll(source, format)
    expect([read.length, problems]).toEqual([count, []])
  })

  test('values nested 10 000 deep in any member are no reason to fail', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    for (const member of Object.keys(JSON.parse(entry) as object)) {
      const content = JSON.stringify({ ...JSON.parse(entry), [member]: '@' }).replace('"@"', deep)
      const { spans: read, problems } = await readAll(`${content}\n${entry}\n`, format)
      expect(read.length + problems.length).toBeGreaterThanOrEqual(2)
    }
  })

  test('hostile values in any member never throw', async () => {
    const hostile: unknown[] = [
      null,
      0,
      -1,
      1e300,
      '',
      '\u0000',
      [],
      {},
      [null],
      true,
      { toString: 1, valueOf: 1, length: -1 },
    ]
    for (const member of Object.keys(JSON.parse(entry) as object)) {
      const lines = hostile.map((value) => JSON.stringify({ ...JSON.parse(entry), [member]: value }))
      const { spans: read, problems } = await readAll(`${lines.join('\n')}\n${entry}\n`, format)
      expect(read.length + problems.length).toBeGreaterThanOrEqual(hostile.length + 1)
    }
  })

  test('a member `__proto__` changes nothing', async () => {
    const { spans: read } = await readAll(
      `${entry.slice(0, -1)},"__proto__":{"name":"polluted","polluted":true}}\n${entry}\n`,
    )
    expect(read.map((one) => ({ ...one, position: 0 }))).toEqual([
      { ...read[1], position: 0 },
      { ...read[1], position: 0 },
    ])
    expect('polluted' in {}).toBe(false)
  })
})

describe('one reader recognises each recording', () => {
  const mine = new Set<string>(formats.map(([id]) => id))
  const others = {
    jaeger:
      '{"data":[{"traceID":"1","spans":[{"traceID":"1","spanID":"2","startTime":1,"duration":2}],"processes":{}}]}',
    'a bare Jaeger trace': '{"traceID":"1","spans":[{"traceID":"1","spanID":"2","startTime":1}],"processes":{}}',
    zipkin: '[{"traceId":"1","id":"2","name":"a","timestamp":1,"localEndpoint":{}}]',
    tempo: '{"trace":{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"1","spanId":"2","name":"a"}]}]}]}}',
    'tempo batches': '{"batches":[{"scopeSpans":[{"spans":[{"traceId":"1","startTimeUnixNano":"1"}]}]}]}',
    clickhouse: '{"TraceId":"1","SpanId":"2","SpanName":"a","SpanAttributes":{}}',
    chat: '[{"role":"user","content":"hi"},{"role":"assistant","content":"{\\"run_type\\":\\"llm\\"}"}]',
    'a bare map of attributes': '{"openinference.span.kind":"LLM","llm.model_name":"gpt-5"}',
    'some API': '{"data":[{"id":"1","name":"a","type":"SPAN","start_time":"2026-01-05T10:00:00Z"}],"next_cursor":null}',
  }

  test.each(Object.entries(others))('%s is none of these formats', (_, content) => {
    const found = readerIds.filter((id) => readers[id].recognises(Buffer.from(content)))
    expect(found.filter((id) => mine.has(id))).toEqual([])
  })

  test.each(formats)('%s is no other format, also where the head is cut anywhere', (format, entry) => {
    const head = Buffer.from(`[${entry}`)
    for (let length = 1; length <= head.length; length++) {
      const found = readerIds.filter((id) => readers[id].recognises(head.subarray(0, length)))
      expect(found.filter((id) => id !== format)).toEqual([])
    }
  })

  test('a trace whose input is longer than what is looked at is a Langfuse export', async () => {
    const observation = JSON.parse(encodeLangfuse(spans.slice(0, 1), 'object')).observations[0] as object
    const trace = { id: 'a', timestamp: '2026-01-05T10:00:00.000Z', input: 'x'.repeat(200_000), sessionId: 's' }
    const { format, spans: read } = await readAll(JSON.stringify({ trace, observations: [observation] }, null, 1))
    expect([format, read.length, read[0]?.attributes.get('langfuse.session.id')]).toEqual(['langfuse', 1, 's'])
  })
})

test('a megabyte in one attribute is read', async () => {
  const page = 'x'.repeat(mebibyte)
  const [format, entry] = formats[1] ?? []
  const content = JSON.stringify({ ...JSON.parse(entry ?? ''), attributes: { 'input.value': page } })
  const { spans: read } = await readAll(`[${content},${content}]`, format)
  expect(read.map((one) => one.attributes.get('input.value') === page)).toEqual([true, true])
})

test('a recording of hundred thousand spans takes time in proportion', async () => {
  const [, entry = ''] = formats[0] ?? []
  async function timeOf(count: number): Promise<number> {
    const content = `${entry}\n`.repeat(count)
    const start = performance.now()
    const { spans: read } = await readAll(content, 'otel-js')
    expect(read).toHaveLength(count)
    return performance.now() - start
  }
  await timeOf(10_000)
  const [small, large] = [await timeOf(10_000), await timeOf(100_000)]
  expect(large).toBeLessThan(30 * small)
})
