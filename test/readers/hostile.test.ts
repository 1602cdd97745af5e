import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  bytesSource,
  fileSource,
  readRecording,
  readers,
  streamSource,
  type RecordingSource,
} from '../../src/readers/index.ts'
import { encodeJson } from '../support/otlp/encode-json.ts'
import { encodeProtobuf } from '../support/otlp/encode-protobuf.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { sampleSpans } from '../support/otlp/sample-spans.ts'

const mebibyte = 1024 * 1024
const line = `${encodeJson(sampleSpans)}\n`

/** Content that is made while it is read, and the most memory that buffers took meanwhile. */
function generated(parts: () => Iterable<Uint8Array>): { source: RecordingSource; peak: () => number } {
  let peak = 0
  const before = process.memoryUsage().arrayBuffers
  async function* open(): AsyncGenerator<Uint8Array> {
    for (const part of parts()) {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
      yield part
    }
  }
  return { source: streamSource('generated', open()), peak: () => peak }
}

function* filler(byte: string, mebibytes: number): Generator<Uint8Array> {
  for (let count = 0; count < mebibytes; count++) yield Buffer.alloc(mebibyte, byte)
}

describe('content larger than memory should hold', () => {
  test('a line of 600 MiB between others is skipped without being kept', async () => {
    const { source, peak } = generated(function* () {
      yield Buffer.from(line)
      yield* filler('x', 600)
      yield Buffer.from(`\n${line}`)
    })
    const { spans, problems } = await readAll(source)
    expect(spans.map((span) => span.position)).toEqual([1, 1, 1, 3, 3, 3])
    expect(problems).toEqual([{ line: 2, message: 'the line is longer than 64 MiB; split it into smaller batches' }])
    expect(peak()).toBeLessThan(300 * mebibyte)
  })

  test('a single document of 600 MiB is read resource by resource', async () => {
    const resource = encodeJson(sampleSpans.slice(1, 2)).slice('{"resourceSpans":['.length, -2)
    const padding = ' '.repeat(mebibyte - resource.length - 1)
    const { source, peak } = generated(function* () {
      yield Buffer.from('{"resourceSpans":[')
      for (let count = 0; count < 600; count++) yield Buffer.from(`${resource}${padding},`)
      yield Buffer.from(`${resource}]}`)
    })
    const { spans, problems } = await readAll(source)
    expect(problems).toEqual([])
    expect(spans).toHaveLength(601)
    expect(peak()).toBeLessThan(350 * mebibyte)
  })

  test('a single document whose only resource has 80 MiB of spans is read in groups', async () => {
    const count = 10_000
    const resource = '{"attributes":[{"key":"service.name","value":{"stringValue":"support"}}]}'
    const scope = '{"name":"agents","version":"1.2.3"}'
    const padding = 'x'.repeat(8 * 1024)
    const { source, peak } = generated(function* () {
      yield Buffer.from(`{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":${scope},"spans":[`)
      for (let index = 1; index <= count; index++) {
        const spanId = index.toString(16).padStart(16, '0')
        const attributes = [{ key: 'padding', value: { stringValue: padding } }]
        const span = {
          traceId: '5b8efff798038103d269b633813fc60c',
          spanId,
          name: 'chat',
          startTimeUnixNano: '1',
          attributes,
        }
        yield Buffer.from(`${JSON.stringify(span)}${index === count ? '' : ','}`)
      }
      yield Buffer.from(`],"schemaUrl":"u"}]}]}`)
    })
    let read = 0
    const resources = new Set<unknown>()
    const scopes = new Set<string>()
    const problems: unknown[] = []
    const notes: string[] = []
    const context = {
      unreadable: (problem: unknown) => problems.push(problem),
      note: (text: string) => notes.push(text),
    }
    for await (const { spans } of readRecording(source, {}, context)) {
      for (const span of spans) {
        read += 1
        if (Number(`0x${span.spanId}`) !== read) throw new Error(`span ${read} has id ${span.spanId}`)
        resources.add(span.resource.attributes.get('service.name'))
        scopes.add(`${span.scope.name} ${span.scope.version}`)
      }
    }
    expect(read).toBe(count)
    expect([...resources, ...scopes]).toEqual(['support', 'agents 1.2.3'])
    expect(problems).toEqual([])
    expect(notes).toEqual([
      '`schemaUrl` stands behind the spans of an element longer than 64 MiB; they are read without it',
    ])
    expect(peak()).toBeLessThan(300 * mebibyte)
  })

  test('a span of 200 MiB in a document is skipped, the next resource is read', async () => {
    const resource = encodeJson(sampleSpans.slice(1, 2)).slice('{"resourceSpans":['.length, -2)
    const { source, peak } = generated(function* () {
      yield Buffer.from('{\n"resourceSpans":[\n{"scopeSpans":[{"spans":[{"name":"')
      yield* filler('x', 200)
      yield Buffer.from(`"}]}]},\n${resource}]}`)
    })
    const { spans, problems } = await readAll(source)
    expect(spans).toHaveLength(1)
    expect(problems).toEqual([
      {
        line: 3,
        byte: 45,
        message: 'an element of `spans` is longer than 64 MiB; split it into smaller batches',
      },
    ])
    expect(peak()).toBeLessThan(300 * mebibyte)
  })

  test('a small file that inflates to 1 GiB is read as a stream', async () => {
    const frame = zstdCompressSync(Buffer.alloc(16 * mebibyte, 'x'))
    const { source, peak } = generated(function* () {
      yield zstdCompressSync(line)
      for (let count = 0; count < 64; count++) yield frame
      yield zstdCompressSync(`\n${line}`)
    })
    const { spans, problems } = await readAll(source)
    expect(spans).toHaveLength(6)
    expect(problems).toHaveLength(1)
    expect(peak()).toBeLessThan(300 * mebibyte)
  })

  test('a million damaged lines give a bounded list of problems', async () => {
    const { problems, spans } = await readAll(`${line}${'x\n'.repeat(1_000_000)}${line}`)
    expect(spans).toHaveLength(6)
    expect(problems).toHaveLength(1001)
    expect(problems.at(-1)).toEqual({ message: '999000 further parts cannot be read' })
  })
})

