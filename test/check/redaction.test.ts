import { describe, expect, test } from 'vitest'

import { createRedaction } from '../../src/check/redaction.ts'
import type { CheckReport } from '../../src/model/report.ts'
import type { Value } from '../../src/model/value.ts'
import { checkSketches } from '../support/check-spans.ts'
import type { SpanSketch } from '../support/span.ts'

// Assembled, so that no scanner takes this file for a leak.
const secret = ['sk', 'ant', 'api03', 'Zq7Lm2Xv9Kp4Rt8Wy3Bn6Hd1'].join('-')
const email = 'jane.doe@corp-mail.com'
const canary = 'CANARY-7f3a'
const content = 'the customer lives in Springfield'

/** Every text of a report, findings and all else. */
function expectNothingPlanted(report: CheckReport, ...planted: string[]): void {
  const text = JSON.stringify(report)
  expect(report.findings.length).toBeGreaterThan(0)
  for (const one of planted) expect(text).not.toContain(one)
}

describe('a planted text occurs nowhere in a report', () => {
  const contract = `
    spans:
      s:
        name: 's {model}'
        kind: client
        closed: true
        count: { min: 9 }
        attributes:
          model: { type: int, enum: [1], pattern: '^x$', maxDistinct: 1 }
          app.*: { type: int, requirement: optional }
          role: { type: string, enum: [user] }
          old: { type: string, deprecated: { since: 1.0.0, renamedTo: fresh, sunset: 2027-01-31 } }
          shape: { type: string, schema: { type: object, required: [x] } }
        events: { e: { requirement: required, attributes: { k: int } } }
        resource: { r: { type: string, enum: [a] } }
        scope: { name: x, version: '1' }
        links: { to: t }
      t: { name: t, exercise: optional }
    trace: { roots: 9, orphans: 0, connected: true, genericNames: forbid, duplicates: forbid, unknownSpans: error, dropped: forbid, clockSkew: 0ms, vocabularies: 1 }
    privacy: { deny: [secrets, email], canaries: [${canary}] }
  `

  test.each([
    ['a secret', secret],
    ['an address', email],
    ['a canary', canary],
  ])('%s, wherever a span can hold it', async (_, planted) => {
    const within = `text with ${planted} in it`
    const holds = {
      model: within,
      'app.a': within,
      [`app.${planted}`]: planted,
      [planted]: 1,
      role: planted,
      old: planted,
      fresh: within,
      shape: JSON.stringify({ y: planted }),
      k: planted,
      r: planted,
    }
    const sketches: SpanSketch[] = [
      {
        name: `s ${planted}`,
        kind: 'server',
        start: 5,
        statusMessage: planted,
        attributes: holds,
        resource: holds,
        scope: { name: planted, version: planted },
        events: [
          { name: 'e', attributes: holds },
          { name: planted, attributes: holds },
        ],
        links: [{ to: 'gone', attributes: holds }],
        dropped: { links: 1 },
      },
      {
        name: 's',
        id: 'child',
        parent: `s ${planted}`,
        start: 1,
        attributes: { model: { nested: [planted], [planted]: within }, shape: [planted] },
      },
      { name: `other ${planted}`, id: 'grandchild', parent: 'child', attributes: holds },
      { name: planted, id: 'orphan', parent: 'gone' },
      { name: `copy ${planted}`, id: 'orphan', parent: 'gone' },
    ]
    const report = await checkSketches(contract, sketches)
    expectNothingPlanted(report, planted)
    expect(report.findings.map(({ id }) => id)).toContain(
      planted === canary ? 'canary-exported' : 'sensitive-value-exported',
    )
    // All that is switched off by `--show-values`.
    expect(JSON.stringify(await checkSketches(contract, sketches, { settings: { showValues: true } }))).toContain(
      planted,
    )
  })

  test('a secret that the cut of a long name or value would halve', async () => {
    for (let lead = 60; lead <= 80; lead++) {
      const long = `${'x'.repeat(lead - 1)} ${secret} ${'y'.repeat(100)}`
      const report = await checkSketches(
        `spans: { s: { match: { op: x }, name: s, kind: client, attributes: { op: string, k: { type: int, enum: [1] } } } }\ntrace: { unknownSpans: error }`,
        [
          { name: long, attributes: { op: 'x', k: long } },
          { name: long, id: 'unknown', parent: long },
        ],
      )
      expectNothingPlanted(report, secret.slice(0, 12))
    }
  })

  test('in the names of ancestors', async () => {
    const report = await checkSketches('spans: { s: { name: s, kind: client } }\ntrace: { unknownSpans: ignore }', [
      { name: `root of ${email}`, id: 'root' },
      { name: `middle ${secret}`, id: 'middle', parent: 'root' },
      { name: 's', parent: 'middle' },
    ])
    expectNothingPlanted(report, secret, email)
    expect(report.findings.map(({ location }) => location!.ancestors)).toEqual([
      [`root of [email, ${email.length} characters]`, `middle [anthropic-key, ${secret.length} characters]`],
    ])
  })

  test('in what the team itself wrote into an acceptance', async () => {
    const report = await checkSketches('spans: { s: { name: s } }', [{ name: 's' }], {
      settings: {
        acceptances: [
          {
            finding: 'span-kind',
            contract: 'test',
            reason: `asked by ${email}`,
            owner: email,
            expires: null,
            file: 'x.accepted.yaml',
          },
        ],
      },
    })
    expectNothingPlanted(report, email)
  })

  test('in the note of a crash, or of a circle of parents', async () => {
    const report = await checkSketches('spans: { s: { match: { k: { exists: true } }, kind: client } }', [
      { name: `loop ${secret}`, id: 'a', parent: 'b', attributes: { k: 1 } },
      { name: 'loop', id: 'b', parent: 'a' },
    ])
    expect(report.unreadable).toHaveLength(1)
    expectNothingPlanted(report, secret)
  })
})

