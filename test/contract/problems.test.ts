import { describe, expect, test } from 'vitest'

import { ContractErrors, parseContract } from '../../src/contract/index.ts'

/** `line:column path: message` of every problem, in order. */
async function problemsOf(text: string, file = 'a.contract.yaml'): Promise<readonly string[]> {
  try {
    await parseContract(text, file)
  } catch (error) {
    if (!(error instanceof ContractErrors)) throw error
    return error.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)
  }
  return []
}

async function helpOf(text: string): Promise<readonly string[]> {
  const error: unknown = await parseContract(text, 'a.contract.yaml').catch((thrown: unknown) => thrown)
  return error instanceof ContractErrors ? error.problems.map((problem) => problem.help) : []
}

const span = (lines: string): string => `contract: a\nspans:\n  think:\n    name: chat\n${lines}`

const rows: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ['the smallest contract is valid', 'contract: a\n', []],
  ['the name is missing', 'version: 1.0.0\n', ['1:1 contract: `contract` is missing, expects text']],
  [
    'an unknown key with a neighbour',
    'contract: a\nspan: {}\n',
    ['2:1 span: unknown key `span`; did you mean `spans`?'],
  ],
  ['an unknown key without one', 'contract: a\nfoobar: 1\n', ['2:1 foobar: unknown key `foobar`']],
  [
    'a key of a later version',
    'contract: a\nsets: {}\n',
    ['2:1 sets: key `sets` is not part of this version of spanpact'],
  ],
  [
    'an unknown key deep inside',
    span('    attributes:\n      a.b: { type: int, requirment: required }\n'),
    ['6:25 spans.think.attributes.a.b.requirment: unknown key `requirment`; did you mean `requirement`?'],
  ],
  [
    'a value that is none of an enum',
    span('    kind: clent\n'),
    ['5:11 spans.think.kind: `kind` is `clent`; did you mean `client`?'],
  ],
  [
    'a value in a list',
    span('    kind: [client, foo]\n'),
    ['5:20 spans.think.kind.1: `kind[1]` is `foo`, which is none of its values'],
  ],
  [
    'a misspelt short form',
    span('    attributes: { a: strng }\n'),
    ['5:22 spans.think.attributes.a: `a` is `strng`; did you mean `string`?'],
  ],
  [
    'a number as a clause',
    span('    attributes: { a: 5 }\n'),
    ['5:22 spans.think.attributes.a: `a` is `5`, expects text or a map'],
  ],
  [
    'a key that is no attribute key',
    span('    attributes: { "a b": int }\n'),
    ['5:19 spans.think.attributes.a b: `a b` is no attribute key; a family is written `prefix.*`'],
  ],
  [
    'a broken count',
    span('    count: 1.5\n'),
    ['5:12 spans.think.count: `count` is `1.5`, expects a whole number or a map'],
  ],
  ['a negative count', span('    count: -1\n'), ['5:12 spans.think.count: `count` `-1` is below 0']],
  ['an empty count', span('    count: {}\n'), ['5:12 spans.think.count: `count` has neither `min` nor `max`']],
  [
    'a version that is text but no version',
    'contract: a\nversion: two\n',
    ['2:10 version: `version` `two` is no semantic version such as `2.1.0`'],
  ],
  [
    'a date that does not exist',
    span('    deprecated: { sunset: 2027-02-30 }\n'),
    ['5:27 spans.think.deprecated.sunset: `sunset` `2027-02-30` is no date such as `2027-01-31`'],
  ],
  [
    'a duration without unit',
    span('    duration: { max: 30 }\n'),
    ['5:22 spans.think.duration.max: `max` is `30`, which is no duration such as `30s`'],
  ],
  [
    'an unknown detector',
    'contract: a\nprivacy: { deny: [secret] }\n',
    ['2:19 privacy.deny.0: `deny[0]` is `secret`; did you mean `secrets`?'],
  ],
  [
    'an unknown trace key',
    'contract: a\ntrace: { root: 1 }\n',
    ['2:10 trace.root: unknown key `root`; did you mean `roots`?'],
  ],
  [
    'privacy that names nothing',
    'contract: a\nprivacy: { deny: [], canaries: [] }\n',
    ['2:10 privacy: `privacy` names neither a detector under `deny` nor a text under `canaries`'],
  ],
  ['privacy with one of the two', 'contract: a\nprivacy: { deny: [], canaries: [x] }\n', []],
  ['no spans', 'contract: a\nspans: {}\n', ['2:8 spans: `spans` names no span']],
  [
    'whole numbers that would be rounded',
    span('    attributes: { a: { enum: [9007199254740993, 9007199254740992], min: -9007199254740993 } }\n'),
    [
      '5:31 spans.think.attributes.a.enum.0: number `9007199254740993` is beyond 2^53 and would be rounded to `9007199254740992`',
      '5:73 spans.think.attributes.a.min: number `-9007199254740993` is beyond 2^53 and would be rounded to `-9007199254740992`',
    ],
  ],
  [
    'large numbers that are exact',
    span('    attributes: { a: { type: int, min: 1700000000000000000, max: 1e300 } }\n'),
    [],
  ],
  [
    'a number that no double holds',
    span(`    match: { a: ${'9'.repeat(400)} }\n`),
    [`5:17 spans.think.match.a: number \`${'9'.repeat(40)}\` is beyond 2^53 and would be rounded to \`Infinity\``],
  ],
  ['an empty name', 'contract: a\nspans: { x: { name: "" } }\n', ['2:21 spans.x.name: the text is empty']],
  ['an empty list of names', 'contract: a\nspans: { x: { name: [] } }\n', ['2:21 spans.x.name: the list is empty']],
  [
    'a span that nothing selects',
    'contract: a\nspans:\n  x: { kind: client }\n',
    ['3:3 spans.x: span `x` has neither `name` nor `match`, so it selects nothing'],
  ],
  [
    'a span called entry',
    'contract: a\nspans:\n  entry: { name: a }\n',
    ['3:3 spans.entry: `entry` is no span id: `entry` is taken, and ids have no spaces'],
  ],
  [
    'lookahead',
    span("    attributes: { a: { pattern: '(?=a)' } }\n"),
    [
      '5:33 spans.think.attributes.a.pattern: `(?=a)` is no RE2 pattern: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
  ],
  [
    'a backreference in a name',
    String.raw`contract: a
spans: { x: { name: '/(a)\1/' } }
`,
    [
      String.raw`2:21 spans.x.name: ` +
        '`' +
        String.raw`(a)\1` +
        '` is no RE2 pattern: error parsing regexp: invalid escape sequence: `' +
        String.raw`\1` +
        '`',
    ],
  ],
  [
    'an unknown parent',
    span('    parent: anser\n  answer: { name: a }\n'),
    ['5:13 spans.think.parent: no span is called `anser`; did you mean `answer`?'],
  ],
  [
    'an unknown ancestor in a list',
    span('    ancestor: [entry, foo]\n'),
    ['5:23 spans.think.ancestor.1: no span is called `foo`'],
  ],
  [
    'an unknown link target',
    span('    links: { to: thnk }\n'),
    ['5:18 spans.think.links.to: no span is called `thnk`; did you mean `think`?'],
  ],
  ['an unknown refined span', span('    refines: foo\n'), ['5:14 spans.think.refines: no span is called `foo`']],
  [
    'unknown spans in trace rules',
    span(
      '  tool: { name: tool }\ntrace:\n  coverage: [{ of: thnk, min: 0.9 }]\n  childCount: { of: think, attribute: n, children: tol }\n',
    ),
    [
      '7:20 trace.coverage.0.of: no span is called `thnk`; did you mean `think`?',
      '8:52 trace.childCount.children: no span is called `tol`; did you mean `tool`?',
    ],
  ],
  [
    'a circle of refinements',
    'contract: a\nspans:\n  x: { refines: y, name: x }\n  y: { refines: x, name: y }\n',
    [
      '3:17 spans.x.refines: `refines` goes round in a circle: `x` → `y` → `x`',
      '4:17 spans.y.refines: `refines` goes round in a circle: `y` → `x` → `y`',
    ],
  ],
  [
    'an unknown pack',
    'contract: a\nextends: [otel-gena]\n',
    ['2:11 extends.0: no pack is called `otel-gena`; did you mean `otel-genai`?'],
  ],
  [
    'an unknown shipped schema',
    span('    attributes: { a: { schema: spanpact:input-message } }\n'),
    [
      '5:32 spans.think.attributes.a.schema: no shipped schema is called `spanpact:input-message`; did you mean `spanpact:input-messages`?',
    ],
  ],
  [
    'a schema file that is not there',
    span('    attributes: { a: { schema: ./nowhere.json } }\n'),
    ['5:32 spans.think.attributes.a.schema: `./nowhere.json` is no readable JSON Schema file'],
  ],
]

