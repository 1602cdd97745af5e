import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { lintContract, lintFiles, lintRules, parseContract, type LintId } from '../../../src/contract/index.ts'
import { explainOverlaps } from '../../../src/contract/lint/explain-overlaps.ts'

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
    'bounds of text and a pattern of numbers',
    attributes("a: { type: string, min: 1, max: 2 }, b: { type: 'int[]', pattern: x }, c: { type: map, max: 1 }"),
    [
      '2 spans.s.attributes.a: `max` of `a` is about numbers, and its type is string',
      '2 spans.s.attributes.a: `min` of `a` is about numbers, and its type is string',
      '2 spans.s.attributes.b: `pattern` of `b` is about text, and its type is int[]',
      '2 spans.s.attributes.c: `max` of `c` is about numbers, and its type is map',
    ],
  ],
  [
    'clause-contradictory',
    'bounds and patterns of fitting and of unknown types',
    attributes(
      "a: { type: 'double[]', min: 1 }, b: { min: 1, pattern: x }, c: { type: any, max: 1, pattern: x }, d: { type: 'string[]', pattern: x }",
    ),
    [],
  ],
  [
    'clause-contradictory',
    'open without a list, and with one',
    attributes('a: { type: string, open: true }, b: { type: string, open: true, enum: [x] }'),
    ['2 spans.s.attributes.a: `open` of `a` says nothing, because the clause has no `enum`'],
  ],
  [
    'clause-contradictory',
    'a definition that is wrong is said once',
    `attributes: { a: { type: string, min: 1, open: true } }\n${attributes('a: required')}`,
    [
      '2 attributes.a: `min` of `a` is about numbers, and its type is string',
      '2 attributes.a: `open` of `a` says nothing, because the clause has no `enum`',
    ],
  ],
  [
    'clause-contradictory',
    'a condition of what is required anyway',
    attributes('a: { type: int, condition: sometimes }, b: { requirement: conditional, condition: sometimes }'),
    ['2 spans.s.attributes.a: `condition` of `a` says nothing, because the attribute is required'],
  ],
  [
    'clause-contradictory',
    'a condition that a definition or a refined span wrote',
    'attributes: { a: { condition: sometimes } }\nspans:\n  s: { name: s, attributes: { a: required, b: { requirement: conditional, condition: sometimes } } }\n  t: { refines: s, match: { c: 1 }, attributes: { b: required } }\n',
    [],
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
  ...(['required', 'recommended'] as const).map((requirement): Row => [
    'clause-contradictory',
    `a ${requirement} event of which there may be none`,
    `spans:\n  s:\n    name: s\n    events:\n      e: { requirement: ${requirement}, count: { max: 0 } }\n`,
    [`6 spans.s.events.e.count: event \`e\` is ${requirement}, and its count allows none`],
  ]),
  [
    'clause-contradictory',
    'an event that is required unless said otherwise',
    'spans: { s: { name: s, events: { e: { count: 0 } } } }\n',
    ['2 spans.s.events.e.count: event `e` is required, and its count allows none'],
  ],
  [
    'clause-contradictory',
    'a forbidden event that is counted',
    'spans: { s: { name: s, events: { e: { requirement: forbidden, count: { min: 1 } } } } }\n',
    ['2 spans.s.events.e.count: event `e` is forbidden, and its count demands some'],
  ],
  [
    'clause-contradictory',
    'optional and forbidden events of which there may be none',
    'spans: { s: { name: s, events: { e: { requirement: optional, count: 0 }, f: { requirement: forbidden, count: 0 } } } }\n',
    [],
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

const definitions: readonly Row[] = [
  [
    'clause-unreachable',
    'definitions that spans, events, links and resources use',
    'attributes: { a: int, b: int, c: int, d: int, e.*: optional }\nresource: { d: required }\nspans: { s: { name: s, attributes: { a: required, e.*: optional }, events: { e: { attributes: { b: required } } }, links: { attributes: { c: required } } } }\n',
    [],
  ],
  [
    'clause-unreachable',
    'a misspelt definition',
    `attributes:\n  app.ordr: int\n  app.team: int\n${attributes('app.order: required')}`,
    [
      '3 attributes.app.ordr: no clause uses the definition of `app.ordr`; did you mean `app.order`?',
      '4 attributes.app.team: no clause uses the definition of `app.team`',
    ],
  ],
  [
    'clause-unreachable',
    'definitions that hold without a clause',
    `attributes: { old: { deprecated: { note: x } }, secret: { sensitivity: secret } }\n${attributes('a: int')}`,
    [],
  ],
  ['clause-unreachable', 'a file of definitions', 'attributes: { a: int }\n', []],
  [
    'clause-unreachable',
    'a definition that changes what a pack asks for',
    'extends: [otel-genai]\nattributes: { gen_ai.request.model: { enum: [gpt-5] }, gen_ai.request.modle: int }\n',
    [
      '3 attributes.gen_ai.request.modle: no clause uses the definition of `gen_ai.request.modle`; did you mean `gen_ai.request.model`?',
    ],
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

const trials = (keys: string): string =>
  `trajectories: { refund: { expect: [{ tool-used: refund }], trials: { ${keys} } } }\n`

const claims: readonly Row[] = [
  ['trial-runs-too-few', 'the least number of runs that shows 0.95', trials('runs: 59, passRate: 0.95'), []],
  [
    'trial-runs-too-few',
    'one run less',
    trials('runs: 58, passRate: 0.95'),
    [
      '2 trajectories.refund.trials: 58 runs that all pass show a pass rate of 0.9497 at a confidence of 0.95, and the claim is 0.95',
    ],
  ],
  [
    'trial-runs-too-few',
    'a claim about several runs is one about their root',
    trials('runs: 20, passAll: { k: 4, min: 0.8 }'),
    [
      '2 trajectories.refund.trials: 20 runs that all pass show a pass rate of 0.8609 at a confidence of 0.95, and the claim is 0.9457',
    ],
  ],
  ['trial-runs-too-few', 'every run passes: any number shows that', trials('runs: 1, passRate: 1'), []],
  [
    'trial-runs-too-few',
    'ten thousand runs at once',
    trials('runs: 10000, passRate: 0.9999'),
    [
      '2 trajectories.refund.trials: 10000 runs that all pass show a pass rate of 0.9997 at a confidence of 0.95, and the claim is 0.9999',
    ],
  ],
  // 19 times as likely takes ln 19 / ln(0.95 / 0.8) = 17.13 passes.
  ['trial-runs-too-few', 'a sequential test', trials('runs: 18, healthy: 0.95, regressed: 0.8'), []],
  [
    'trial-runs-too-few',
    'a sequential test of too few runs',
    trials('runs: 17, healthy: 0.95, regressed: 0.8'),
    [
      '2 trajectories.refund.trials: 17 runs that all pass do not tell `healthy` from `regressed` at a confidence of 0.95',
    ],
  ],
]

test.each([...names, ...patterns, ...contradictions, ...reach, ...definitions, ...templates, ...claims])(
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
      subject: 'chat {m} m',
      occurrences: 1,
      docs: 'docs/lint/template-attribute-optional.md',
    },
  ])
  expect(lintContract(contract, { severities: { 'template-attribute-optional': 'off' } })).toEqual([])
})