describe('values of content', () => {
  const enumOf = (key: string, keys = ''): string =>
    `spans: { s: { name: s, attributes: { ${key}: { type: int, enum: [1], ${keys} } } } }`

  test.each([
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'gen_ai.retrieval.query.text',
    'gen_ai.prompt.0.content',
    'gen_ai.completion.0.content',
    'input.value',
    'output.value',
    'llm.input_messages.0.message.content',
    'ai.prompt.messages',
    'ai.toolCall.args',
    'traceloop.entity.input',
    'exception.message',
    'exception.stacktrace',
  ])('of %s are shown by kind, length and a keyed hash', async (key) => {
    const report = await checkSketches(enumOf(key), [{ name: 's', attributes: { [key]: content } }])
    expectNothingPlanted(report, content, 'Springfield', 'customer lives')
    expect(report.findings.map(({ data }) => String(data['value']))).toEqual(
      report.findings.map(() => expect.stringMatching(/^\[string, 35 characters, #[0-9a-f]{8}\]$/) as string),
    )
  })

  test.each([
    ['content', false],
    ['personal', false],
    ['secret', false],
    ['internal', true],
    ['public', true],
  ])('sensitivity %s: shown %s', async (sensitivity, shown) => {
    const report = await checkSketches(enumOf('note', `sensitivity: ${sensitivity}`), [
      { name: 's', attributes: { note: content } },
    ])
    expect(report.findings.length).toBeGreaterThan(0)
    expect(JSON.stringify(report).includes(content)).toBe(shown)
  })

  test('a contract may say that a key of content is public', async () => {
    const report = await checkSketches(enumOf('input.value', 'sensitivity: public'), [
      { name: 's', attributes: { 'input.value': content } },
    ])
    expect(JSON.stringify(report)).toContain(content)
  })

  test('what a detector finds is hidden in a public value too', async () => {
    const report = await checkSketches(enumOf('note', 'sensitivity: public'), [
      { name: 's', attributes: { note: `mail ${email}` } },
    ])
    expectNothingPlanted(report, email)
  })

  test('of events, links and resources are hidden as those of spans', async () => {
    const keys = '{ input.value: { type: int, enum: [1] } }'
    const held = { 'input.value': content }
    const report = await checkSketches(
      `spans: { s: { name: s, events: { e: { attributes: ${keys} } }, links: { attributes: ${keys} }, resource: ${keys} } }`,
      [
        {
          name: 's',
          events: [{ name: 'e', attributes: held }],
          links: [{ to: 's', attributes: held }],
          resource: held,
        },
      ],
    )
    expectNothingPlanted(report, content)
    expect(new Set(report.findings.map(({ contract }) => contract!.path.split('.')[2]))).toEqual(
      new Set(['events', 'links', 'resource']),
    )
  })
})

describe('a redaction', () => {
  const redaction = createRedaction({ sensitivities: new Map(), showValues: false, key: 'k', canaries: [canary] })
  const clause = { key: 'input.value' }

  test.each<[value: Value, shown: string]>([
    ['short', '"short"'],
    [5, '5'],
    [5n, '5'],
    [true, 'true'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [['a', 1], '["a",1]'],
    ['x'.repeat(78), `"${'x'.repeat(78)}"`],
    ['x'.repeat(79), `"${'x'.repeat(79)}… (81 characters)`],
  ])('shows %s', (value, shown) => {
    expect(redaction.show(value)).toBe(shown)
  })

  test('bytes are shown by their number, whoever made them', () => {
    expect(redaction.show(new Uint8Array([1, 2, 3]))).toBe('"3 bytes"')
    expect(redaction.show([new Uint8Array(2)])).toBe('["2 bytes"]')
    expect(redaction.show(Buffer.from('abc'))).toBe('"3 bytes"')
  })

  test.each<[value: Value, kind: string]>([
    ['text', 'string'],
    [1, 'number'],
    [1n, 'bigint'],
    [true, 'boolean'],
    [null, 'null'],
    [['a'], 'list'],
    [new Uint8Array(1), 'bytes'],
    [Object.assign(Object.create(null) as object, { a: 1 }), 'map'],
  ])('names the kind of content: %s', (value, kind) => {
    expect(redaction.show(value, clause)).toMatch(new RegExp(`^\\[${kind}, \\d+ characters, #[0-9a-f]{8}\\]$`))
  })

  test('equal values have equal hashes, others and those of another key do not', () => {
    const other = createRedaction({ sensitivities: new Map(), showValues: false, key: 'other', canaries: [] })
    expect(redaction.show(content, clause)).toBe(redaction.show(content, { key: 'output.value' }))
    expect(redaction.show(content, clause)).not.toBe(redaction.show(`${content}.`, clause))
    expect(redaction.show(content, clause)).not.toBe(other.show(content, clause))
  })

  test('data are cleaned at any depth, keys too, `__proto__` among them', () => {
    const data = JSON.parse(
      `{"__proto__":"${canary}","list":[{"${canary}":["${email}"]}],"number":5,"none":null}`,
    ) as Record<string, unknown>
    const clean = redaction.cleanData(data)
    expect(JSON.stringify(clean)).toBe(
      `{"__proto__":"[canary-1, 11 characters]","list":[{"[canary-1, 11 characters]":["[email, ${email.length} characters]"]}],"number":5,"none":null}`,
    )
    expect(Object.getPrototypeOf(clean)).toBe(Object.prototype)
  })

  test('nothing is hidden when values are asked for, and long ones are still cut', () => {
    const open = createRedaction({ sensitivities: new Map(), showValues: true, key: 'k', canaries: [canary] })
    expect(open.show(canary, clause)).toBe(`"${canary}"`)
    expect(open.clean(email)).toBe(email)
    expect(open.show('x'.repeat(200), clause)).toBe(`"${'x'.repeat(79)}… (202 characters)`)
  })
})
