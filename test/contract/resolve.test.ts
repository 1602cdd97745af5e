import { resolve } from 'node:path'
import { expect, test } from 'vitest'

import { parseContract } from '../../src/contract/index.ts'
import type { Contract, SpanClause } from '../../src/model/contract.ts'

/** Parses a contract whose bases are given by name. */
function parse(text: string, files: Readonly<Record<string, string>> = {}): Promise<Contract> {
  const readFile = (path: string): Promise<string> => {
    const found = files[path]
    return found === undefined ? Promise.reject(new Error('ENOENT')) : Promise.resolve(found)
  }
  return parseContract(text, 'dir/a.contract.yaml', { readFile })
}

function spanOf(contract: Contract, id: string): SpanClause {
  return contract.spans.find((span) => span.id === id)!
}

const base = `contract: base
attributes:
  a: { type: string, unit: s, enum: [x, y], open: true }
spans:
  one:
    name: one
    kind: client
    count: { min: 1 }
    attributes:
      a: { requirement: recommended, brief: of the base }
      b: int
    events: { e: { requirement: optional, count: 1 } }
trace: { roots: 1, connected: true }
privacy: { deny: [secrets], canaries: [x1] }
resource: { service.name: string }
`

test('short forms', async () => {
  const contract = await parse(`contract: a
attributes: { defined: { type: double, min: 1 } }
spans:
  s:
    name: s
    count: 2
    parent: entry
    status: ok
    attributes: { r: 'int[]', p: string?, defined: conditional, f.*: forbidden, o: {} }
    events: { e: required, o: { count: { max: 3 } } }
    links: { to: s }
    scope: { name: lib }
    resource: { service.name: string }
`)
  const own = true
  const at = (key: string) => ({ key, path: `spans.s.attributes.${key}`, own })
  expect(spanOf(contract, 's')).toEqual({
    id: 's',
    path: 'spans.s',
    own,
    name: ['s'],
    count: { min: 2, max: 2, per: 'run' },
    parent: ['entry'],
    status: ['ok'],
    closed: false,
    attributes: [
      { ...at('r'), type: 'int[]', requirement: 'required' },
      { ...at('p'), type: 'string', requirement: 'recommended' },
      { ...at('defined'), type: 'double', min: 1, requirement: 'conditional' },
      { ...at('f.*'), requirement: 'forbidden' },
      { ...at('o'), requirement: 'required' },
    ],
    events: [
      { name: 'e', path: 'spans.s.events.e', own, requirement: 'required', attributes: [] },
      { name: 'o', path: 'spans.s.events.o', own, requirement: 'required', count: { max: 3 }, attributes: [] },
    ],
    links: [{ path: 'spans.s.links', own, to: ['s'], count: { min: 1 }, attributes: [] }],
    scope: { name: ['lib'] },
    resource: [
      { key: 'service.name', path: 'spans.s.resource.service.name', own, type: 'string', requirement: 'required' },
    ],
  })
})

test('the contract itself', async () => {
  const contract = await parse(`contract: a
version: 1.2.3
owner: team
brief: text
stability: experimental
recordings: [r/*.jsonl]
appliesTo: { x: 1 }
`)
  const { locate: _, ...rest } = contract
  expect(rest).toEqual({
    name: 'a',
    version: '1.2.3',
    owner: 'team',
    brief: 'text',
    stability: 'experimental',
    file: 'dir/a.contract.yaml',
    folder: resolve('dir'),
    recordings: ['r/*.jsonl'],
    appliesTo: { x: 1 },
    attributes: [],
    spans: [],
    trace: [],
    privacy: null,
    sources: [],
    reconcile: [],
    trajectories: [],
    resource: [],
    packs: [],
    isPack: false,
  })
})

test('own clauses override a base field by field under one span id', async () => {
  const contract = await parse(
    `contract: a
extends: [../base.contract.yaml]
spans:
  one:
    kind: internal
    attributes:
      a: { requirement: required }
      c: string
    events: { e: required }
trace: { roots: 2 }
privacy: { deny: [email] }
`,
    { 'base.contract.yaml': base },
  )
  const one = spanOf(contract, 'one')
  expect({ name: one.name, kind: one.kind, count: one.count }).toEqual({
    name: ['one'],
    kind: ['internal'],
    count: { min: 1, per: 'run' },
  })
  expect(one.attributes.map(({ key, requirement, brief, type }) => ({ key, requirement, brief, type }))).toEqual([
    { key: 'a', requirement: 'required', brief: 'of the base', type: 'string' },
    { key: 'b', requirement: 'required', brief: undefined, type: 'int' },
    { key: 'c', requirement: 'required', brief: undefined, type: 'string' },
  ])
  expect(one.events.map(({ name, requirement, count }) => ({ name, requirement, count }))).toEqual([
    { name: 'e', requirement: 'required', count: { min: 1, max: 1 } },
  ])
  expect(contract.trace.map(({ key, value }) => [key, value])).toEqual([
    ['roots', 2],
    ['connected', true],
  ])
  expect(contract.privacy).toEqual({
    path: 'privacy',
    own: true,
    deny: ['secrets', 'email'],
    canaries: [{ name: 'ec31682f', text: 'x1' }],
  })
  expect(contract.resource.map(({ key }) => key)).toEqual(['service.name'])
})

