import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { sampleSpans, withoutPosition } from '../support/otlp/sample-spans.ts'

test.each(readdirSync('fixtures/otlp-json'))('fixture %s holds the sample spans', async (name) => {
  const { spans, problems, notes } = await readAll(fileSource(`fixtures/otlp-json/${name}`))
  expect(withoutPosition(spans)).toEqual(withoutPosition(sampleSpans))
  expect([...problems, ...notes]).toEqual([])
})

const traceId = '5b8efff798038103d269b633813fc60c'
const spanId = 'eee19b7ec3c1b174'

/** A span of one attribute more or less. */
function spanJson(fields: object = {}): object {
  return { traceId, spanId, name: 'chat', startTimeUnixNano: '1', endTimeUnixNano: '2', ...fields }
}

function request(...spans: unknown[]): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
}

function logs(...logRecords: unknown[]): string {
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
}

async function attributesOf(...list: unknown[]): Promise<{ read: unknown[]; dropped: number | undefined }> {
  const { spans } = await readAll(request(spanJson({ attributes: list })))
  return { read: [...(spans[0]?.attributes ?? [])], dropped: spans[0]?.droppedAttributes }
}

describe('attribute values', () => {
  test.each([
    ['an integer as text', { intValue: '42' }, 42],
    ['an integer as a number', { intValue: 42 }, 42],
    ['a negative integer', { intValue: '-9223372036854775808' }, -9_223_372_036_854_775_808n],
    ['the first integer a double rounds', { intValue: '9007199254740993' }, 9_007_199_254_740_993n],
    ['a double without fraction', { doubleValue: 3 }, 3],
    ['a double as text', { doubleValue: '0.25' }, 0.25],
    ['NaN as text', { doubleValue: 'NaN' }, Number.NaN],
    ['NaN as OpenTelemetry JS writes it', { doubleValue: null }, Number.NaN],
    ['infinity', { doubleValue: 'Infinity' }, Number.POSITIVE_INFINITY],
    ['no value', {}, null],
    ['null', null, null],
    ['a null string', { stringValue: null }, null],
    ['the one field of several that holds something', { intValue: null, boolValue: true, doubleValue: null }, true],
    ['a string beside a field that OTLP does not have', { stringValue: 'a', unit: 's' }, 'a'],
    ['nulls only', { intValue: null, boolValue: null }, null],
    ['a list without values', { arrayValue: {} }, []],
    ['a map without values', { kvlistValue: {} }, {}],
    ['bytes', { bytesValue: '+/8=' }, new Uint8Array([251, 255])],
    ['bytes in the URL alphabet, unpadded', { bytesValue: '-_8' }, new Uint8Array([251, 255])],
    ['an entry of a list that is empty', { arrayValue: { values: [{}] } }, [null]],
  ])('%s is read', async (_, value, expected) => {
    expect(await attributesOf({ key: 'k', value })).toEqual({ read: [['k', expected]], dropped: 0 })
  })

  test('an integer written as a number beyond 2^53 is exact', async () => {
    const text = request(spanJson({ attributes: [{ key: 'k', value: { intValue: 'N' } }] }))
    const { spans } = await readAll(text.replace('"N"', '-9007199254740993'))
    expect([...(spans[0]?.attributes ?? [])]).toEqual([['k', -9_007_199_254_740_993n]])
  })

  test('digits inside strings stay as they are when numbers are read exactly', async () => {
    const note = 'id 12345678901234567890, "quoted \\" 12345678901234567890'
    const text = request(spanJson({ name: note, startTimeUnixNano: 'N' }))
    const { spans } = await readAll(text.replace('"N"', '1760738064624180001'))
    expect(spans.map((span) => [span.name, span.startUnixNano])).toEqual([[note, 1_760_738_064_624_180_001n]])
  })

  const noValue = (what: string): string => `is no value that OTLP knows: ${what}; fix the exporter`
  test.each([
    ['text that is no integer', { intValue: 'abc' }, noValue('int of text `abc`')],
    ['a fraction as integer', { intValue: 1.5 }, noValue('int of number `1.5`')],
    ['an integer beyond any precision', { intValue: 1e300 }, noValue('int of number `1e+300`')],
    [
      'the first integer beyond 64 bits',
      { intValue: '9223372036854775808' },
      noValue('int of text `9223372036854775808`'),
    ],
    [
      'the first negative integer beyond 64 bits',
      { intValue: '-9223372036854775809' },
      noValue('int of text `-9223372036854775809`'),
    ],
    ['text that is no number', { doubleValue: '0x10' }, noValue('double of text `0x10`')],
    ['a number as string', { stringValue: 7 }, noValue('string of number `7`')],
    ['a list as string', { stringValue: ['a'] }, noValue('string of a list')],
    ['a string as bool', { boolValue: 'true' }, noValue('bool of text `true`')],
    ['a long text as bool', { boolValue: 'x'.repeat(25) }, noValue('bool of a text of 25 characters')],
    ['wrong base64', { bytesValue: 'a*b=' }, noValue('bytes that are not base64')],
    ['base64 of impossible length', { bytesValue: 'abcde' }, noValue('bytes that are not base64')],
    ['a number as bytes', { bytesValue: 5 }, noValue('bytes of number `5`')],
    ['a list that is none', { arrayValue: { values: 'x' } }, noValue('a list without `values`')],
    ['a list under another name', { arrayValue: { value: [{}] } }, noValue('a list without `values`')],
    ['a list without an object around it', { arrayValue: [] }, noValue('a list without `values`')],
    ['a map that is none', { kvlistValue: 3 }, noValue('a map without `values`')],
    [
      'a list with an entry that cannot be read',
      { arrayValue: { values: [{ stringValue: 'a' }, { x: 1 }] } },
      noValue('a field `x`'),
    ],
    [
      'a map with an entry that cannot be read',
      { kvlistValue: { values: [{ key: 'a', value: { intValue: 'z' } }] } },
      noValue('int of text `z`'),
    ],
    [
      'a map with an entry without key',
      { kvlistValue: { values: [{ value: { stringValue: 'a' } }] } },
      noValue('a map with an entry that has no key'),
    ],
    ['a string and an int', { stringValue: 'a', intValue: 1 }, noValue('both `stringValue` and `intValue`')],
    ['a bool and a string', { stringValue: '', boolValue: false }, noValue('both `stringValue` and `boolValue`')],
    ['two fields in snake_case', { string_value: 'a', int_value: 1 }, noValue('both `stringValue` and `intValue`')],
    [
      'a string and, in snake_case, an int',
      { stringValue: 'a', int_value: 1 },
      noValue('both `stringValue` and `intValue`'),
    ],
    [
      'a list with an entry of two fields',
      { arrayValue: { values: [{ doubleValue: 1, intValue: 1 }] } },
      noValue('both `intValue` and `doubleValue`'),
    ],
    ['text instead of a value', 'text', noValue('text `text` in place of an object')],
    ['a list instead of a value', [], noValue('a list in place of an object')],
    ['a field that OTLP does not have', { strngValue: 'a' }, noValue('a field `strngValue`')],
  ])('%s counts as dropped and is named', async (_, value, fault) => {
    const attributes = [
      { key: 'k', value },
      { key: 'other', value: { intValue: 1 } },
    ]
    const { spans, problems, notes } = await readAll(`${request(spanJson())}\n${request(spanJson({ attributes }))}\n`)
    expect([...(spans[1]?.attributes ?? [])]).toEqual([['other', 1]])
    expect(spans[1]?.droppedAttributes).toBe(1)
    expect(problems).toEqual([{ line: 2, message: `attribute \`k\` of span \`${spanId}\` ${fault}` }])
    expect(notes).toEqual([])
  })

  test.each([
    ['an entry that is null', null, 'is `null` in place of an object'],
    ['an entry that is a number', 7, 'is number `7` in place of an object'],
    ['no key', { value: { intValue: 1 } }, 'has no key'],
    ['a key that is no text', { key: 5, value: { intValue: 1 } }, 'has number `5` as key'],
  ])('%s counts as dropped and is named', async (_, entry, fault) => {
    const { spans, problems } = await readAll(request(spanJson({ attributes: [entry] })))
    expect(spans.map((span) => [span.attributes.size, span.droppedAttributes])).toEqual([[0, 1]])
    expect(problems).toEqual([{ line: 1, message: `an attribute of span \`${spanId}\` ${fault}; fix the exporter` }])
  })

  test.each([
    ['a value', { key: 'k', value: { stringValueStrindex: 3 } }],
    ['a snake_case value', { key: 'k', value: { string_value_strindex: 3 } }],
    ['a value in a list', { key: 'k', value: { arrayValue: { values: [{ stringValueStrindex: 3 }] } } }],
    ['a key', { keyStrindex: 2, value: { intValue: 1 } }],
    ['a key in a map', { key: 'k', value: { kvlistValue: { values: [{ keyStrindex: 2 }] } } }],
  ])('%s of a newer OTLP counts as dropped, which is noted once', async (_, entry) => {
    const line = request(spanJson({ attributes: [entry] }))
    const { spans, problems, notes } = await readAll(`${line}\n${line}\n`)
    expect(spans.map((span) => [span.attributes.size, span.droppedAttributes])).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(problems).toEqual([])
    expect(notes).toEqual([
      'an attribute is in an encoding of a newer OTLP, which this version does not read; it counts as dropped',
    ])
  })

  test('many damaged values of one line are one problem, and none is counted twice when the line is read again', async () => {
    const wrong = [1, 2, 3].map((key) => ({ key: `k${key}`, value: { boolValue: key } }))
    const text = request(spanJson({ attributes: wrong }), spanJson({ attributes: wrong, startTimeUnixNano: 'N' }))
    const { problems } = await readAll(text.replace('"N"', '1760738064624180001'))
    expect(problems).toEqual([
      {
        line: 1,
        message: `attribute \`k1\` of span \`${spanId}\` ${noValue('bool of number `1`')}; 5 further values here cannot be read either`,
      },
    ])
  })

  test('damage in events, links and log records names them', async () => {
    const attributes = [{ key: 'k', value: { boolValue: 'yes' } }]
    const events = [{ name: 'e', timeUnixNano: 'now', attributes: { a: 1 } }]
    const lines = [
      request(spanJson({ events: [{ name: 'e', attributes }] })),
      request(spanJson({ links: [{ traceId, spanId, attributes }] })),
      logs({ traceId, spanId, attributes }),
      logs({ traceId, spanId, body: { intValue: 'x' } }),
      request(spanJson({ events })),
      request(spanJson({ links: [{ traceId, spanId: 'zz' }] })),
      request(spanJson({ events: [{ name: 'e', timeUnixNano: 'now' }] })),
    ]
    const { spans, logEvents, problems } = await readAll(lines.join('\n'))
    expect(spans).toHaveLength(5)
    expect(logEvents.map(({ event }) => [event.droppedAttributes, event.body])).toEqual([
      [1, null],
      [0, null],
    ])
    expect(problems).toEqual(
      [
        `attribute \`k\` of an event of span \`${spanId}\` ${noValue('bool of text `yes`')}`,
        `attribute \`k\` of a link of span \`${spanId}\` ${noValue('bool of text `yes`')}`,
        `attribute \`k\` of a log record of span \`${spanId}\` ${noValue('bool of text `yes`')}`,
        `the body of a log record of span \`${spanId}\` ${noValue('int of text `x`')}`,
        `the attributes of an event of span \`${spanId}\` are an object; OTLP/JSON wants a list; 1 further value here cannot be read either`,
        `a link of span \`${spanId}\` has span id \`zz\`, which is neither 16 hex digits nor 8 bytes in base64`,
        `an event of span \`${spanId}\` has time \`now\`, which is no nanoseconds since the epoch`,
      ].map((message, index) => ({ line: index + 1, message })),
    )
  })

  test.each([
    [
      'attributes of the resource that are a map',
      { resource: { attributes: { a: 1 } } },
      'the attributes of the resource are an object; OTLP/JSON wants a list',
    ],
    ['a resource that is no object', { resource: 'x' }, '`resource` is `x`; OTLP/JSON wants an object'],
    [
      'a damaged attribute of the resource',
      { resource: { attributes: [{ key: 'service.name', value: 'x' }] } },
      `attribute \`service.name\` of the resource ${noValue('text `x` in place of an object')}`,
    ],
    [
      'a damaged attribute of the scope',
      { scope: { attributes: [{ key: 'k', value: { intValue: '' } }] } },
      `attribute \`k\` of the scope ${noValue('int of text ``')}`,
    ],
    ['a scope that is no object', { scope: [] }, '`scope` is a list; OTLP/JSON wants an object'],
  ])('%s is named, its spans are read', async (_, fields: { resource?: unknown; scope?: unknown }, message) => {
    const { resource, scope } = fields
    const group = { ...(scope === undefined ? {} : { scope }), spans: [spanJson(), spanJson()] }
    const { spans, problems } = await readAll(
      JSON.stringify({ resourceSpans: [{ ...(resource === undefined ? {} : { resource }), scopeSpans: [group] }] }),
    )
    expect(
      spans.map((span) => [span.resource.attributes.size, span.scope.attributes.size, span.droppedAttributes]),
    ).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(problems).toEqual([{ line: 1, message }])
  })

  test('dropped attributes are counted where they are: span, event or link', async () => {
    const unreadable = { key: 'k', value: { x: 1 } }
    const spans = [
      spanJson({
        attributes: [unreadable],
        events: [{ name: 'e', attributes: [unreadable, unreadable] }, { name: 'f' }],
        links: [
          { traceId, spanId, attributes: [unreadable, unreadable, unreadable] },
          { traceId, spanId },
        ],
      }),
      spanJson(),
    ]
    const result = await readAll(request(...spans))
    expect(
      result.spans.map((span) => [
        span.droppedAttributes,
        span.events.map((event) => event.droppedAttributes),
        span.links.map((link) => link.droppedAttributes),
      ]),
    ).toEqual([
      [1, [2, 0], [3, 0]],
      [0, [], []],
    ])
  })

  test('the last value of a repeated key counts, which is noted once', async () => {
    const attributes = [
      { key: 'k', value: { intValue: 1 } },
      { key: 'k', value: { intValue: 2 } },
    ]
    const line = request(spanJson({ attributes }))
    const { spans, notes } = await readAll(`${line}\n${line}\n`)
    expect(spans.map((span) => span.attributes.get('k'))).toEqual([2, 2])
    expect(notes).toEqual(['an attribute key occurs twice in one list; its last value counts'])
  })

  test('keys that objects inherit are only keys', async () => {
    const keys = ['__proto__', 'constructor', 'toString']
    const inner = keys.map((key) => ({ key, value: { stringValue: `inner ${key}` } }))
    const { read } = await attributesOf(...keys.map((key) => ({ key, value: { stringValue: key } })), {
      key: 'map',
      value: { kvlistValue: { values: inner } },
    })
    expect(read.slice(0, 3)).toEqual(keys.map((key) => [key, key]))
    const [, map] = read[3] as [string, Record<string, unknown>]
    expect(Object.getPrototypeOf(map)).toBe(null)
    expect(Object.entries(map)).toEqual(keys.map((key) => [key, `inner ${key}`]))
  })
})