test('what cannot be met is an error, what says nothing a warning, and the configuration decides over both', async () => {
  const text = `contract: a\nattributes: { b: int }\n${attributes('a: { type: int, min: 2, max: 1, open: true, condition: x, enum: [y] }')}`
  const contract = await parseContract(text, 'a.contract.yaml')
  const rated = (severities = {}): unknown =>
    lintContract(contract, { severities }).map(({ id, severity, subject }) => [id, severity, subject])
  expect(rated()).toEqual([
    ['clause-unreachable', 'warning', undefined],
    ['clause-contradictory', 'error', '"y"'],
    ['clause-contradictory', 'warning', 'condition'],
    ['clause-contradictory', 'error', 'min'],
  ])
  expect(rated({ 'clause-contradictory': 'info', 'clause-unreachable': 'off' })).toEqual([
    ['clause-contradictory', 'info', '"y"'],
    ['clause-contradictory', 'info', 'condition'],
    ['clause-contradictory', 'info', 'min'],
  ])
})

test.each<[name: string, spans: string, overlaps: readonly string[]]>([
  ['more keys', 's: { match: { a: 1 } }, t: { match: { b: [1, 2], c: 1 } }', ['t before s: more keys (2 against 1)']],
  [
    'literals',
    's: { match: { a: { exists: true } } }, t: { match: { a: 1 } }',
    ['t before s: literals before patterns'],
  ],
  ['declaration', 's: { match: { a: [1, 2] } }, t: { match: { a: [2, 3] } }', ['s before t: declared first']],
  [
    'a refinement',
    's: { match: { a: 1 } }, t: { refines: s, match: { b: 1 } }',
    ['t before s: more keys (2 against 1)'],
  ],
  ['a name and a selector', 's: { name: x }, t: { match: { a: 1 } }', ['s before t: declared first']],
  [
    'names: a literal, a template, a regex',
    "s: { name: '/^c/' }, t: { name: 'c {k}' }, u: { name: c }",
    [
      't before s: literals before patterns',
      'u before s: literals before patterns',
      'u before t: literals before patterns',
    ],
  ],
  ['two regexes', "s: { name: '/^c/' }, t: { name: '/^d/' }", ['s before t: declared first']],
  [
    'a list of names, of which one is shared',
    "s: { name: [x, y] }, t: { name: ['/x/', z] }",
    ['s before t: literals before patterns'],
  ],
  [
    'nothing in common',
    "s: { name: 'c {k}' }, t: { name: 'd {k}' }, u: { name: e }, v: { match: { span.name: f, a: 1 } }, w: { match: { span.name: g, a: 1 } }",
    [],
  ],
  ['other values', 's: { match: { a: 1, b: 1 } }, t: { match: { and: [{ a: 2 }] } }', []],
  [
    'present and absent',
    's: { match: { a: { exists: false } } }, t: { match: { a: 1 } }, u: { match: { a: { exists: true }, b: 1 } }',
    ['u before t: more keys (2 against 1)'],
  ],
])('overlaps: %s', async (_, spans, overlaps) => {
  const contract = await parseContract(`contract: a\nspans: { ${spans} }\n`, 'a.contract.yaml')
  expect(explainOverlaps(contract).map(({ winner, loser, reason }) => `${winner} before ${loser}: ${reason}`)).toEqual(
    overlaps,
  )
})

test('clauses of packs are not explained: both are asked', async () => {
  const contract = await parseContract(
    'contract: a\nextends: [mcp]\nspans: { s: { name: tools/call } }\n',
    'a.contract.yaml',
  )
  expect(explainOverlaps(contract)).toEqual([])
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
