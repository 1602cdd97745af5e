import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { lintContract, lintFiles, lintRules, parseContract, type LintId } from '../../../src/contract/index.ts'

/** `line path: message` of every finding of one rule; other rules are switched off. */
async function lint(id: LintId, body: string): Promise<readonly string[]> {
  const contract = await parseContract(`contract: a\n${body}`, 'a.contract.yaml')
  const severities = Object.fromEntries(
    lintRules.filter((rule) => rule.id !== id).map((rule) => [rule.id, 'off' as const]),
  )
  return lintContract(contract, { severities }).map(
    ({ message, contract: clause }) => `${clause?.line} ${clause?.path}: ${message}`,
  )
}

const attributes = (map: string): string => `spans: { s: { name: s, attributes: { ${map} } } }\n`

type Row = readonly [id: LintId, name: string, body: string, findings: readonly string[]]

const names: readonly Row[] = [
  [
    'attribute-name',
    'conventional keys',
    attributes('app.prompt.version: string, http.request.header.x-id: string, app.tags.*: string, a1.b_2: int'),
    [],
  ],
  [
    'attribute-name',
    'camel case',
    attributes('app.promptVersion: string'),
    [
      '2 spans.s.attributes.app.promptVersion: attribute key `app.promptVersion` is not made of lower-case words joined by dots',
    ],
  ],
  [
    'attribute-name',
    'an empty word',
    attributes('app..x: string'),
    ['2 spans.s.attributes.app..x: attribute key `app..x` is not made of lower-case words joined by dots'],
  ],
  [
    'attribute-name',
    'a namespace that is a key',
    attributes('app.order: string, app.order.id: string'),
    ['2 spans.s.attributes.app.order: attribute key `app.order` is also the namespace of `app.order.id`'],
  ],
  ['attribute-name', 'a family beside its head', attributes('app.order: string, app.order.*: string'), []],
  ['attribute-name', 'a word that only begins alike', attributes('app.order: string, app.orders: string'), []],
  [
    'attribute-name',
    'a deprecated namespace',
    attributes('app.order: { deprecated: { note: old } }, app.order.id: string'),
    [],
  ],
  [
    'attribute-name',
    'keys of different holders',
    'spans:\n  s: { name: s, attributes: { app.order: string }, events: { e: { attributes: { app.order.id: string } } } }\n',
    [],
  ],
  [
    'attribute-name',
    'a definition',
    'attributes: { App: string }\n',
    ['2 attributes.App: attribute key `App` is not made of lower-case words joined by dots'],
  ],
  ['attribute-name', 'keys of a pack', 'extends: [otel-genai]\n', []],
]

const patterns: readonly Row[] = [
  ['pattern-unsafe', 'an RE2 pattern in a schema', attributes("a: { schema: { type: string, pattern: '^x+$' } }"), []],
  [
    'pattern-unsafe',
    'an example that looks like one',
    attributes("a: { schema: { examples: [{ pattern: '(?=x)' }] } }"),
    [],
  ],
]