const nested = (levels: number): string =>
  '{"arrayValue":{"values":['.repeat(levels) + '{"intValue":1}' + ']}}'.repeat(levels)
const withValue = (value: string): string =>
  request(spanJson({ attributes: ['V'] })).replace('"V"', `{"key":"k","value":${value}}`)

describe('depth', () => {
  test.each([
    [63, 1, 0],
    [64, 0, 1],
    [10_000, 0, 1],
  ])('of %i lists: %i attributes read, %i dropped', async (levels, read, dropped) => {
    const { spans, problems } = await readAll(withValue(nested(levels)))
    expect(spans.map((span) => [span.attributes.size, span.droppedAttributes])).toEqual([[read, dropped]])
    const message = `attribute \`k\` of span \`${spanId}\` is nested deeper than 64 levels, which is not read; flatten it`
    expect(problems).toEqual(dropped === 0 ? [] : [{ line: 1, message }])
  })

  test('of 10 000 lists beside a number that needs exact reading', async () => {
    const text = withValue(nested(10_000)).replace('"startTimeUnixNano":"1"', '"startTimeUnixNano":1760738064624180001')
    const { spans } = await readAll(text)
    expect(spans.map((span) => [span.startUnixNano, span.droppedAttributes])).toEqual([[1_760_738_064_624_180_001n, 1]])
  })

  test('of 10 000 snake_case lists', async () => {
    const value = '{"array_value":{"values":['.repeat(10_000) + '{}' + ']}}'.repeat(10_000)
    const { spans } = await readAll(withValue(value))
    expect(spans.map((span) => span.droppedAttributes)).toEqual([1])
  })

  test('of 100 000 brackets is no OTLP', async () => {
    const { problems } = await readAll(`{"resourceSpans":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`)
    expect(problems).toEqual([{ line: 1, message: 'a list stands in `resourceSpans`; OTLP/JSON wants objects there' }])
  })
})