test.each(rows)('%s', async (_, text, problems) => {
  expect(await problemsOf(text)).toEqual(problems)
})

const selectors: readonly (readonly [selector: string, problems: readonly string[]])[] = [
  ['{}', ['3:16 spans.x.match: the selector is empty']],
  ['{ or: [] }', ['3:22 spans.x.match.or: the list is empty']],
  ['{ and: [{}] }', ['3:24 spans.x.match.and.0: the selector is empty']],
  ['{ a: [] }', ['3:21 spans.x.match.a: the list is empty: nothing matches it']],
  ['{ a: {} }', ['3:21 spans.x.match.a: the test has no operator']],
  ['{ a: { min: x } }', ['3:28 spans.x.match.a.min: `min` is text `x`, expects a number']],
  ['{ a: { exist: true } }', ['3:23 spans.x.match.a.exist: unknown key `exist`; did you mean `exists`?']],
  ['{ a: { not: { min: abc } } }', ['3:35 spans.x.match.a.not.min: `min` is text `abc`, expects a number']],
  ['{ a: { schema: { type: object } }, b: { not: { schema: spanpact:input-messages } } }', []],
  [
    '{ or: [{ a: { not: { schema: spanpact:input-message } } }] }',
    [
      '3:45 spans.x.match.or.0.a.not.schema: no shipped schema is called `spanpact:input-message`; did you mean `spanpact:input-messages`?',
    ],
  ],
  [
    '{ a: { schema: ./nowhere.json } }',
    ['3:31 spans.x.match.a.schema: `./nowhere.json` is no readable JSON Schema file'],
  ],
  [
    '{ a: { schema: { type: strng } } }',
    [
      '3:23 spans.x.match.a.schema: failed to compile a JSON Schema of the contract: schema is invalid: data/type must be equal to one of the allowed values, data/type must be array, data/type must match a schema in anyOf',
    ],
  ],
  ['{ a: { type: integer } }', ['3:29 spans.x.match.a.type: `type` is `integer`, which is none of its values']],
  ['{ span.knd: client }', ['3:18 spans.x.match.span.knd: unknown reserved key `span.knd`; did you mean `span.kind`?']],
  ['{ scope.foo: a }', ['3:18 spans.x.match.scope.foo: unknown reserved key `scope.foo`']],
  [
    '{ span.kind: [client, clint] }',
    ['3:38 spans.x.match.span.kind.1: `clint` is no span kind; did you mean `client`?'],
  ],
  [
    '{ span.status: { not: eror } }',
    ['3:38 spans.x.match.span.status.not: `eror` is no span status; did you mean `error`?'],
  ],
  ['{ span.kind: unspecified }', ['3:29 spans.x.match.span.kind: `unspecified` counts as `internal`']],
  ['{ span.kind: { pattern: cli } }', ['3:31 spans.x.match.span.kind.pattern: `span.kind` has no `pattern`']],
  ['{ span.kind: { exists: false } }', ['3:31 spans.x.match.span.kind.exists: `span.kind` has no `exists`']],
  [
    '{ span.status: { not: { min: 1, contains: ok } } }',
    [
      '3:40 spans.x.match.span.status.not.min: `span.status` has no `min`',
      '3:48 spans.x.match.span.status.not.contains: `span.status` has no `contains`',
    ],
  ],
  ['{ span.name: { max: 3 } }', ['3:31 spans.x.match.span.name.max: `span.name` has no `max`']],
  [
    '{ scope.version: 1.2 }',
    ['3:33 spans.x.match.scope.version: `1.2` is no text, and `scope.version` is always text'],
  ],
  [
    '{ span.duration: { pattern: 1s } }',
    ['3:35 spans.x.match.span.duration.pattern: `span.duration` has no `pattern`'],
  ],
  ['{ span.duration: { not: { max: 3 } } }', ['3:47 spans.x.match.span.duration.not.max: `3` is no duration']],
  ['{ span.duration: { not: { max: 3s } } }', []],
  ['{ span.parent: { pattern: a } }', ['3:33 spans.x.match.span.parent.pattern: `span.parent` has no `pattern`']],
  [
    '{ event.exception: false }',
    ['3:35 spans.x.match.event.exception: an event is present or absent, and has no value'],
  ],
  [
    '{ event.exception: { not: false } }',
    ['3:42 spans.x.match.event.exception.not: an event is present or absent, and has no value'],
  ],
  [
    '{ event.exception: { contains: a } }',
    ['3:37 spans.x.match.event.exception.contains: `event.exception` has no `contains`'],
  ],
  ['{ event.exception: true, event.a: { not: { exists: true } } }', []],
  ['{ span.duration: { min: 3 } }', ['3:40 spans.x.match.span.duration.min: `3` is no duration']],
  ['{ span.parent: think }', ['3:31 spans.x.match.span.parent: `span.parent` is a span id that differs per run']],
  [
    '{ event.exception: yes it is }',
    ['3:35 spans.x.match.event.exception: an event is present or absent, and has no value'],
  ],
  [
    "{ not: { a: { pattern: '(?<!x)' } } }",
    [
      '3:39 spans.x.match.not.a.pattern: `(?<!x)` is no RE2 pattern: error parsing regexp: invalid named capture: `(?<!x)`',
    ],
  ],
  [
    '{ span.attributes.span.kind: x, resource.a: 1, event.e: { exists: true }, span.duration: { max: 2s }, a: null }',
    [],
  ],
]