const contradictions: readonly Row[] = [
  ['clause-contradictory', 'bounds the right way round', attributes('a: { type: int, min: 1, max: 1 }'), []],
  [
    'clause-contradictory',
    'min above max',
    attributes('a: { type: int, min: 2, max: 1 }'),
    ['2 spans.s.attributes.a: `min` of `a` is above `max`, so nothing meets both'],
  ],
  [
    'clause-contradictory',
    'minDistinct above maxDistinct',
    attributes('a: { minDistinct: 3, maxDistinct: 2 }'),
    ['2 spans.s.attributes.a: `minDistinct` of `a` is above `maxDistinct`, so nothing meets both'],
  ],
  [
    'clause-contradictory',
    'a value of another type',
    attributes('a: { type: int, enum: [1, x, 1.5] }'),
    [
      '2 spans.s.attributes.a: value "x" of `a` is not of type int',
      '2 spans.s.attributes.a: value 1.5 of `a` is not of type int',
    ],
  ],
  [
    'clause-contradictory',
    'ints as doubles, members of arrays, anything',
    attributes(
      "a: { type: double, enum: [1, 1.5] }, b: { type: 'string[]', enum: [x] }, c: { type: any, enum: [1, x] }, d: { type: boolean, enum: [true] }",
    ),
    [],
  ],
  [
    'clause-contradictory',
    'a value that does not match',
    attributes("a: { type: string, enum: [ab, b], pattern: '^a' }"),
    ['2 spans.s.attributes.a: value "b" of `a` does not match the pattern `^a`'],
  ],
  [
    'clause-contradictory',
    'a value out of range',
    attributes('a: { type: int, enum: [1, 9], max: 5 }'),
    ['2 spans.s.attributes.a: value 9 of `a` is outside of its `min` and `max`'],
  ],
  [
    'clause-contradictory',
    'a deprecated key that is required',
    attributes('a: { deprecated: { note: old } }'),
    ['2 spans.s.attributes.a: `a` is deprecated and required, without a sunset until which it is still emitted'],
  ],
  [
    'clause-contradictory',
    'a deprecated key in its window',
    attributes('a: { deprecated: { renamedTo: b, sunset: 2027-01-31 } }'),
    [],
  ],
  [
    'clause-contradictory',
    'a deprecated key that is optional',
    attributes('a: { requirement: optional, deprecated: { note: old } }'),
    [],
  ],
  [
    'clause-contradictory',
    'a count',
    'spans: { s: { name: s, count: { min: 2, max: 1 } } }\n',
    ['2 spans.s.count: `min` of the count of span `s` is above `max`, so nothing meets both'],
  ],
  [
    'clause-contradictory',
    'a duration',
    'spans: { s: { name: s, duration: { min: 1s, max: 999ms } } }\n',
    ['2 spans.s.duration: `min` of the duration of span `s` is above `max`, so nothing meets both'],
  ],
  [
    'clause-contradictory',
    'a count of events and links',
    'spans: { s: { name: s, events: { e: { count: { min: 2, max: 1 } } }, links: { count: { min: 2, max: 0 } } } }\n',
    [
      '2 spans.s.events.e.count: `min` of the count of event `e` is above `max`, so nothing meets both',
      '2 spans.s.links.count: `min` of the count of links of span `s` is above `max`, so nothing meets both',
    ],
  ],
  [
    'clause-contradictory',
    'a span below itself',
    'spans: { s: { name: s, parent: s } }\n',
    ['2 spans.s.parent: span `s` is only ever below itself'],
  ],
  ['clause-contradictory', 'a span below itself or another', 'spans: { s: { name: s, parent: [s, entry] } }\n', []],
  [
    'clause-contradictory',
    'required and forbidden in a refinement',
    'spans:\n  s: { name: s, attributes: { a: string } }\n  t: { refines: s, match: { b: 1 }, attributes: { a: forbidden } }\n',
    ['4 spans.t.attributes.a: `a` is required on span `s` and forbidden on `t`, which refines it'],
  ],
  [
    'clause-contradictory',
    'recommended and required in a refinement',
    'spans:\n  s: { name: s, attributes: { a: recommended } }\n  t: { refines: s, match: { b: 1 }, attributes: { a: required } }\n',
    [],
  ],
  [
    'clause-contradictory',
    'a condition in a refinement',
    'spans:\n  s: { name: s, attributes: { a: string } }\n  t: { refines: s, match: { b: 1 }, attributes: { a: { requirement: forbidden, when: { c: 1 } } } }\n',
    [],
  ],
  [
    'clause-contradictory',
    'equal selectors, whatever their order',
    'spans:\n  s: { match: { a: [1, 2], b: x } }\n  t: { match: { b: x, a: [2, 1] } }\n',
    ['4 spans.t: spans `s` and `t` select the same spans'],
  ],
  [
    'clause-contradictory',
    'equal names',
    'spans:\n  s: { name: [a, b] }\n  t: { name: b }\n',
    ['4 spans.t: spans `s` and `t` select the same spans'],
  ],
  [
    'clause-contradictory',
    'a name that a match repeats',
    'spans:\n  s: { name: a, match: { x: 1 } }\n  t: { name: a }\n',
    [],
  ],
  [
    'clause-contradictory',
    'a refinement of the same spans',
    'spans:\n  s: { match: { a: 1 } }\n  t: { refines: s, match: { a: 1 } }\n',
    [],
  ],
  [
    'clause-contradictory',
    'the selector of a pack',
    'extends: [mcp]\nspans:\n  mine: { match: { mcp.method.name: { exists: true }, span.kind: client } }\n',
    [],
  ],
]

const reach: readonly Row[] = [
  [
    'clause-unreachable',
    'two values at once',
    'spans:\n  s: { match: { a: [1, 2] } }\n  t: { refines: s, match: { a: 3 } }\n',
    ['4 spans.t: the selector of span `t` asks for two values of one key at once, so it matches nothing'],
  ],
  [
    'clause-unreachable',
    'a value the base allows',
    'spans:\n  s: { match: { a: [1, 2] } }\n  t: { refines: s, match: { a: 2 } }\n',
    [],
  ],
  [
    'clause-unreachable',
    'a wider list that comes first',
    'spans:\n  wide: { match: { op: [chat, embed] } }\n  narrow: { match: { op: chat } }\n',
    ['4 spans.narrow: every span that `narrow` selects goes to `wide`, which comes first'],
  ],
  [
    'clause-unreachable',
    'a wider list that comes later',
    'spans:\n  narrow: { match: { op: chat } }\n  wide: { match: { op: [chat, embed] } }\n',
    [],
  ],
  [
    'clause-unreachable',
    'more keys win',
    'spans:\n  wide: { match: { op: [chat, embed] } }\n  narrow: { match: { op: chat, x: 1 } }\n',
    [],
  ],
  [
    'clause-unreachable',
    'a name that a selector takes',
    'spans:\n  s: { match: { span.name: [a, b] } }\n  t: { name: a }\n',
    ['4 spans.t: every span that `t` selects goes to `s`, which comes first'],
  ],
  [
    'clause-unreachable',
    'one of two names is left',
    'spans:\n  s: { match: { span.name: [a, b] } }\n  t: { name: [a, c] }\n',
    [],
  ],
  ['clause-unreachable', 'a literal beats the regex before it', "spans:\n  s: { name: '/a/' }\n  t: { name: a }\n", []],
  [
    'clause-unreachable',
    'parents in a circle',
    'spans:\n  s: { name: s, parent: t }\n  t: { name: t, parent: s }\n',
    [
      '3 spans.s.parent: the parents of span `s` go round in a circle: `s` → `t` → `s`',
      '4 spans.t.parent: the parents of span `t` go round in a circle: `t` → `s` → `t`',
    ],
  ],
  [
    'clause-unreachable',
    'a circle with a way out',
    'spans:\n  s: { name: s, parent: t }\n  t: { name: t, parent: [s, entry] }\n',
    [],
  ],
]