describe('spans that cannot be read are named, the others are read', () => {
  const neither = 'is neither 32 hex digits nor 16 bytes in base64'
  test.each([
    ['no trace id', { traceId: undefined }, 'has no trace id, or one that is all zero'],
    ['an empty trace id', { traceId: '' }, 'has no trace id, or one that is all zero'],
    ['a zero trace id', { traceId: '0'.repeat(32) }, 'has no trace id, or one that is all zero'],
    ['a zero span id', { spanId: '0'.repeat(16) }, 'has no span id, or one that is all zero'],
    ['a short trace id', { traceId: 'abc' }, `has trace id \`abc\`, which ${neither}`],
    ['a trace id that is no text', { traceId: 12 }, `has trace id \`12\`, which ${neither}`],
    [
      'a span id that is not hex',
      { spanId: 'x'.repeat(16) },
      `has span id \`${'x'.repeat(16)}\`, which is neither 16 hex digits nor 8 bytes in base64`,
    ],
    [
      'a long parent id',
      { parentSpanId: traceId },
      `has parent span id \`${traceId}\`, which is neither 16 hex digits nor 8 bytes in base64`,
    ],
    [
      'an id in another encoding',
      { spanId: '7uGbfsPBsXQ=' },
      'has span id `7uGbfsPBsXQ=`, which is not written like the ids before it: one file holds hex or base64 ids, not both',
    ],
    ['no start time', { startTimeUnixNano: undefined }, 'has no start time'],
    ['a zero start time', { startTimeUnixNano: '0' }, 'has no start time'],
    [
      'a start time that is text',
      { startTimeUnixNano: 'now' },
      'has start time `now`, which is no nanoseconds since the epoch',
    ],
    [
      'a start time with a fraction',
      { startTimeUnixNano: 1.5 },
      'has start time `1.5`, which is no nanoseconds since the epoch',
    ],
    ['a negative end time', { endTimeUnixNano: '-1' }, 'has end time `-1`, which is no nanoseconds since the epoch'],
    [
      'an end time beyond 64 bits',
      { endTimeUnixNano: '18446744073709551616' },
      'has end time `18446744073709551616`, which is no nanoseconds since the epoch',
    ],
    ['attributes as a map', { attributes: { a: 1 } }, 'has an object as attributes; OTLP/JSON wants a list'],
    ['events as an object', { events: { name: 'e' } }, 'has an object as events; OTLP/JSON wants a list'],
    ['links as text', { links: 'x' }, 'has `x` as links; OTLP/JSON wants a list'],
    ['an event that is null', { events: [{}, null] }, 'has `null` among its events; OTLP/JSON wants objects'],
    ['a link that is a list', { links: [[]] }, 'has a list among its links; OTLP/JSON wants objects'],
    ['a status that is text', { status: 'ERROR' }, 'has `ERROR` as status; OTLP/JSON wants an object'],
    ['a status that is a list', { status: [2] }, 'has a list as status; OTLP/JSON wants an object'],
    ['an unknown status code', { status: { code: 99 } }, 'has status code `99`, which OTLP does not know'],
    ['a negative status code', { status: { code: -1 } }, 'has status code `-1`, which OTLP does not know'],
    [
      'a status code that is other text',
      { status: { code: 'FAILED' } },
      'has status code `FAILED`, which OTLP does not know',
    ],
    ['a status code that is empty text', { status: { code: '' } }, 'has status code ``, which OTLP does not know'],
    ['a status code that is a bool', { status: { code: true } }, 'has status code `true`, which OTLP does not know'],
  ])('%s', async (_, fields, reason) => {
    const { spans, problems } = await readAll(
      `${request(spanJson({ name: 'first' }))}\n${request(spanJson(fields), spanJson({ name: 'last' }))}\n`,
    )
    expect(spans.map((span) => span.name)).toEqual(['first', 'last'])
    expect(problems).toEqual([{ line: 2, message: `span 1 here, \`chat\`, ${reason}` }])
  })

  test.each([
    ['no name', { name: undefined }],
    ['an empty name', { name: '' }],
  ])('%s', async (_, fields) => {
    const { problems } = await readAll(request(spanJson(), spanJson(fields)))
    expect(problems.map(({ message }) => message.replace('here, ``, has', 'here has'))).toEqual([
      'span 2 here has no name',
    ])
  })

  test('entries that are no objects', async () => {
    const { spans, problems } = await readAll(request(null, 'x', spanJson()))
    expect(spans).toHaveLength(1)
    expect(problems.map((problem) => problem.message)).toEqual(['span 1 here is no object', 'span 2 here is no object'])
  })
})

