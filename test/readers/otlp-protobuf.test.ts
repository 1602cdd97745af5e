import { readdirSync } from 'node:fs'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { describe, expect, test } from 'vitest'
import { fileSource } from '../../src/readers/index.ts'
import { encodeProtobuf, frame, message } from '../support/otlp/encode-protobuf.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { sampleSpans, withoutPosition } from '../support/otlp/sample-spans.ts'

test.each(readdirSync('fixtures/otlp-protobuf'))('fixture %s holds the sample spans', async (name) => {
  const { spans, problems, notes } = await readAll(fileSource(`fixtures/otlp-protobuf/${name}`))
  expect(withoutPosition(spans)).toEqual(withoutPosition(sampleSpans))
  expect([...problems, ...notes]).toEqual([])
})

/** Writes the fields of one span into a request. */
function request(...writers: ((writer: BinaryWriter) => void)[]): Uint8Array {
  const writer = new BinaryWriter()
  message(writer, 1, () => {
    message(writer, 2, () => {
      for (const write of writers) message(writer, 2, () => write(writer))
    })
  })
  return writer.finish()
}

interface Ids {
  trace?: number
  span?: number
  parent?: number
  fill?: number
}

/** A span with ids of the given lengths. */
function span(name = 'chat', { trace = 16, span: own = 8, parent = 0, fill = 1 }: Ids = {}, start = 1) {
  return (writer: BinaryWriter): void => {
    writer.tag(1, WireType.LengthDelimited).bytes(new Uint8Array(trace).fill(fill))
    writer.tag(2, WireType.LengthDelimited).bytes(new Uint8Array(own).fill(fill))
    writer.tag(4, WireType.LengthDelimited).bytes(new Uint8Array(parent))
    writer.tag(5, WireType.LengthDelimited).string(name)
    writer.tag(7, WireType.Bit64).fixed64(start)
  }
}

function bytesOf(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter()
  write(writer)
  return writer.finish()
}

test.each([
  ['a short trace id', span('x', { trace: 15 }), 'has a trace id of 15 bytes; OTLP wants 16'],
  ['no span id', span('x', { span: 0 }), 'has no span id'],
  ['a zero trace id', span('x', { fill: 0 }), 'has a trace id that is all zero'],
  ['a long parent id', span('x', { parent: 16 }), 'has a parent span id of 16 bytes; OTLP wants 8'],
  ['no name', span(''), 'has no name'],
  ['no start time', span('x', {}, 0), 'has no start time'],
  [
    'text that is not UTF-8',
    (writer: BinaryWriter) => writer.tag(5, WireType.LengthDelimited).bytes(Buffer.from([0xff])),
    'is damaged: its bytes are no OTLP span',
  ],
])('a span with %s is named, the others are read', async (_, wrong, reason) => {
  const bytes = request(span('first'), wrong, span('last'))
  const byte = Buffer.from(bytes).indexOf(bytesOf(wrong))
  const { spans, problems } = await readAll(bytes)
  expect(spans.map((one) => one.name)).toEqual(['first', 'last'])
  expect(problems).toEqual([{ byte, message: `the span here ${reason}` }])
})

test('a status code that OTLP does not know makes the span unreadable', async () => {
  const { spans, problems } = await readAll(
    request(span('first'), (writer) => {
      span('chat')(writer)
      message(writer, 15, () => writer.tag(3, WireType.Varint).int32(99))
    }),
  )
  expect(spans.map((one) => one.name)).toEqual(['first'])
  expect(problems.map((problem) => problem.message)).toEqual([
    'the span here has status code `99`, which OTLP does not know',
  ])
})

test('a kind that OTLP does not know is unspecified, which is noted once', async () => {
  const unknown = (writer: BinaryWriter): void => {
    span('chat')(writer)
    writer.tag(6, WireType.Varint).int32(9)
  }
  const { spans, problems, notes } = await readAll(request(unknown, unknown))
  expect(spans.map((one) => one.kind)).toEqual(['unspecified', 'unspecified'])
  expect(problems).toEqual([])
  expect(notes).toEqual(['a span has kind `9`, which OTLP does not know; it counts as unspecified'])
})

test('a link with an id of wrong length is left out and named', async () => {
  const { spans, problems } = await readAll(
    request((writer) => {
      span('chat')(writer)
      message(writer, 13, () => {
        writer.tag(1, WireType.LengthDelimited).bytes(new Uint8Array(16).fill(1))
        writer.tag(2, WireType.LengthDelimited).bytes(new Uint8Array(4).fill(1))
      })
    }),
  )
  expect(spans.map((one) => [one.links.length, one.droppedLinks])).toEqual([[0, 1]])
  expect(problems.map((problem) => problem.message)).toEqual([
    'a link of span `0101010101010101` has a span id of 4 bytes; OTLP wants 8',
  ])
})

