import { expect, test } from 'vitest'

import type { LackingPart } from '../../src/model/span.ts'
import { checkSketches } from '../support/check-spans.ts'
import type { SourceSketch, SpanSketch } from '../support/span.ts'

/** Verdict and id of each finding, `fail span-kind`; info about spans nobody asked for is left out. */
async function found(
  contract: string,
  spans: readonly SpanSketch[],
  source?: SourceSketch,
): Promise<readonly string[]> {
  const given = source === undefined ? spans : spans.map((span) => ({ ...span, source }))
  const report = await checkSketches(contract, given)
  return report.findings.filter(({ id }) => id !== 'span-unknown').map(({ id, verdict }) => `${verdict} ${id}`)
}

const a: SpanSketch = { name: 'a' }

/** A contract and spans; what the rule says where the recording has all, and where it lacks a part. */
const lacking: readonly (readonly [
  what: string,
  contract: string,
  spans: readonly SpanSketch[],
  lacks: LackingPart,
  complete: readonly string[],
  lackingIt: readonly string[],
])[] = [
  [
    'a kind that would be wrong',
    'spans: { a: { name: a, kind: client } }',
    [a],
    'kind',
    ['fail span-kind'],
    ['inconclusive span-kind'],
  ],
  [
    'a kind that would be right',
    'spans: { a: { name: a, kind: internal } }',
    [a],
    'kind',
    [],
    ['inconclusive span-kind'],
  ],
  ['a status', 'spans: { a: { name: a, status: [unset, ok] } }', [a], 'status', [], ['inconclusive span-status']],
  [
    '`error.type` and the status',
    'spans: { a: { name: a, attributes: { error.type: { type: string, requirement: required, when: { span.status: error } } } } }',
    [a],
    'status',
    [],
    ['inconclusive error-type-status'],
  ],
  [
    'a name that differs',
    'spans: { a: { name: b, match: { k: 1 } } }',
    [{ name: 'a', attributes: { k: 1 } }],
    'name',
    ['fail span-name'],
    ['inconclusive span-name'],
  ],
  [
    'a name that is right',
    'spans: { a: { name: a, match: { k: 1 } } }',
    [{ name: 'a', attributes: { k: 1 } }],
    'name',
    [],
    [],
  ],
  [
    'a generic name',
    'spans: { a: { name: llm.call } }\ntrace: { genericNames: forbid }',
    [{ name: 'llm.call' }],
    'name',
    ['fail span-name-generic'],
    ['inconclusive span-name-generic'],
  ],
  [
    'a required event',
    'spans: { a: { name: a, events: { e: { requirement: required } } } }',
    [a],
    'events',
    ['fail event-missing'],
    ['inconclusive event-missing'],
  ],
  [
    'a forbidden event',
    'spans: { a: { name: a, events: { e: { requirement: forbidden } } } }',
    [a],
    'events',
    [],
    ['inconclusive event-count'],
  ],
  [
    'events of a closed span',
    'spans: { a: { name: a, closed: true, events: { e: { requirement: optional } } } }',
    [a],
    'events',
    [],
    ['inconclusive event-unknown'],
  ],
  [
    'an attribute of an event',
    'spans: { a: { name: a, events: { e: { requirement: optional, attributes: { k: string } } } } }',
    [{ ...a, events: [{ name: 'e' }] }],
    'event-attributes',
    ['fail attribute-missing'],
    ['inconclusive attribute-missing'],
  ],
  [
    'an attribute that an event must not have',
    'spans: { a: { name: a, events: { e: { requirement: optional, attributes: { k: { requirement: forbidden } } } } } }',
    [{ ...a, events: [{ name: 'e' }] }],
    'event-attributes',
    [],
    ['inconclusive forbidden-attribute-present'],
  ],
  [
    'a link',
    'spans: { a: { name: a, links: [{ count: 1 }] } }',
    [a],
    'links',
    ['fail link-missing'],
    ['inconclusive link-missing'],
  ],
  [
    'no link',
    'spans: { a: { name: a, links: [{ count: { max: 0 } }] } }',
    [a],
    'links',
    [],
    ['inconclusive link-missing'],
  ],
  [
    'where a link leads',
    'spans: { a: { name: a, links: [{ to: b, count: { min: 0, max: 1 } }] }, b: { name: b } }',
    [a, { name: 'b', parent: 'a' }],
    'links',
    [],
    ['inconclusive link-missing', 'inconclusive link-target'],
  ],
  [
    'an attribute of a link',
    'spans: { a: { name: a, links: [{ attributes: { k: string } }] } }',
    [{ ...a, links: [{ to: 'a' }] }],
    'link-attributes',
    ['fail attribute-missing'],
    ['inconclusive attribute-missing'],
  ],
  [
    'a resource attribute',
    'resource: { service.name: string }\nspans: { a: { name: a } }',
    [a],
    'resource',
    ['fail resource-attribute-missing'],
    ['inconclusive resource-attribute-missing'],
  ],
  [
    'the scope',
    'spans: { a: { name: a, scope: { name: x } } }',
    [{ ...a, scope: { name: 'y' } }],
    'scope',
    ['fail scope-mismatch'],
    ['inconclusive scope-mismatch'],
  ],
  [
    'how much was dropped',
    'spans: { a: { name: a } }\ntrace: { dropped: forbid }',
    [a],
    'dropped-counts',
    [],
    ['inconclusive data-dropped'],
  ],
  [
    'content',
    'spans: { a: { name: a, attributes: { gen_ai.input.messages: any } } }',
    [a],
    'content',
    ['fail attribute-missing'],
    ['inconclusive attribute-missing'],
  ],
  [
    'an attribute that is no content',
    'spans: { a: { name: a, attributes: { k: any } } }',
    [a],
    'content',
    ['fail attribute-missing'],
    ['fail attribute-missing'],
  ],
  [
    'the parent',
    'spans: { a: { name: a, parent: b }, b: { name: b } }',
    [a, { name: 'b', trace: 't1' }],
    'parent',
    ['fail span-parent'],
    ['inconclusive span-parent'],
  ],
  ['roots', 'spans: { a: { name: a } }\ntrace: { roots: 1 }', [a], 'parent', [], ['inconclusive root-count-mismatch']],
  ['orphans', 'spans: { a: { name: a } }\ntrace: { orphans: 0 }', [a], 'parent', [], ['inconclusive span-orphaned']],
  ['a connected run', 'spans: { a: { name: a } }\ntrace: { connected: true }', [a], 'links', [], []],
  [
    'two parts of a run',
    'spans: { a: { name: a } }\ntrace: { connected: true }',
    [a, { name: 'b' }],
    'links',
    ['fail run-disconnected'],
    ['inconclusive run-disconnected'],
  ],
  [
    'boundaries',
    'spans: { a: { name: a } }\ntrace: { boundaries: [mcp] }',
    [a],
    'kind',
    ['inconclusive clause-unexercised'],
    ['inconclusive context-not-propagated'],
  ],
  [
    'children per parent',
    'spans: { a: { name: a, count: { max: 3, per: parent } } }',
    [a],
    'parent',
    ['inconclusive clause-unexercised'],
    ['inconclusive span-count'],
  ],
  [
    'clocks by resource',
    'spans: { a: { name: a } }\ntrace: { clockDomains: { by: resource.host.name, authoritative: x } }',
    [a],
    'resource',
    ['inconclusive clause-unexercised'],
    ['inconclusive clock-domain-crossed'],
  ],
  [
    'coverage by events',
    'spans: { a: { name: a } }\ntrace: { coverage: { of: a, min: 0.5, by: events } }',
    [a],
    'events',
    ['fail coverage-low'],
    ['inconclusive coverage-low'],
  ],
]