describe('what is no text, or no number, in a span that is read', () => {
  test.each<[what: string, fields: object, message: string, read: Record<string, unknown>]>([
    [
      'a status message',
      { status: { code: 2, message: 500 } },
      `span \`${spanId}\` has status message \`500\`, which is no text; fix the exporter`,
      { status: { code: 'error', message: '' } },
    ],
    [
      'a trace state',
      { traceState: ['a=1'] },
      `span \`${spanId}\` has trace state a list, which is no text; fix the exporter`,
      { traceState: '' },
    ],
    [
      'the name of an event',
      { events: [{ name: 7 }] },
      `an event of span \`${spanId}\` has name \`7\`, which is no text; fix the exporter`,
      {
        events: [
          { name: '', timeUnixNano: null, attributes: new Map(), source: 'span', body: null, droppedAttributes: 0 },
        ],
      },
    ],
    ...([[-1], [1.5], [4_294_967_296], ['remote'], [true]] as const).map(
      ([flags]): [string, object, string, Record<string, unknown>] => [
        `flags of ${String(flags)}`,
        { flags },
        `span \`${spanId}\` has flags \`${String(flags)}\`, which is no number of 32 bits; fix the exporter`,
        { flags: null },
      ],
    ),
  ])('%s is named', async (_, fields, message, read) => {
    const { spans, problems, notes } = await readAll(`${request(spanJson())}\n${request(spanJson(fields))}\n`)
    expect(problems).toEqual([{ line: 2, message }])
    expect(notes).toEqual([])
    expect(spans[1]).toMatchObject(read)
  })

  test('flags are a number of 32 bits, or its digits, as JSON of protobuf allows', async () => {
    const flags = [0, 769, '769', 4_294_967_295, null]
    const { spans, problems } = await readAll(request(...flags.map((value) => spanJson({ flags: value }))))
    expect(spans.map((span) => span.flags)).toEqual([0, 769, 769, 4_294_967_295, null])
    expect(problems).toEqual([])
  })

  test('the event name of a log record', async () => {
    const { logEvents, problems } = await readAll(logs({ traceId, spanId, eventName: 7 }))
    expect(logEvents.map(({ event }) => event.name)).toEqual([''])
    expect(problems).toEqual([
      {
        line: 1,
        message: `a log record of span \`${spanId}\` has event name \`7\`, which is no text; fix the exporter`,
      },
    ])
  })

  test('names, versions and schema URLs of scopes and resources', async () => {
    const scope = { name: 1, version: {} }
    const text = JSON.stringify({
      resourceSpans: [{ schemaUrl: 2, scopeSpans: [{ scope, schemaUrl: false, spans: [spanJson()] }] }],
    })
    const { spans, problems } = await readAll(text)
    expect(
      spans.map((span) => [span.scope.name, span.scope.version, span.scope.schemaUrl, span.resource.schemaUrl]),
    ).toEqual([['', '', '', '']])
    expect(problems.map(({ message }) => message)).toEqual([
      'the schema URL of a resource is `2`; OTLP/JSON wants a text',
      'the name of a scope is `1`; OTLP/JSON wants a text',
      'the version of a scope is an object; OTLP/JSON wants a text',
      'the schema URL of a scope is `false`; OTLP/JSON wants a text',
    ])
  })
})

