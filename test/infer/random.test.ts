import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { checkRuns } from '../../src/check-recordings.ts'
import { parseContract } from '../../src/contract/index.ts'
import { inferRecordings } from '../../src/infer-recordings.ts'
import { bytesSource } from '../../src/readers/index.ts'
import { jsonLines } from '../support/recording.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { draftOf, textOf, wholeTextOf } from './draft.ts'

const email = 'jane.doe@example.com'
const labels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

/** Names and values that have a meaning in YAML, in templates, in patterns, or for a detector. */
const words = [
  'chat gpt-5',
  'chat gpt-4',
  'execute_tool refund',
  'refund',
  '/orders/',
  'GET /orders/{id}',
  'step 1',
  'step 2',
  'a: b #c',
  '*',
  '- x',
  "it's",
  'line\nbreak',
  '{agent}',
  'entry',
  'order 7f3a9b2c11',
  'null',
  '1.0',
  `mail ${email}`,
  email,
  '(',
  '__proto__',
]
const word = fc.constantFrom(...words)
const value = fc.oneof(
  word,
  fc.constantFrom<unknown>(
    1,
    2.5,
    true,
    null,
    ['a'],
    [],
    [1, 2.5],
    { k: 1 },
    'chat',
    'gpt-5',
    'refund',
    'LLM',
    'agent',
  ),
)
const key = fc.constantFrom(
  'gen_ai.operation.name',
  'openinference.span.kind',
  'gen_ai.request.model',
  'gen_ai.tool.name',
  'gen_ai.agent.name',
  'mcp.method.name',
  'http.request.method',
  'app.order',
  'app.items.0.name',
  'app.items.1.name',
  'app.items',
  'error.type',
  'bad key',
  '__proto__',
  'constructor',
  'input.value',
  `key.${email}`,
  'span.name',
  'resource.x',
  'and',
  'event.x',
)

const sketch: fc.Arbitrary<SpanSketch> = fc.record(
  {
    name: word,
    id: fc.constantFrom(...labels),
    parent: fc.constantFrom(...labels),
    trace: fc.constantFrom('t1', 't2', 't3', 't4'),
    kind: fc.constantFrom('internal', 'client', 'server', 'unspecified'),
    status: fc.constantFrom('unset', 'ok', 'error'),
    end: fc.constantFrom(10, null),
    attributes: fc.dictionary(key, value, { maxKeys: 6, noNullPrototype: true }),
    events: fc.array(fc.record({ name: word }), { maxLength: 2 }),
    resource: fc.dictionary(fc.constantFrom('service.name', 'service.version'), word, { noNullPrototype: true }),
  },
  { requiredKeys: ['name', 'id', 'trace'] },
)

/** A span id occurs once in a trace. */
const sketches = fc.uniqueArray(sketch, { minLength: 1, maxLength: 24, selector: ({ id, trace }) => `${id} ${trace}` })

test('whatever spans are like, they keep the contract drawn from them', async () => {
  await fc.assert(
    fc.asyncProperty(sketches, fc.boolean(), async (list, all) => {
      const set = { name: 'run.jsonl', files: [bytesSource('run.jsonl', Buffer.from(jsonLines(list)))] }
      const { text } = await inferRecordings([set], { fallbackName: 'agent', recordings: () => [], now: 0, all })
      fc.pre(text !== null)
      const contract = await parseContract(text, 'draft.contract.yaml')
      const { findings } = checkRuns(
        list.map((one) => span(one)),
        [contract],
        { now: 0 },
      )
      const broken = findings.filter(({ severity, verdict }) => severity === 'error' || verdict === 'inconclusive')
      expect(broken.map(({ message }) => `${message}\n${text}`)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('no contract holds what a detector finds', () => {
  fc.assert(
    fc.property(sketches, fc.boolean(), (list, all) => {
      expect(
        wholeTextOf(
          draftOf(
            list.map((one) => span(one)),
            all,
          ),
        ),
      ).not.toContain('jane.doe')
    }),
    { numRuns: 400 },
  )
})

test('the order of spans changes nothing', () => {
  const shuffled = sketches.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(textOf(draftOf(other.map((one) => span(one))))).toBe(textOf(draftOf(list.map((one) => span(one)))))
    }),
    { numRuns: 300 },
  )
})

test('a name is made of an attribute only where all spans of that name have it so', () => {
  const named = (method: string | number, trace: string) =>
    span({ name: 'execute_tool refund', trace, attributes: { 'http.request.method': method } })
  for (const list of [
    [named('refund', 't1'), named(1, 't2')],
    [named(1, 't2'), named('refund', 't1')],
  ]) {
    expect(textOf(draftOf(list))).toContain('name: execute_tool refund\n')
  }
})