test.each(selectors)('selector %s', async (selector, problems) => {
  expect(
    await problemsOf(`contract: a\nspans:\n  x: { match: ${selector} }\n`.replace('x: { match: ', 'x: { match:   ')),
  ).toEqual(problems.map((problem) => problem.replace(/^3:(\d+)/, (_, column: string) => `3:${Number(column) + 1}`)))
})

describe('YAML traps', () => {
  const traps: readonly (readonly [
    name: string,
    text: string,
    problems: readonly string[],
    help: readonly string[],
  ])[] = [
    [
      'a name that is one placeholder',
      'contract: a\nspans:\n  x:\n    name: {gen_ai.agent.name}\n',
      ['4:11 spans.x.name: `name` starts with `{`, which is a map in YAML'],
      ["quote it: `name: '{gen_ai.agent.name}'`"],
    ],
    [
      'a name that starts with a placeholder',
      'contract: a\nspans:\n  x:\n    name: {a.b} {c.d}\n',
      ['4:11 : text that starts with `{` is a map in YAML'],
      ["quote it: `'{a.b} {c.d}'`"],
    ],
    [
      'an alias without anchor',
      'contract: *all\n',
      ['1:11 contract: `*all` is a YAML alias and names no anchor of this file'],
      ["quote it to write the text: `'*all'`"],
    ],
    [
      'a lone star',
      'contract: a\nrecordings: [*]\n',
      ['2:14 : `*` starts with `*`, which is an alias in YAML'],
      ["quote it: `'*'`"],
    ],
    [
      'a version that is a number',
      'contract: a\nversion: 1.10\n',
      ['2:10 version: `version` is a number in YAML, expects text'],
      ["quote it: `version: '1.10.0'`"],
    ],
    [
      'a boolean where text is wanted',
      'contract: true\n',
      ['1:11 contract: `contract` is a boolean in YAML, expects text'],
      ["quote it: `contract: 'true'`"],
    ],
    [
      'no under an old YAML directive',
      '%YAML 1.1\n---\ncontract: no\n',
      ['3:11 contract: `contract` is a boolean in YAML, expects text'],
      ["quote it: `contract: 'no'`"],
    ],
    ['no as text', 'contract: no\n', [], []],
    [
      'text with commas inside braces',
      "contract: a\nattributes:\n  x: { type: int, brief: The user's tokens, cached ones, and more, min: 0 }\n",
      ['3:45 attributes.x.brief: a comma ends text inside `{ }`, so `cached ones` is a key of its own'],
      ["quote the text: `brief: 'The user''s tokens, cached ones, and more'`"],
    ],
    [
      'a value with a comma inside a selector',
      'contract: a\nspans: { x: { name: x, match: { app.team: Support, EU } } }\n',
      ['2:52 spans.x.match.app.team: a comma ends text inside `{ }`, so `EU` is a key of its own'],
      ["quote the text: `app.team: 'Support, EU'`"],
    ],
    [
      'keys without text before them, quoted text and a trailing comma are no such text',
      "contract: a\nspans: { x: { name: 'x', match: { b: 'c', d: null, } } }\n",
      [],
      [],
    ],
    [
      'a duplicate key',
      'contract: a\nowner: b\ncontract: c\n',
      ['3:1 contract: key `contract` occurs twice, first in line 1'],
      ['merge the two entries, or rename one'],
    ],
    [
      'a tab',
      'contract: a\nspans:\n\tx: { name: a }\n',
      ['3:1 : a tab indents this line; YAML indents with spaces'],
      ['replace the tab by spaces'],
    ],
    [
      'an unclosed quote',
      "contract: a\nowner: 'team\nversion: 1.0.0\n",
      ['2:8 : a quote is not closed'],
      ["close the quote, or double it inside single quotes: `''`"],
    ],
    [
      'two documents',
      'contract: a\n---\ncontract: b\n',
      ['2:1 : holds more than one YAML document'],
      ['keep one document per file, without `---` between'],
    ],
    ['an empty file', '# nothing\n', ['1:1 : the file is empty'], ['start with `contract: <name>`']],
    ['a list', '- contract: a\n', ['1:1 : the file holds a list, expects a map'], ['write a map']],
  ]
  test.each(traps)('%s', async (_, text, problems, help) => {
    expect(await problemsOf(text)).toEqual(problems)
    expect(await helpOf(text)).toEqual(help)
  })
})