test('an end time is not needed', async () => {
  const { spans } = await readAll(request(spanJson({ endTimeUnixNano: undefined })))
  expect(spans.map((span) => span.endUnixNano)).toEqual([null])
})

test.each([
  [2, 'error'],
  ['2', 'error'],
  ['ERROR', 'error'],
  ['STATUS_CODE_ERROR', 'error'],
  ['status_code_error', 'error'],
  ['Ok', 'ok'],
  ['1', 'ok'],
  ['UNSET', 'unset'],
  ['0', 'unset'],
  [null, 'unset'],
  [undefined, 'unset'],
])('status code %j is %s', async (code, expected) => {
  const { spans, problems } = await readAll(request(spanJson({ status: { code, message: 'm' } })))
  expect(spans.map((span) => span.status)).toEqual([{ code: expected, message: 'm' }])
  expect(problems).toEqual([])
})

test.each([
  [3, 'client'],
  ['3', 'client'],
  ['SPAN_KIND_CLIENT', 'client'],
  ['Client', 'client'],
  [0, 'unspecified'],
  [null, 'unspecified'],
  [undefined, 'unspecified'],
])('kind %j is %s', async (kind, expected) => {
  const { spans, notes } = await readAll(request(spanJson({ kind })))
  expect(spans.map((span) => span.kind)).toEqual([expected])
  expect(notes).toEqual([])
})