test('a contract by relative path is the team’s own, and places are in its file', async () => {
  const contract = await parse('contract: a\nextends: [../base.contract.yaml]\nspans:\n  one: { kind: internal }\n', {
    'base.contract.yaml': base,
  })
  expect(spanOf(contract, 'one').attributes.map(({ own }) => own)).toEqual([true, true])
  expect(contract.locate('spans.one')).toEqual({ file: 'dir/a.contract.yaml', line: 4, column: 3 })
  expect(contract.locate('spans.one.attributes.b')).toEqual({ file: 'base.contract.yaml', line: 11, column: 7 })
  expect(contract.locate('spans.one.attributes.b.type')).toEqual({ file: 'base.contract.yaml', line: 11, column: 7 })
  expect(contract.locate('trace.roots')).toEqual({ file: 'base.contract.yaml', line: 13, column: 10 })
  expect(contract.locate('spans.two')).toBeUndefined()
})

test('problems of a base are reported in its own file', async () => {
  const files = { 'base.contract.yaml': 'contract: base\nspans:\n  x: { nam: a }\n' }
  await expect(parse('contract: a\nextends: [../base.contract.yaml]\n', files)).rejects.toMatchObject({
    problems: [
      { file: 'base.contract.yaml', line: 3, column: 3, path: 'spans.x' },
      { file: 'base.contract.yaml', line: 3, column: 8, path: 'spans.x.nam' },
    ],
  })
})

test('contracts that extend each other', async () => {
  const files = { 'dir/b.contract.yaml': 'contract: b\nextends: [./a.contract.yaml]\n' }
  await expect(parse('contract: a\nextends: [./b.contract.yaml]\n', files)).rejects.toMatchObject({
    problems: [
      {
        file: 'dir/b.contract.yaml',
        message:
          '`extends` goes round in a circle: `dir/a.contract.yaml` → `dir/b.contract.yaml` → `dir/a.contract.yaml`',
      },
    ],
  })
})

test('later bases win over earlier ones, and the contract over both', async () => {
  const file = (kind: string, more = ''): string =>
    `contract: b\nspans: { one: { name: ${kind}, kind: ${kind}${more} } }\n`
  const contract = await parse(
    'contract: a\nextends: [./b.contract.yaml, ./c.contract.yaml]\nspans: { one: { name: top } }\n',
    {
      'dir/b.contract.yaml': file('client', ', brief: b'),
      'dir/c.contract.yaml': file('server'),
    },
  )
  const { name, kind, brief } = spanOf(contract, 'one')
  expect({ name, kind, brief }).toEqual({ name: ['top'], kind: ['server'], brief: 'b' })
})

test('a definition fills what clauses leave open; the clause’s own fields win', async () => {
  const contract = await parse(`contract: a
attributes: { k: { type: int, min: 0, requirement: recommended, sensitivity: personal } }
spans:
  one: { name: one, attributes: { k: {} } }
  two: { name: two, attributes: { k: { requirement: forbidden, min: 5 } }, events: { e: { attributes: { k: required } } } }
`)
  const fields = contract.spans.flatMap((span) => [
    ...span.attributes,
    ...span.events.flatMap((event) => event.attributes),
  ])
  expect(fields.map(({ requirement, type, min, sensitivity }) => ({ requirement, type, min, sensitivity }))).toEqual([
    { requirement: 'recommended', type: 'int', min: 0, sensitivity: 'personal' },
    { requirement: 'forbidden', type: 'int', min: 5, sensitivity: 'personal' },
    { requirement: 'required', type: 'int', min: 0, sensitivity: 'personal' },
  ])
})

test('a list of values closes an open one unless it says otherwise', async () => {
  const contract = await parse(`contract: a
attributes: { k: { enum: [x, y], open: true } }
spans:
  closed: { name: a, attributes: { k: { enum: [x] } } }
  open: { name: b, attributes: { k: { enum: [x], open: true } } }
  same: { name: c, attributes: { k: required } }
`)
  expect(contract.spans.map(({ id, attributes }) => [id, attributes[0]?.enum, attributes[0]?.open])).toEqual([
    ['closed', ['x'], undefined],
    ['open', ['x'], true],
    ['same', ['x', 'y'], true],
  ])
})

const refined = (lines: string): Promise<Contract> =>
  parse(`contract: a
spans:
  tool:
    match: { op: tool, mode: [a, b] }
    kind: internal
    count: 3
    attributes: { x: string, y: int }
${lines}`)

