import { describe, expect, test } from 'vitest'

import { loadSource } from '../../src/reconcile/index.ts'
import { sourceOf } from '../support/check-sources.ts'

describe('a source is read', () => {
  test('from CSV with quotes, other columns and CRLF', async () => {
    const text = '\uFEFFrequestId,note,deliveredTokens\r\n"a,""1""","say ""hi""\r\nthere",5\r\nb,,7'
    expect(await sourceOf('deliveries', text)).toEqual({
      source: 'deliveries',
      file: 'run.deliveries.csv',
      rows: [
        { requestId: 'a,"1"', deliveredTokens: 5, file: 'run.deliveries.csv', line: 2 },
        { requestId: 'b', deliveredTokens: 7, file: 'run.deliveries.csv', line: 4 },
      ],
      problems: [],
    })
  })

  test('from JSON lines and from a JSON list', async () => {
    const rows = ['{"requestId":"a","deliveredTokens":5}', '{"requestId":7,"deliveredTokens":"6"}']
    const lines = await sourceOf('deliveries', rows.join('\n'))
    const list = await sourceOf('deliveries', `[${rows.join(',\n')}]`)
    expect(lines.rows.map(({ requestId, deliveredTokens, line }) => [requestId, deliveredTokens, line])).toEqual([
      ['a', 5, 1],
      ['7', 6, 2],
    ])
    expect(list.rows.map(({ requestId, line }) => [requestId, line])).toEqual([
      ['a', 1],
      ['7', 1],
    ])
  })

  test('with money in billionths of a dollar', async () => {
    const head = 'period,model,kind,tokens,amountUsd\n2026-11-18,m,input,1,'
    const { rows } = await sourceOf('invoice', `${head}0.000000001\n2026-11-18,m,input,1,-12.5\n`)
    expect(rows.map(({ amountUsd }) => amountUsd)).toEqual([1n, -12_500_000_000n])
    const { rows: json } = await sourceOf(
      'invoice',
      '{"period":"2026-11-18","model":"m","kind":"input","tokens":1,"amountUsd":0.1}',
    )
    expect(json.map(({ amountUsd }) => amountUsd)).toEqual([100_000_000n])
  })

  test('as no row where it is empty', async () => {
    expect(await sourceOf('wire', '')).toMatchObject({ rows: [], problems: [] })
  })
})

describe('what is wrong is named with its line', () => {
  test.each([
    ['a missing column', 'requestId\na\n', 2, 'the row lacks `deliveredTokens`; add it'],
    ['an empty value', 'requestId,deliveredTokens\na,\n', 2, 'the row lacks `deliveredTokens`; add it'],
    [
      'a value of another type',
      'requestId,deliveredTokens\na,many\n',
      2,
      '`deliveredTokens` is `many`, which is no whole number; correct it',
    ],
    [
      'a row with too many values',
      'requestId,deliveredTokens\na,1,2\n',
      2,
      'the row has 3 values and the first line 2 names; quote values that hold commas',
    ],
    ['a column that comes twice', 'requestId,requestId\na,1\n', 1, 'column `requestId` occurs twice; remove one'],
    ['a quote that is never closed', 'requestId,deliveredTokens\n"a,1\n', 2, 'a quote is never closed; close it'],
    [
      'a quote inside a value',
      'requestId,deliveredTokens\na"b"c,1\n',
      2,
      'a quote stands inside a value; quote the whole value, and write `""` for a quote in it',
    ],
    [
      'a JSON row that is no object',
      '{"requestId":"a","deliveredTokens":1}\n7\n',
      2,
      'the row is no object; write one object with the fields of the source',
    ],
  ])('%s', async (_name, text, line, message) => {
    expect((await sourceOf('deliveries', text)).problems).toEqual([{ line, message }])
  })

  test('and the other rows are read', async () => {
    const { rows } = await sourceOf('deliveries', 'requestId,deliveredTokens\na,x\nb,2\n')
    expect(rows.map(({ requestId }) => requestId)).toEqual(['b'])
  })

  test('a list that breaks', async () => {
    const { problems } = await sourceOf('deliveries', '[{"requestId":')
    expect(problems.map(({ message }) => message.replace(/: .*;/, ': …;'))).toEqual([
      'the list is no JSON: …; correct it, or write one row per line',
    ])
  })

  test('a wire row that names nothing', async () => {
    expect((await sourceOf('wire', 'layer\nproxy\n')).problems).toEqual([
      { line: 2, message: 'the row has neither `requestId` nor `idempotencyKey`; add one' },
    ])
  })

  test('at most twenty rows are listed', async () => {
    const { problems } = await sourceOf('deliveries', `requestId\n${'a\n'.repeat(100)}`)
    expect(problems).toHaveLength(21)
    expect(problems.at(-1)).toEqual({ message: '80 more rows are damaged; correct the rows above first' })
  })
})

describe('hostile files', () => {
  test('keys of objects stay data', async () => {
    const { rows, problems } = await sourceOf('deliveries', '__proto__,requestId,deliveredTokens\nx,a,1\n')
    expect([rows.length, problems]).toEqual([1, []])
    expect(Object.prototype).not.toHaveProperty('x')
  })

  test('a megabyte in quotes is one value', async () => {
    const long = 'x'.repeat(1_000_000)
    const { rows } = await sourceOf('deliveries', `requestId,deliveredTokens\n"${long}",1\n`)
    expect(rows.map(({ requestId }) => requestId.length)).toEqual([1_000_000])
  })

  test('what cannot be opened, and what is no text', async () => {
    const broken = await loadSource('wire', {
      name: 'x.csv',
      open: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('EISDIR')) }),
      }),
    })
    expect(broken.problems).toEqual([{ message: 'failed to read the file: EISDIR' }])
    const binary = await loadSource('wire', {
      name: 'x.csv',
      async *open() {
        yield Uint8Array.of(0xff, 0xfe, 0x00)
      },
    })
    expect(binary.problems).toEqual([{ message: 'the file is no UTF-8 text; convert it' }])
  })
})