test.each([[9], ['SPAN_KIND_NEW'], [1.5], [true]])('kind %j is unspecified, which is noted once', async (kind) => {
  const { spans, problems, notes } = await readAll(request(spanJson({ kind }), spanJson({ kind })))
  expect(spans.map((span) => span.kind)).toEqual(['unspecified', 'unspecified'])
  expect(problems).toEqual([])
  expect(notes).toEqual([`a span has kind \`${kind}\`, which OTLP does not know; it counts as unspecified`])
})

test('links without ids count as dropped', async () => {
  const span = spanJson({
    links: [{ traceId, spanId }, { traceId: '', spanId }, {}, { traceId, spanId: '0'.repeat(16) }],
    droppedLinksCount: 1,
    events: [{ name: 'e' }],
    droppedEventsCount: 2,
  })
  const { spans, problems } = await readAll(request(span))
  expect(problems).toEqual([])
  expect(spans.map((one) => [one.links.length, one.droppedLinks, one.events.length, one.droppedEvents])).toEqual([
    [1, 4, 1, 2],
  ])
})

describe('log records', () => {
  test('with both ids become events of their span', async () => {
    const record = {
      traceId: traceId.toUpperCase(),
      spanId,
      timeUnixNano: '5',
      observedTimeUnixNano: '6',
      body: { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } },
      attributes: [{ key: 'event.name', value: { stringValue: 'gen_ai.choice' } }],
      droppedAttributesCount: 1,
    }
    const { logEvents, notes } = await readAll(`${logs(record)}\n${request(spanJson())}\n`)
    expect(notes).toEqual([])
    expect(logEvents).toEqual([
      {
        traceId,
        spanId,
        position: 1,
        event: {
          name: 'gen_ai.choice',
          timeUnixNano: 5n,
          attributes: new Map([['event.name', 'gen_ai.choice']]),
          source: 'log',
          body: { a: 1 },
          droppedAttributes: 1,
        },
      },
    ])
  })

  test('are named by `eventName` first and timed by their observation last', async () => {
    const attributes = [{ key: 'event.name', value: { stringValue: 'old' } }]
    const { logEvents } = await readAll(
      logs({ traceId, spanId, eventName: 'new', attributes, observedTimeUnixNano: '6' }, { traceId, spanId }),
    )
    expect(logEvents.map(({ event }) => [event.name, event.timeUnixNano, event.body])).toEqual([
      ['new', 6n, null],
      ['', null, null],
    ])
  })

  test('in snake_case are read too', async () => {
    const { logEvents } = await readAll(
      JSON.stringify({
        resource_logs: [{ scope_logs: [{ log_records: [{ trace_id: traceId, span_id: spanId, event_name: 'e' }] }] }],
      }),
    )
    expect(logEvents.map(({ event }) => event.name)).toEqual(['e'])
  })
})