test.each(lacking)('%s', async (_what, contract, spans, part, complete, lackingIt) => {
  expect(await found(contract, spans)).toEqual(complete)
  expect(await found(contract, spans, { format: 'dump', lacks: [part] })).toEqual(lackingIt)
})

test('the words name the clause, the format and what it does not hold', async () => {
  const report = await checkSketches('spans: { a: { name: a, kind: client } }', [
    { ...a, source: { format: 'otel-python', lacks: ['kind'] } },
  ])
  expect(report.findings).toMatchObject([
    {
      id: 'span-kind',
      data: { lacks: 'kind', formats: ['otel-python'] },
      message:
        'whether span `a` meets `spans.a.kind` is undecided: the recording (`otel-python`) does not hold span kinds',
      help: 'record the run as OTLP, which keeps all of a span',
    },
  ])
})

test.each<[key: string, lacks: LackingPart, selector: string]>([
  ['kind', 'kind', '{ span.kind: internal }'],
  ['status', 'status', '{ span.status: unset }'],
  ['event', 'events', '{ event.e: { exists: false } }'],
  ['resource', 'resource', '{ resource.k: { exists: false } }'],
  ['scope', 'scope', '{ scope.name: { exists: false } }'],
  ['parent', 'parent', '{ span.parent: { exists: false } }'],
])('what selects by %s is undecided where the recording does not hold it', async (_key, part, selector) => {
  const contract = `spans: { a: { name: b, match: ${selector} } }\nappliesTo: { span.name: a }`
  expect(await found(contract, [a])).toEqual(['fail span-name'])
  expect(await found(contract, [a], { lacks: [part] })).toEqual([
    'inconclusive clause-unexercised',
    'inconclusive clause-unexercised',
  ])
})