const titles = Object.values(readers)
  .map((reader) => reader.title)
  .join(', ')
const unknown = (start: string): string =>
  `the content, which starts with ${start}, is no format this version reads (${titles}); convert it to one of them`

describe('what is no recording', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex')
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'the recording is empty'],
    ['a picture', png, unknown('bytes `89504e470d0a1a0a`')],
    ['zeros', new Uint8Array(100), unknown('bytes `0000000000000000`')],
    ['text', 'hello world\n', unknown('`hello world `')],
    ['blank lines', '\n\n\n\n', unknown('` `')],
    ['another JSON', '{\n  "data": [{"traceID": "1"}]\n}', unknown('`{ "data": [{"traceID": "1"}] }`')],
    ['an empty object', '{}', unknown('`{}`')],
    ['OTLP inside something else', '{"result":{"resourceSpans":[]}}', unknown('`{"result":{"resourceSpans":[]}}`')],
    [
      'OTLP inside text',
      '{"role":"user","content":"{\\"resourceSpans\\":[]}"}',
      unknown('`{"role":"user","content":"{\\"resourceSpa`'),
    ],
    [
      'UTF-16',
      Buffer.from(`\ufeff${line}`, 'utf16le'),
      'the content is UTF-16 text, as some shells write what they redirect; save it as UTF-8',
    ],
  ])('%s is unreadable', async (_, content, message) => {
    expect(await readAll(content)).toEqual({
      spans: [],
      logEvents: [],
      problems: [{ byte: 0, message }],
      notes: [],
      incomplete: false,
      format: undefined,
    })
  })

  test('a missing file, a directory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spanpact-'))
    expect((await readAll(fileSource(join(folder, 'missing.json')))).problems).toEqual([
      { message: 'the file does not exist' },
    ])
    expect((await readAll(fileSource(folder))).problems).toEqual([{ message: 'this is a directory, not a recording' }])
  })

  test('an error that is no fault of the content is thrown', async () => {
    const source = streamSource('broken', {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new TypeError('a bug')) }),
    })
    await expect(readAll(source)).rejects.toThrow('a bug')
  })
})

describe('a named format', () => {
  test('is read without recognition', async () => {
    const { spans, format } = await readAll(encodeProtobuf(sampleSpans), 'otlp-protobuf')
    expect(spans).toHaveLength(3)
    expect(format).toBe('otlp-protobuf')
  })

  test('that is wrong gives problems', async () => {
    const { spans, problems } = await readAll(encodeProtobuf(sampleSpans), 'otlp-json')
    expect(spans).toEqual([])
    expect(problems).not.toEqual([])
    expect((await readAll(line, 'otlp-protobuf')).problems).not.toEqual([])
  })
})

test('the file is closed when the consumer stops early', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spanpact-'))
  const path = join(folder, 'lines.jsonl')
  writeFileSync(path, line.repeat(5000))
  let returned = false
  const file = fileSource(path)
  const source: RecordingSource = {
    name: 'lines',
    async *open() {
      try {
        yield* file.open()
      } finally {
        returned = true
      }
    },
  }
  for await (const batch of readRecording(source, {}, { unreadable: () => {}, note: () => {} })) {
    expect(batch.spans.length).toBeGreaterThan(0)
    break
  }
  expect(returned).toBe(true)
})

test('sources that are in memory can be read twice', async () => {
  const source = bytesSource('memory', Buffer.from(line))
  expect((await readAll(source)).spans).toHaveLength(3)
  expect((await readAll(source)).spans).toHaveLength(3)
})