test('everything that is wrong is said at once, in order of place', async () => {
  const text = `contract: a
version: 2.1
extends: [nope]
spans:
  think:
    name: chat
    parent: anser
    knd: client
    attributes: { x: strng }
  answer: { kind: client }
`
  expect(await problemsOf(text)).toEqual([
    '2:10 version: `version` is a number in YAML, expects text',
    '3:11 extends.0: no pack is called `nope`; the packs are `mcp`, `openinference`, `openllmetry`, `otel-genai`, `otel-genai/legacy`, `otel-genai/next`, `vercel-ai`',
    '7:13 spans.think.parent: no span is called `anser`; did you mean `answer`?',
    '8:5 spans.think.knd: unknown key `knd`; did you mean `kind`?',
    '9:22 spans.think.attributes.x: `x` is `strng`; did you mean `string`?',
    '10:3 spans.answer: span `answer` has neither `name` nor `match`, so it selects nothing',
  ])
})

test('the error names file, line and column of each problem and is itself at the first', async () => {
  const error: unknown = await parseContract('contract: a\nspan: {}\n', 'x/a.contract.yaml').catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({
    code: 'contract-invalid',
    position: { file: 'x/a.contract.yaml', line: 2, column: 1 },
    message: '`x/a.contract.yaml:2:1`: unknown key `span`; did you mean `spans`? (`span`)\n  help: write `spans`',
  })
})