test('whether a contract applies is undecided by the same evidence', async () => {
  const contract = 'appliesTo: { span.kind: internal }\nspans: { a: { name: a, count: 2 } }'
  expect(await found(contract, [a])).toEqual(['fail span-count'])
  expect(await found(contract, [a], { lacks: ['kind'] })).toEqual(['inconclusive contract-unexercised'])
})

/** Clause and value; what a recording says that kept types, and one that turned values into text. */
const stringly: readonly (readonly [
  clause: string,
  value: unknown,
  typed: readonly string[],
  text: readonly string[],
])[] = [
  ['{ type: int }', '631', ['fail attribute-type'], []],
  ['{ type: int }', '9007199254740993', ['fail attribute-type'], []],
  ['{ type: int }', '6.5', ['fail attribute-type'], ['fail attribute-type']],
  ['{ type: int }', 'abc', ['fail attribute-type'], ['fail attribute-type']],
  ['{ type: int }', '007', ['fail attribute-type'], ['fail attribute-type']],
  ['{ type: double }', '0.5', ['fail attribute-type'], []],
  ['{ type: boolean }', 'true', ['fail attribute-type'], []],
  ['{ type: boolean }', '1', ['fail attribute-type'], ['fail attribute-type']],
  ["{ type: 'string[]' }", '["stop"]', ['fail attribute-type'], []],
  ["{ type: 'string[]' }", 'stop,length', ['fail attribute-type'], []],
  ["{ type: 'string[]' }", '{"stop":1}', ['fail attribute-type'], ['fail attribute-type']],
  ["{ type: 'int[]' }", '[1,2]', ['fail attribute-type'], []],
  ["{ type: 'int[]' }", '1,x', ['fail attribute-type'], ['fail attribute-type']],
  ['{ type: map }', '{"a":1}', ['fail attribute-type'], []],
  ['{ type: string }', 'chat', [], []],
  ['{ type: string }', '42', [], ['inconclusive attribute-type']],
  ['{ type: string }', '0042', [], []],
  ['{ type: int, min: 10 }', '12', ['fail attribute-type'], []],
  ['{ type: int, min: 10 }', '9', ['fail attribute-type'], ['fail attribute-range']],
  ['{ min: 10 }', '9', ['fail attribute-range'], ['fail attribute-range']],
  ['{ min: 10 }', '12', ['fail attribute-range'], []],
  ['{ enum: [1, 2] }', '2', ['fail attribute-enum'], []],
  ['{ enum: [1, 2] }', '3', ['fail attribute-enum'], ['fail attribute-enum']],
  ['{ enum: [true] }', 'true', ['fail attribute-enum'], []],
  ["{ enum: ['1'] }", '1', [], []],
  ['{ enum: [stop] }', '["stop"]', ['fail attribute-enum'], []],
]