test('other signals are counted once per file', async () => {
  const metrics = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{}, {}] }, { metrics: [{}] }] }] })
  const profiles = JSON.stringify({ resourceProfiles: [{ scopeProfiles: [{ profiles: [{}] }] }] })
  const lines = [metrics, logs({}, { traceId, spanId: '' }), request(spanJson()), profiles, metrics]
  const { spans, problems, notes } = await readAll(lines.join('\n'))
  expect(spans).toHaveLength(1)
  expect(problems).toEqual([])
  expect(notes).toEqual(['skipped 6 metrics', 'skipped 1 profile', 'skipped 2 log records without the ids of a span'])
})

test.each([
  ['an empty list of resources', '{"resourceSpans":[]}'],
  ['no list of resources', '{"resourceSpans":null}'],
  ['a resource without scopes', '{"resourceSpans":[{}]}'],
  ['a scope without spans', '{"resourceSpans":[{"scopeSpans":[{}]}]}'],
  [
    'a scope without spans but with other members',
    '{"resourceSpans":[{"x":[],"scopeSpans":[{"x":[],"y":{"z":[1]}}]}]}',
  ],
])('%s is a valid recording without spans', async (_, content) => {
  expect(await readAll(content)).toEqual({
    spans: [],
    logEvents: [],
    problems: [],
    notes: ['the recording holds no spans'],
    incomplete: false,
    format: 'otlp-json',
  })
})

describe('damage in lines', () => {
  const good = request(spanJson())

  test.each([
    ['text', 'no JSON', 'the text is not JSON'],
    ['a cut line', good.slice(0, 30), 'JSON ends inside a string'],
    ['a cut line behind a value', good.slice(0, good.indexOf(',')), 'JSON ends too early'],
    ['damage behind a dash', `{"name":"${'x'.repeat(300)}–" 1}`, 'JSON is damaged at character 313'],
    ['a scalar', '42', '`42` stands where a request starts; OTLP/JSON wants an object with `resourceSpans`'],
    ['another object', '{"spans":[]}', 'the object holds `spans`, not `resourceSpans`'],
    ['resources that are no list', '{"resourceSpans":{}}', '`resourceSpans` is an object; OTLP/JSON wants a list'],
    ['scopes that are no list', '{"resourceSpans":[{"scopeSpans":3}]}', '`scopeSpans` is `3`; OTLP/JSON wants a list'],
    [
      'a misspelt list of scopes',
      '{"resourceSpans":[{"resource":{},"scopespans":[{}]}]}',
      'the list `scopespans` stands where OTLP/JSON wants `scopeSpans`; rename it',
    ],
    [
      'a misspelt list of spans',
      '{"resourceSpans":[{"scopeSpans":[{"spans":null,"spnas":[{}]}]}]}',
      'the list `spnas` stands where OTLP/JSON wants `spans`; rename it',
    ],
    [
      'a misspelt list of log scopes',
      '{"resourceLogs":[{"scopelogs":[{}]}]}',
      'the list `scopelogs` stands where OTLP/JSON wants `scopeLogs`; rename it',
    ],
    [
      'a misspelt list of log records',
      '{"resourceLogs":[{"scopeLogs":[{"logrecords":[{}]}]}]}',
      'the list `logrecords` stands where OTLP/JSON wants `logRecords`; rename it',
    ],
    [
      'spans that are no list',
      '{"resourceSpans":[{"scopeSpans":[{"spans":3}]}]}',
      'an entry of `scopeSpans` holds no list `spans`',
    ],
  ])('%s is named, the lines around it are read', async (_, line, message) => {
    const { spans, problems, incomplete } = await readAll(`${good}\n${line}\n${good}\n`)
    expect(spans.map((span) => span.position)).toEqual([1, 3])
    expect(problems).toEqual([{ line: 2, message }])
    expect(incomplete).toBe(false)
  })

  test('a damaged first line', async () => {
    const { spans, problems } = await readAll(`${good.slice(0, 40)}\n${good}\n`)
    expect(spans.map((span) => span.position)).toEqual([2])
    expect(problems).toEqual([{ line: 1, message: 'JSON ends inside a string' }])
  })

  test('a byte that is not UTF-8 is named by its offset', async () => {
    const line = Buffer.from(request(spanJson({ name: 'Ü\ufffd?' })))
    line[line.indexOf('?')] = 0xff
    const { spans, problems } = await readAll(
      Buffer.concat([Buffer.from(`${good}\n`), line, Buffer.from(`\n${good}\n`)]),
    )
    const byte = good.length + 1 + line.indexOf(0xff)
    expect(spans.map((span) => span.position)).toEqual([1, 3])
    expect(problems).toEqual([{ line: 2, byte, message: `byte ${byte} is not UTF-8` }])
  })

  test('a last line without newline that breaks off is a note', async () => {
    const { spans, problems, notes, incomplete } = await readAll(`${good}\n${good.slice(0, -5)}`)
    expect(spans).toHaveLength(1)
    expect(problems).toEqual([])
    expect(notes).toEqual(['the last line (2) breaks off and is left out'])
    expect(incomplete).toBe(true)
  })

  test('a last line that breaks off inside a character is a note', async () => {
    const line = Buffer.from(request(spanJson({ name: 'Ü' })))
    const cut = line.subarray(0, line.indexOf('Ü') + 1)
    const { problems, incomplete } = await readAll(Buffer.concat([Buffer.from(`${good}\n`), cut]))
    expect(problems).toEqual([])
    expect(incomplete).toBe(true)
  })

  test('a damaged last line with a newline is unreadable', async () => {
    const { problems, incomplete } = await readAll(`${good}\n${good.slice(0, 20)}\n`)
    expect(problems).toEqual([{ line: 2, message: 'JSON ends inside a string' }])
    expect(incomplete).toBe(false)
  })
})