test('JSON is read with places, tabs and all', async () => {
  expect(await problemsOf('{\n\t"contract": "a",\n\t"span": {}\n}\n', 'a.contract.json')).toEqual([
    '3:2 span: unknown key `span`; did you mean `spans`?',
  ])
})

describe('hostile files', () => {
  const deep = 10_000
  const bomb = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index, names) => {
    const items = index === 0 ? 'x' : `*${names[index - 1]!}`
    return `${name}: &${name} [${Array.from({ length: 10 }, () => items).join(',')}]`
  })
  test.each([
    ['nested lists', '['.repeat(deep), '1:102 : nests deeper than 100 levels'],
    ['nested maps', '{a: '.repeat(deep), '1:405 : nests deeper than 100 levels'],
    ['nested dashes', '- '.repeat(deep), '1:203 : nests deeper than 100 levels'],
    ['an alias bomb', bomb.join('\n'), '1:1 : aliases expand to more than 10000 values or 100 levels'],
    ['a large file', `contract: ${'a'.repeat(5_000_001)}`, '1:1 : the file has 5000011 characters, more than 5000000'],
  ])('%s', async (_, text, problem) => {
    expect((await problemsOf(text))[0]).toBe(problem)
  })

  test('an alias that contains itself', async () => {
    expect(await problemsOf('contract: a\nrecordings: &r [*r]\n')).toEqual([
      '2:17 recordings.0.0: `*r` is a YAML alias and contains itself',
      '2:17 recordings.0: `recordings[0]` is a list, expects text',
    ])
  })

  test('keys that mean something to JavaScript', async () => {
    expect(await problemsOf('contract: a\n__proto__: { polluted: 1 }\nspans:\n  constructor: { name: a }\n')).toEqual([
      '2:1 __proto__: key `__proto__` is not available',
      '4:3 spans.constructor: key `constructor` is not available',
    ])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('names that objects inherit are plain names', async () => {
    const contract = await parseContract(
      'contract: a\nspans:\n  toString: { name: a, attributes: { hasOwnProperty: string } }\n',
      'a.contract.yaml',
    )
    expect(contract.spans.map((clause) => [clause.id, clause.attributes.map((attribute) => attribute.key)])).toEqual([
      ['toString', ['hasOwnProperty']],
    ])
  })

  test('ten thousand keys are read in linear time', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `      k${index}: int`).join('\n')
    const contract = await parseContract(span(`    attributes:\n${keys}\n`), 'a.contract.yaml')
    expect(contract.spans[0]?.attributes.length).toBe(10_000)
  })
})