test.each(stringly)('%s of text %j', async (clause, value, typed, text) => {
  const contract = `spans: { a: { name: a, attributes: { k: ${clause} } } }`
  const spans = [{ ...a, attributes: { k: value } }]
  expect(await found(contract, spans)).toEqual(typed)
  expect(await found(contract, spans, { isStringly: true })).toEqual(text)
})

/** Clause and text; what a recording says that turned only lists and maps into text. */
const listsAsText: readonly (readonly [clause: string, value: string, found: readonly string[]])[] = [
  ["{ type: 'string[]' }", '["stop"]', []],
  ["{ type: 'int[]' }", '["stop"]', ['fail attribute-type']],
  ["{ type: 'string[]' }", 'stop,length', ['fail attribute-type']],
  ["{ type: 'string[]', enum: [stop] }", '["stop"]', []],
  ['{ enum: [stop] }', '["stop"]', []],
  ['{ enum: [stop] }', '["length"]', ['fail attribute-enum']],
  ['{ max: 2 }', '[1,3]', ['fail attribute-range']],
  ['{ type: map }', '{"a":1}', []],
  ['{ type: map }', '[1]', ['fail attribute-type']],
  ['{ type: int }', '631', ['fail attribute-type']],
  ['{ type: string }', '42', []],
]

test.each(listsAsText)('%s of text %j where only lists and maps became text', async (clause, value, expected) => {
  const contract = `spans: { a: { name: a, attributes: { k: ${clause} } } }`
  expect(await found(contract, [{ ...a, attributes: { k: value } }], { lacks: ['lists'] })).toEqual(expected)
})

test('a selector reads such a text as the list it was', async () => {
  const contract = 'spans: { a: { name: b, match: { k: { contains: tool } } } }'
  const spans = [{ ...a, attributes: { k: '["tool_calls"]' } }]
  expect(await found(contract, spans)).toEqual(['fail span-name'])
  expect(await found(contract, spans, { lacks: ['lists'] })).toEqual(['inconclusive contract-unexercised'])
})

test('text that is undecided is shown with the reason', async () => {
  const report = await checkSketches('spans: { a: { name: a, attributes: { k: string } } }', [
    { ...a, attributes: { k: '42' }, source: { isStringly: true } },
  ])
  expect(report.findings).toMatchObject([
    {
      verdict: 'inconclusive',
      message:
        'whether attribute `k` of span `a` is a string is undecided: it is string `"42"` in a recording that holds numbers as text',
    },
  ])
})

/** Selector and value; whether it selects the span where the recording kept types, and where it holds text. */
const selecting: readonly (readonly [selector: string, value: unknown, typed: boolean, text: boolean | undefined])[] = [
  ['5', '5', false, true],
  ["'5'", '5', true, true],
  ['true', 'true', false, true],
  ['[4, 5]', '5', false, true],
  ['{ not: 5 }', '5', true, false],
  ['{ not: 6 }', '5', true, true],
  ['{ min: 4 }', '5', false, true],
  ['{ min: 4, max: 4.5 }', '5', false, false],
  ['{ type: int }', '5', false, true],
  ['{ type: string }', '5', true, undefined],
  ['{ type: string }', 'five', true, true],
  ["{ type: 'string[]' }", '["x"]', false, true],
  ['{ contains: stop }', '["stopped"]', true, false],
  ['{ contains: stop }', '["stop"]', true, true],
  ["{ pattern: '^5' }", '5', true, true],
  ['{ exists: true }', '5', true, true],
]

test.each(selecting)('%s selects text %j', async (selector, value, typed, text) => {
  const contract = `appliesTo: { span.name: a }\nspans: { a: { name: b, match: { k: ${selector} }, exercise: optional } }`
  const spans = [{ ...a, attributes: { k: value } }]
  const words = new Map<boolean | undefined, readonly string[]>([
    [true, ['fail span-name']],
    [false, []],
    [undefined, ['inconclusive clause-unexercised']],
  ])
  expect(await found(contract, spans)).toEqual(words.get(typed))
  expect(await found(contract, spans, { isStringly: true })).toEqual(words.get(text))
})