const pretty = (...spans: unknown[]): string => JSON.stringify(JSON.parse(request(...spans)), null, 2)

describe('damage in documents', () => {
  test('one that breaks off gives the spans that were complete', async () => {
    const document = pretty(spanJson({ name: 'a' }), spanJson({ name: 'b {[' }), spanJson({ name: 'c' }))
    const content = document.slice(0, document.indexOf('"c"'))
    const { spans, problems } = await readAll(content)
    expect(spans.map((span) => span.name)).toEqual(['a', 'b {['])
    expect(problems).toEqual([
      {
        line: content.split('\n').length,
        byte: content.length,
        message: 'JSON ends inside a document; what was complete before it is read',
      },
    ])
  })

  test('one that breaks off before its first span gives none', async () => {
    const content = '{"resourceSpans":[{"resource":{"attributes":[{"key":"ser'
    const { spans, problems } = await readAll(content)
    expect(spans).toEqual([])
    expect(problems).toEqual([
      { line: 1, byte: content.length, message: 'JSON ends inside a string; what was complete before it is read' },
    ])
  })

  test('one resource that is damaged does not touch the next', async () => {
    const good = JSON.parse(request(spanJson())).resourceSpans[0]
    const content = JSON.stringify({ resourceSpans: [good, good, good] }, null, 1)
    const second = content.indexOf('"chat"', content.indexOf('"chat"') + 1)
    const { spans, problems } = await readAll(`${content.slice(0, second)}nonsense${content.slice(second + 6)}`)
    expect(spans).toHaveLength(2)
    expect(problems.map(({ line, message }) => [line, message.replace(/\d+/, 'N')])).toEqual([
      [18, 'the text is not JSON'],
    ])
  })

  test('behind a string that is cut, reading goes on at the next document', async () => {
    const first = pretty(spanJson({ name: 'first' }))
    const cut = first.slice(0, first.indexOf('first') + 3)
    const { spans, problems } = await readAll(`${cut}\n${pretty(spanJson({ name: 'second' }))}\n`)
    expect(spans.map((span) => span.name)).toEqual(['second'])
    expect(problems).toEqual([
      {
        line: cut.split('\n').length,
        byte: cut.length,
        message: 'JSON breaks off inside a string; the text up to the next document is skipped',
      },
    ])
  })

  test('text between documents is named, the next document is read', async () => {
    const { spans, problems } = await readAll(`${pretty(spanJson())}\nnonsense\n${pretty(spanJson())}`)
    expect(spans).toHaveLength(2)
    expect(problems.map((problem) => problem.message)).toEqual([
      'JSON is damaged here; the text up to the next document is skipped',
    ])
  })
})
