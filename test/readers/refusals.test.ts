import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../src/readers/refusals.ts'
import { readAll } from '../support/otlp/read-all.ts'

const recordings = 'fixtures/recordings'
const console = `{
  resource: { attributes: { 'service.name': 'shop' } },
  instrumentationScope: { name: 'ai', version: undefined, schemaUrl: undefined },
  traceId: '5b8efff798038103d269b633813fc60c',
  parentSpanContext: undefined,
  name: 'chat',
  id: 'eee19b7ec3c1b174',
  kind: 0,
  timestamp: 1760738064624180,
  attributes: { messages: [ [Object] ] }
}
`
const tar = Buffer.alloc(512, 'x')
tar.write('ustar', 257)

function magic(hex: string): Buffer {
  return Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(64, 0xee)])
}

describe('content that is no recording is refused with its reason', () => {
  test.each<[string, string | Buffer, string]>([
    [
      'a login page',
      '\n<!DOCTYPE html>\n<html><body>Sign in</body></html>',
      'is a web page, often that of a login or an error; save the answer of the API instead',
    ],
    ['XML', '<?xml version="1.0"?><error/>', 'is XML; export the spans as JSON'],
    [
      'a table',
      'trace_id,span_id,name\nabc,def,"chat, long"\n',
      'is a table with separators (CSV); export the spans as JSON',
    ],
    [
      'a table with tabs',
      '"trace_id"\t"span_id"\t"name"\nabc\tdef\tchat\n',
      'is a table with separators (CSV); export the spans as JSON',
    ],
    [
      'the console',
      console,
      'is what the console exporter of the OpenTelemetry JS SDK prints, which cuts off nested values; export the spans as OTLP',
    ],
    [
      'spans of the console as JSON, which have ids and times like Zipkin',
      '{"traceId":"5b8efff798038103d269b633813fc60c","id":"eee19b7ec3c1b174","name":"chat","kind":0,"timestamp":1760738064624180,"duration":10,"attributes":{"a":1}}\n',
      'is what the console exporter of the OpenTelemetry JS SDK prints, which cuts off nested values; export the spans as OTLP',
    ],
    [
      'UTF-16',
      Buffer.from('\ufeff{"resourceSpans":[]}', 'utf16le'),
      'is UTF-16 text, as some shells write what they redirect; save it as UTF-8',
    ],
    ['xz', magic('fd377a585a0000'), 'is compressed with xz; decompress it first'],
    ['bzip2', magic('425a6839'), 'is compressed with bzip2; decompress it first'],
    ['lz4', magic('04224d18'), 'is compressed with lz4; decompress it first'],
    ['snappy', magic('ff060000734e61507059'), 'is compressed with snappy; decompress it first'],
    ['zip', magic('504b0304'), 'is a zip archive; unpack it first'],
    ['7z', magic('377abcaf271c'), 'is a 7z archive; unpack it first'],
    ['tar', tar, 'is a tar archive; unpack it first'],
    ['Parquet', magic('50415231'), 'is Parquet; export the spans as JSON lines'],
    ['SQLite', Buffer.from('SQLite format 3\0 and more'), 'is a SQLite database; export the spans as JSON lines'],
    ['age', 'age-encryption.org/v1\n-> X25519 abc\n', 'is encrypted; decrypt it first'],
    ['PGP', '-----BEGIN PGP MESSAGE-----\n\nabc\n', 'is encrypted; decrypt it first'],
    ['openssl', Buffer.from('Salted__\u0001\u0002'), 'is encrypted; decrypt it first'],
    [
      'Datadog',
      '{"spans":[{"trace_id":"1","span_id":"2","parent_id":"undefined","name":"chat","meta":{"kind":"llm"},"metrics":{},"start_ns":1,"duration":2}]}',
      'is an export of Datadog LLM Observability, which is not read; export the spans as OTLP beside it',
    ],
    [
      'an empty evaluation set',
      '{"eval_set_id":"x","eval_cases":[]}',
      'is an evaluation set of the Agent Development Kit: it holds what runs are expected to do, and no run',
    ],
    [
      'Zipkin 1',
      '[{"traceId":"a","id":"b","annotations":[{"timestamp":1,"value":"cs","endpoint":{"serviceName":"x"}}]}]',
      'is Zipkin JSON of version 1; fetch it from `/api/v2`',
    ],
    [
      'a search',
      '{"traces":[{"traceID":"a","rootServiceName":"shop"}],"metrics":{}}',
      'is a list of search results without spans; fetch each trace by its id',
    ],
    [
      'a compact table',
      '{"meta":[{"name":"TraceId","type":"String"}],"data":[["a"]]}',
      'is a ClickHouse answer in format JSONCompact; query with `FORMAT JSONEachRow`',
    ],
    [
      'attributes',
      '{"gen_ai.operation.name":"chat","input":"hi"}',
      'is a map of attributes without the ids, times and name of a span; record the whole span',
    ],
    [
      'an error',
      '{"message":"Unauthorized","statusCode":401}',
      'is the answer of an API that reports an error; ask it again',
    ],
    [
      'an error of Jaeger',
      '{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":404,"msg":"trace not found"}]}',
      'is the answer of an API that reports an error; ask it again',
    ],
    ['an empty list', ' [ ]\n', 'is an empty list: it holds no spans'],
    ['no traces', '{"data":[],"total":0,"limit":0,"offset":0,"errors":null}', 'is an answer without spans'],
  ])('%s', async (_, content, reason) => {
    const { spans, problems, format } = await readAll(content)
    expect([spans, format]).toEqual([[], undefined])
    expect(problems).toEqual([{ byte: 0, message: `the content ${reason}` }])
  })

  test.each(globSync('openinference/genai-*.json', { cwd: recordings }))('%s holds attributes', async (file) => {
    const { problems } = await readAll(readFileSync(`${recordings}/${file}`))
    expect(problems).toEqual([
      {
        byte: 0,
        message: 'the content is a map of attributes without the ids, times and name of a span; record the whole span',
      },
    ])
  })

  test.each(globSync('agentevals/eval*.json', { cwd: recordings }))('%s holds expectations', async (file) => {
    const { problems } = await readAll(readFileSync(`${recordings}/${file}`))
    expect(problems).toEqual([
      {
        byte: 0,
        message:
          'the content is an evaluation set of the Agent Development Kit: it holds what runs are expected to do, and no run',
      },
    ])
  })
})

describe('other content is not mistaken for it', () => {
  test.each([
    ['a sentence with commas', 'first, second, third\nand a line\n'],
    ['one line with commas', 'a,b,c,d'],
    ['a JavaScript object', "{ a: 1, traceId: 'x' }"],
    ['an object', '{}'],
    ['a span with dots in its keys', '{"trace_id":"a","gen_ai.operation.name":"chat"}'],
    ['a message', '{"role":"user","message":"hi"}'],
    ['a longer text', '[{"text":"<html>"}]'],
    ['bytes', Buffer.alloc(1000, 0xee)],
  ])('%s', (_, content) => {
    expect(refusalOf(Buffer.from(content))).toBeUndefined()
  })
})

test('content that two formats fit is refused, and both are named', async () => {
  const jaeger = JSON.stringify({ traceID: 'a', spans: [{ traceID: 'a', spanID: 'b', operationName: 'x' }] })
  const { problems } = await readAll(`{"resourceSpans":[]}\n${jaeger}\n`)
  expect(problems).toEqual([
    {
      byte: 0,
      message:
        'the content may be Jaeger JSON (`jaeger-json`) or OTLP JSON (`otlp-json`); name its format with `--input-format`',
    },
  ])
})