/** Duration clause, milliseconds taken, precision in nanoseconds; what is found. */
test.each<[clause: string, end: number, precision: number | null, expected: readonly string[]]>([
  ['{ max: 10ms }', 10, 1, []],
  ['{ max: 10ms }', 10, 1e6, ['inconclusive span-duration']],
  ['{ max: 10ms }', 9.5, 1e6, ['inconclusive span-duration']],
  ['{ max: 10ms }', 10.5, 1e6, ['inconclusive span-duration']],
  ['{ max: 10ms }', 9, 1e6, []],
  ['{ max: 10ms }', 11, 1e6, ['fail span-duration']],
  ['{ max: 10ms }', 0, 1e6, []],
  ['{ min: 10ms }', 9, 1e6, ['fail span-duration']],
  ['{ min: 10ms }', 9.5, 1e6, ['inconclusive span-duration']],
  ['{ min: 10ms }', 11, 1e6, []],
])('duration %s of %d ms, exact to %d ns', async (clause, end, timePrecisionNano, expected) => {
  const spans = [{ ...a, end }]
  expect(await found(`spans: { a: { name: a, duration: ${clause} } }`, spans, { timePrecisionNano })).toEqual(expected)
})

test.each<[childStart: number, precision: number, expected: readonly string[]]>([
  [-50, 1, []],
  [-51, 1, ['fail clock-skew-exceeded']],
  [-51, 1e6, ['fail clock-skew-exceeded']],
  [-50.5, 1e6, ['inconclusive clock-skew-exceeded']],
  [-49.5, 1e6, ['inconclusive clock-skew-exceeded']],
  [-49, 1e6, []],
  [0, 1e9, []],
])('a child %d ms before its parent, exact to %d ns', async (start, timePrecisionNano, expected) => {
  const spans = [
    { ...a, start: 100, end: 200 },
    { name: 'b', parent: 'a', start: 100 + start, end: 150 },
  ]
  expect(await found('spans: { a: { name: a } }\ntrace: { clockSkew: 50ms }', spans, { timePrecisionNano })).toEqual(
    expected,
  )
})

const transcript: SourceSketch = { format: 'chat', isTranscript: true, timePrecisionNano: null }

test.each<[what: string, contract: string, expected: readonly string[]]>([
  ['span clauses', 'spans: { a: { name: a } }', ['inconclusive contract-unexercised']],
  ['span clauses that would not match', 'spans: { b: { name: b } }', ['inconclusive contract-unexercised']],
  ['`appliesTo`', 'appliesTo: { span.name: a }\ntrace: { roots: 1 }', ['inconclusive contract-unexercised']],
  ['a trace rule', 'trace: { roots: 1 }', ['inconclusive root-count-mismatch']],
  ['a rule on any span', 'trace: { genericNames: forbid }', ['inconclusive span-name-generic']],
  ['privacy', 'privacy: { canaries: [planted-7f3a] }', ['fail canary-exported']],
])('of a message log: %s', async (_what, contract, expected) => {
  const spans = [{ ...a, attributes: { text: 'planted-7f3a' } }]
  expect(await found(contract, spans, transcript)).toEqual(expected)
})

test('one source of several makes a run undecided; a run without it is judged', async () => {
  const contract = 'spans: { a: { name: a } }\ntrace: { orphans: 0, connected: true }'
  const spans: SpanSketch[] = [
    { ...a, trace: 't1' },
    { name: 'b', parent: 'x', trace: 't1', source: { lacks: ['parent'] } },
    { ...a, trace: 't2' },
  ]
  const report = await checkSketches(contract, spans)
  expect(
    report.findings.filter(({ id }) => id !== 'span-unknown').map(({ id, verdict }) => `${verdict} ${id}`),
  ).toEqual(['inconclusive run-disconnected', 'inconclusive span-orphaned'])
})