test('a refinement has the clauses of its base under its own, but not its count', async () => {
  const contract = await refined(
    '  search: { refines: tool, match: { tool.name: search }, attributes: { y: { max: 5 }, z: string } }\n',
  )
  const search = spanOf(contract, 'search')
  expect({ match: search.match, kind: search.kind, count: search.count, refines: search.refines }).toEqual({
    match: { 'tool.name': 'search', op: 'tool', mode: ['a', 'b'] },
    kind: ['internal'],
    count: undefined,
    refines: 'tool',
  })
  expect(search.attributes.map(({ key, type, max, path }) => ({ key, type, max, path }))).toEqual([
    { key: 'x', type: 'string', max: undefined, path: 'spans.tool.attributes.x' },
    { key: 'y', type: 'int', max: 5, path: 'spans.search.attributes.y' },
    { key: 'z', type: 'string', max: undefined, path: 'spans.search.attributes.z' },
  ])
})

test('a key that base and refinement both select by holds twice', async () => {
  const contract = await refined('  narrow: { refines: tool, match: { mode: a } }\n')
  expect(spanOf(contract, 'narrow').match).toEqual({ mode: 'a', op: 'tool', and: [{ mode: ['a', 'b'] }] })
})

test('refinements of refinements', async () => {
  const contract = await refined(
    '  search: { refines: tool, match: { tool.name: search } }\n  deep: { refines: search, match: { depth: { min: 2 } } }\n',
  )
  expect(spanOf(contract, 'deep').match).toEqual({
    depth: { min: 2 },
    'tool.name': 'search',
    op: 'tool',
    mode: ['a', 'b'],
  })
})

test('a name selects where a refinement or its base has no match', async () => {
  const contract = await parse(`contract: a
spans:
  chat: { name: 'chat {model}' }
  openai: { refines: chat, match: { provider: openai } }
  mini: { refines: openai, name: chat mini }
`)
  expect(contract.spans.map(({ id, match }) => [id, match])).toEqual([
    ['chat', undefined],
    ['openai', { provider: 'openai', 'span.name': { pattern: '^chat( |$)' } }],
    ['mini', { 'span.name': ['chat mini'], provider: 'openai', and: [{ 'span.name': { pattern: '^chat( |$)' } }] }],
  ])
})

test('JSON Schemas are read: inline, beside the contract, shipped', async () => {
  const contract = await parse(
    `contract: a
spans:
  s:
    name: s
    attributes:
      inline: { schema: { type: object } }
      never: { schema: false }
      file: { schema: ./order.schema.json }
      shipped: { schema: spanpact:input-messages }
`,
    { 'dir/order.schema.json': '{ "type": "array" }' },
  )
  const [inline, never, file, shipped] = contract.spans[0]!.attributes
  expect([inline?.schema, never?.schema, file?.schema]).toEqual([{ type: 'object' }, false, { type: 'array' }])
  expect(shipped?.schema).toMatchObject({ type: 'array' })
})

test('what a pack says is not the team’s own; what the team changes is', async () => {
  const contract = await parse(`contract: a
extends: [otel-genai]
spans:
  think: { name: 'chat {gen_ai.request.model}', attributes: { gen_ai.usage.input_tokens: required } }
  gen_ai.embeddings.client: { attributes: { gen_ai.response.model: required } }
`)
  expect(contract.packs).toEqual(['mcp', 'otel-genai'])
  expect(contract.spans.slice(0, 2).map(({ id, own }) => [id, own])).toEqual([
    ['think', true],
    ['gen_ai.embeddings.client', true],
  ])
  expect(contract.spans.slice(2).every(({ own }) => !own)).toBe(true)
  expect(
    spanOf(contract, 'gen_ai.embeddings.client')
      .attributes.filter(({ own }) => own)
      .map(({ key }) => key),
  ).toEqual(['gen_ai.response.model'])
  expect(spanOf(contract, 'think').attributes[0]).toMatchObject({ type: 'int', min: 0, unit: '{token}' })
  expect(contract.locate('spans.think.attributes.gen_ai.usage.input_tokens')).toEqual({
    file: 'dir/a.contract.yaml',
    line: 4,
    column: 63,
  })
  expect(contract.locate('spans.gen_ai.inference.client.kind')).toBeUndefined()
  expect(contract.locate('attributes.gen_ai.system')).toBeUndefined()
})

test('schemas in selectors are replaced by what they name, wherever a selector stands', async () => {
  const text = `contract: a
appliesTo: { not: { a: { schema: ./a.json } } }
spans:
  s:
    match: { or: [{ a: { not: { schema: ./a.json } } }, { b: { schema: { type: array } } }] }
    attributes: { k: { when: { a: { schema: ./a.json } }, schema: ./a.json } }
    events: { e: { when: { and: [{ a: { schema: true } }] } } }
`
  const readFile = async (path: string): Promise<string> => {
    expect(path).toBe('x/a.json')
    return '{ "type": "object" }'
  }
  const contract = await parseContract(text, 'x/a.contract.yaml', { readFile })
  const schema = { type: 'object' }
  const [span] = contract.spans
  expect(contract.appliesTo).toEqual({ not: { a: { schema } } })
  expect(span?.match).toEqual({ or: [{ a: { not: { schema } } }, { b: { schema: { type: 'array' } } }] })
  expect(span?.attributes[0]).toMatchObject({ when: { a: { schema } }, schema })
  expect(span?.events[0]?.when).toEqual({ and: [{ a: { schema: true } }] })
})