test('a resource attribute that is too deep is named, its spans are read', async () => {
  const writer = new BinaryWriter()
  message(writer, 1, () => {
    message(writer, 1, () =>
      message(writer, 1, () => {
        writer.tag(1, WireType.LengthDelimited).string('k')
        nest(writer, 64)
      }),
    )
    message(writer, 2, () => message(writer, 2, () => span('x')(writer)))
  })
  const { spans, problems } = await readAll(writer.finish())
  expect(spans.map((one) => [one.name, one.resource.attributes.size])).toEqual([['x', 0]])
  expect(problems.map((problem) => problem.message)).toEqual([
    'attribute `k` of the resource is nested deeper than 64 levels, which is not read; flatten it',
  ])
})

test('a zero parent id means none', async () => {
  const { spans } = await readAll(request(span('x', { parent: 8 })))
  expect(spans.map((one) => one.parentSpanId)).toEqual([null])
})

const attribute = (writer: BinaryWriter, key: string | null, write: () => void): void =>
  message(writer, 9, () => {
    if (key !== null) writer.tag(1, WireType.LengthDelimited).string(key)
    message(writer, 2, write)
  })

describe('unknown fields', () => {
  test('are skipped by wire type', async () => {
    const bytes = request((writer) => {
      writer.tag(90, WireType.Varint).uint64(2n ** 63n)
      writer.tag(91, WireType.Bit64).fixed64(1)
      writer.tag(92, WireType.Bit32).fixed32(1)
      writer.tag(93, WireType.StartGroup).tag(1, WireType.Varint).uint32(1).tag(93, WireType.EndGroup)
      message(writer, 94, () => writer.tag(1, WireType.Varint).uint32(1))
      span('x')(writer)
    })
    const { spans, problems } = await readAll(bytes)
    expect(spans.map((one) => one.name)).toEqual(['x'])
    expect(problems).toEqual([])
  })

  test('make a value that holds nothing else unreadable, and an empty value null', async () => {
    const bytes = request((writer) => {
      span('x')(writer)
      attribute(writer, 'strindex', () => writer.tag(8, WireType.Varint).int32(3))
      attribute(writer, 'empty', () => {})
      message(writer, 9, () => {
        writer.tag(3, WireType.Varint).int32(7)
        message(writer, 2, () => writer.tag(2, WireType.Varint).bool(true))
      })
      message(writer, 9, () => writer.tag(1, WireType.LengthDelimited).string('no value'))
      writer.tag(10, WireType.Varint).uint32(5)
    })
    const { spans, problems, notes } = await readAll(bytes)
    expect(problems).toEqual([])
    expect(notes).toEqual([
      'an attribute is in an encoding of a newer OTLP, which this version does not read; it counts as dropped',
    ])
    expect(spans.map((one) => [[...one.attributes], one.droppedAttributes])).toEqual([
      [
        [
          ['empty', null],
          ['no value', null],
        ],
        7,
      ],
    ])
  })
})

const nest = (writer: BinaryWriter, levels: number): Uint8Array => {
  let inner = new Uint8Array()
  for (let level = 0; level < levels; level++) {
    const value = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(inner).finish()
    inner = new Uint8Array(new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(value).finish())
  }
  writer.tag(2, WireType.LengthDelimited).bytes(inner)
  return inner
}

test('dropped attributes are counted where they are: span, event or link', async () => {
  const unreadable = (writer: BinaryWriter, field: number): void =>
    message(writer, field, () => message(writer, 2, () => writer.tag(8, WireType.Varint).int32(3)))
  const bytes = request((writer) => {
    span('x')(writer)
    unreadable(writer, 9)
    message(writer, 11, () => {
      unreadable(writer, 3)
      unreadable(writer, 3)
    })
    message(writer, 11, () => {})
    message(writer, 13, () => {
      writer.tag(1, WireType.LengthDelimited).bytes(new Uint8Array(16).fill(1))
      writer.tag(2, WireType.LengthDelimited).bytes(new Uint8Array(8).fill(1))
      unreadable(writer, 4)
    })
    message(writer, 13, () => {})
    unreadable(writer, 9)
  }, span('y'))
  const { spans } = await readAll(bytes)
  expect(
    spans.map((one) => [
      one.droppedAttributes,
      one.events.map((event) => event.droppedAttributes),
      one.links.map((link) => link.droppedAttributes),
      one.droppedLinks,
    ]),
  ).toEqual([
    [2, [2, 0], [1], 1],
    [0, [], [], 0],
  ])
})

test('lists nested 10 000 deep count as dropped and are named', async () => {
  for (const [levels, size, dropped] of [
    [63, 1, 0],
    [64, 0, 1],
    [10_000, 0, 1],
  ] as const) {
    const bytes = request((writer) => {
      span('x')(writer)
      message(writer, 9, () => {
        writer.tag(1, WireType.LengthDelimited).string('k')
        nest(writer, levels)
      })
    })
    const { spans, problems } = await readAll(bytes)
    const fault =
      'attribute `k` of span `0101010101010101` is nested deeper than 64 levels, which is not read; flatten it'
    expect(problems).toEqual(
      dropped === 0 ? [] : [{ byte: Buffer.from(bytes).indexOf(bytesOf(span('x'))), message: fault }],
    )
    expect(spans.map((one) => [one.attributes.size, one.droppedAttributes])).toEqual([[size, dropped]])
  }
})

