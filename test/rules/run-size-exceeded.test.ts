import { describe, expect, test } from 'vitest'

import { runSizeExceeded } from '../../src/rules/run-size-exceeded.ts'
import { spanSize } from '../../src/rules/span-size.ts'
import { span } from '../support/span.ts'
import { testRule } from '../support/test-rule.ts'

// 5 + 4 + 1000 and 4 + 1 + 8 bytes.
const spans = [
  { name: 'agent', end: 100, attributes: { body: 'x'.repeat(1000) } },
  { name: 'chat', parent: 'agent', attributes: { n: 1 } },
]

testRule(runSizeExceeded, [
  { name: 'exactly the bound', contract: 'trace: { maxBytes: 1022 }', spans, expect: [] },
  {
    name: 'one byte more',
    contract: 'trace: { maxBytes: 1021 }',
    spans,
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.maxBytes',
        span: 'agent',
        data: { receivedBytes: 1022, maxBytes: 1021, largest: { name: 'agent', bytes: 1009 } },
        message: 'the spans of the run carry 1022 bytes; the contract allows at most 1021 bytes',
        help: 'keep bodies out of attributes; the largest span, `agent`, carries 1.01 kB',
      },
    ],
  },
  {
    name: 'decimal units',
    contract: 'trace: { maxBytes: 1kB }',
    spans,
    expect: [{ data: { receivedBytes: 1022, maxBytes: 1000, largest: { name: 'agent', bytes: 1009 } } }],
  },
  { name: 'binary units', contract: 'trace: { maxBytes: 1KiB }', spans, expect: [] },
  {
    name: 'lost spans leave it open',
    contract: 'trace: { maxBytes: 1MB }',
    spans,
    damage: ['line 3 is cut'],
    expect: [
      { verdict: 'inconclusive', message: 'the size of the run is undecided: spans may be lost (line 3 is cut)' },
    ],
  },
])

describe('spanSize', () => {
  test.each([
    [{ name: 'é' }, 2],
    [{ name: 'a', attributes: { k: 'vv' } }, 4],
    [{ name: 'a', attributes: { k: [1, 'xy', true] } }, 1 + 1 + 8 + 2 + 1],
    [{ name: 'a', attributes: { k: { deep: { n: 1.5 } } } }, 1 + 1 + 4 + 1 + 8],
    [{ name: 'a', attributes: { k: null } }, 2],
    [{ name: 'a', attributes: { k: new Uint8Array(5) } }, 7],
    [{ name: 'a', events: [{ name: 'ev', attributes: { k: 'v' } }] }, 5],
    [{ name: 'a', links: [{ to: 'b', attributes: { k: 'v' } }] }, 3],
  ])('%j', (sketch, bytes) => {
    expect(spanSize(span(sketch))).toBe(bytes)
  })

  test('a value of any depth', () => {
    let value: unknown = 'x'
    for (let depth = 0; depth < 100_000; depth += 1) value = [value]
    expect(spanSize(span({ name: 'a', attributes: { k: value } }))).toBe(3)
  })
})