const templates: readonly Row[] = [
  ['template-attribute-optional', 'required', "spans: { s: { name: 'chat {m}', attributes: { m: string } } }\n", []],
  [
    'template-attribute-optional',
    'not named',
    "spans: { s: { name: 'chat {m}' } }\n",
    ['2 spans.s.name: name `chat {m}` of span `s` stands on `m`, which the span does not name'],
  ],
  [
    'template-attribute-optional',
    'optional',
    "spans: { s: { name: 'chat {m}', attributes: { m: optional } } }\n",
    ['2 spans.s.name: name `chat {m}` of span `s` stands on `m`, which the span calls optional'],
  ],
  [
    'template-attribute-optional',
    'forbidden',
    "spans: { s: { name: 'chat {m}', attributes: { m: forbidden } } }\n",
    ['2 spans.s.name: name `chat {m}` of span `s` stands on `m`, which the span calls forbidden'],
  ],
  [
    'template-attribute-optional',
    'conditional',
    "spans: { s: { name: 'chat {m}', attributes: { m: conditional } } }\n",
    [],
  ],
  [
    'template-attribute-optional',
    'with the shorter name beside it',
    "spans: { s: { name: ['chat {m}', chat] } }\n",
    [],
  ],
  ['template-attribute-optional', 'braces in a regex', "spans: { s: { name: '/a{2}/' } }\n", []],
]

test.each([...names, ...patterns, ...contradictions, ...reach, ...templates])(
  '%s: %s',
  async (id, _, body, findings) => {
    expect(await lint(id, body)).toEqual(findings)
  },
)

test('a finding has everything a report shows', async () => {
  const contract = await parseContract("contract: a\nspans:\n  s: { name: 'chat {m}' }\n", 'a.contract.yaml')
  expect(lintContract(contract)).toEqual([
    {
      id: 'template-attribute-optional',
      severity: 'warning',
      verdict: 'fail',
      message: 'name `chat {m}` of span `s` stands on `m`, which the span does not name',
      help: 'require `m`, or list the name without it as well',
      data: { span: 's', name: 'chat {m}', attribute: 'm', requirement: null },
      contract: { name: 'a', file: 'a.contract.yaml', line: 3, column: 8, path: 'spans.s.name' },
      occurrences: 1,
      docs: 'docs/lint/template-attribute-optional.md',
    },
  ])
  expect(lintContract(contract, { severities: { 'template-attribute-optional': 'off' } })).toEqual([])
})

test('files: a refused pattern is a finding, other errors are problems, the rest is still linted', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'spanpact-'))
  const write = (name: string, text: string): string => {
    writeFileSync(join(cwd, name), text)
    return name
  }
  const { findings, problems } = await lintFiles(
    [
      write('a.contract.yaml', "contract: a\nkey: 1\nspans: { s: { name: '/(?=x)/' } }\n"),
      write('b.contract.yaml', 'contract: b\nattributes: { BadKey: int }\n'),
    ],
    { cwd },
  )
  expect(findings.map(({ id, contract }) => [id, contract?.file, contract?.line, contract?.path])).toEqual([
    ['pattern-unsafe', 'a.contract.yaml', 3, 'spans.s.name'],
    ['attribute-name', 'b.contract.yaml', 2, 'attributes.BadKey'],
  ])
  expect(problems.map(({ file, line, message }) => [file, line, message])).toEqual([
    ['a.contract.yaml', 2, 'unknown key `key`'],
  ])
})

test.each([
  ['lookahead in a schema', "{ items: { pattern: '(?=x)' } }", '(?=x)'],
  ['a key pattern in a schema', "{ patternProperties: { '(?!y)': {} } }", '(?!y)'],
])('pattern-unsafe: %s', async (_name, schema, pattern) => {
  const file = join(mkdtempSync(join(tmpdir(), 'spanpact-lint-')), 'a.contract.yaml')
  writeFileSync(file, `contract: a\n${attributes(`a: { schema: ${schema} }`)}`)
  const { findings, problems } = await lintFiles([file])
  expect(problems).toEqual([])
  expect(findings.map(({ id, contract }) => [id, contract?.line, contract?.path])).toEqual([
    ['pattern-unsafe', 2, 'spans.s.attributes.a.schema'],
  ])
  expect(findings[0]?.message).toContain(`pattern \`${pattern}\` is not RE2 syntax`)
})