const record = (writer: BinaryWriter): void => {
  writer.tag(1, WireType.Bit64).fixed64(1_760_738_064_624_180_001n)
  writer.tag(2, WireType.Varint).int32(9)
  message(writer, 5, () => writer.tag(1, WireType.LengthDelimited).string('body'))
  writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(16).fill(1))
}

const metric = (writer: BinaryWriter): void => {
  writer.tag(1, WireType.LengthDelimited).string('http.server.duration')
  writer.tag(3, WireType.LengthDelimited).string('ms')
}

describe('other signals', () => {
  test('log records are told from spans', async () => {
    const { spans, problems } = await readAll(request(record, record))
    expect(spans).toEqual([])
    expect(problems).toEqual([
      { byte: 6, message: 'no span can be read: the first of 2 is a log record; export traces, not logs or metrics' },
    ])
  })

  test('metrics are told from spans', async () => {
    const { spans, problems } = await readAll(request(metric))
    expect(spans).toEqual([])
    expect(problems).toEqual([
      {
        byte: 6,
        message:
          'no span can be read: the first of 1 has a trace id of 20 bytes; OTLP wants 16; export traces, not logs or metrics',
      },
    ])
  })

  test('a request without spans is a valid recording', async () => {
    const { spans, problems, notes } = await readAll(encodeProtobuf([]), 'otlp-protobuf')
    expect({ spans, problems, notes }).toEqual({
      spans: [],
      problems: [{ byte: 0, message: 'the recording is empty' }],
      notes: [],
    })
    expect((await readAll(request())).notes).toEqual(['the recording holds no spans'])
  })
})

describe('damage', () => {
  const good = request(span('good'))

  test('a cut request gives the spans before the cut', async () => {
    const bytes = request(span('a'), span('b'), span('c'))
    const { spans, problems } = await readAll(bytes.subarray(0, bytes.length - 3))
    expect(spans.map((one) => one.name)).toEqual(['a', 'b'])
    expect(problems).toEqual([
      {
        byte: 0,
        message: `the content ends inside a ResourceSpans: ${bytes.length - 6} of ${bytes.length - 3} bytes are there`,
      },
    ])
  })

  test('a cut framed message gives the spans before the cut', async () => {
    const bytes = request(span('a'), span('b'))
    const framed = frame([good, bytes])
    const { spans, problems } = await readAll(framed.subarray(0, -3))
    expect(spans.map((one) => one.name)).toEqual(['good', 'a'])
    expect(problems).toEqual([
      {
        byte: good.length + 4,
        message: `the content ends inside a message: ${bytes.length - 3} of ${bytes.length} bytes are there`,
      },
    ])
  })

  test('a cut length prefix', async () => {
    const { spans, problems } = await readAll(Buffer.concat([frame([good]), Buffer.from([0, 0])]))
    expect(spans).toHaveLength(1)
    expect(problems).toEqual([{ byte: good.length + 4, message: 'the content ends inside the length of a message' }])
  })

  test('one damaged message does not touch the next', async () => {
    const { spans, problems } = await readAll(frame([good, Buffer.from([0x0a, 0x05, 0x12]), good]))
    expect(spans).toHaveLength(2)
    expect(problems.map((problem) => problem.byte)).toEqual([good.length + 8])
  })

  test('a length inside a message that goes beyond it', async () => {
    const bytes = Buffer.from(request(span('a'), span('b')))
    // Tag and length of the second span.
    const second = bytes.indexOf(bytesOf(span('b'))) - 2
    bytes[second + 1] = 0x7f
    const { spans, problems } = await readAll(bytes)
    expect(spans.map((one) => one.name)).toEqual(['a'])
    expect(problems).toEqual([
      { byte: second, message: 'the bytes are no OTLP here; what is whole around them is read' },
    ])
  })

  test('bytes that are no field end the reading', async () => {
    const { spans, problems } = await readAll(Buffer.concat([good, Buffer.from([0x07, 0x07]), good]))
    expect(spans).toHaveLength(1)
    expect(problems).toEqual([
      { byte: good.length, message: 'the bytes are no protobuf field; what follows cannot be found' },
    ])
  })

  test('a message longer than 64 MiB is skipped', async () => {
    const length = 64 * 1024 * 1024 + 1
    const prefix = Buffer.alloc(4)
    prefix.writeUInt32BE(length)
    const content = Buffer.concat([frame([good]), prefix, Buffer.alloc(length), frame([good])])
    const { spans, problems } = await readAll(content)
    expect(spans).toHaveLength(2)
    expect(problems).toEqual([
      { byte: good.length + 4, message: `a message of ${length} bytes is longer than 64 MiB; it is skipped` },
    ])
  })
})
