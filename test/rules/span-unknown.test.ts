import { expect, test } from 'vitest'

import { createCheck } from '../../src/check/index.ts'
import { spanUnknown } from '../../src/rules/span-unknown.ts'
import { checkSpans, contractOf, defaultSettings } from '../support/check-spans.ts'
import { span } from '../support/span.ts'
import { testRule } from '../support/test-rule.ts'

const spans = `
  spans:
    think: { name: /^chat /, match: { gen_ai.operation.name: chat } }
    tool: { match: { gen_ai.operation.name: [execute_tool] } }
`
const chat = { name: 'chat gpt-5', attributes: { 'gen_ai.operation.name': 'chat' } }

testRule(spanUnknown, [
  { name: 'every span is selected', contract: spans, spans: [chat], expect: [] },
  {
    name: 'by default one info line per name',
    contract: spans,
    spans: [
      chat,
      { name: 'GET', id: 'one', start: 1 },
      { name: 'GET', id: 'two', start: 2 },
      { name: 'POST', start: 3 },
    ],
    expect: [
      {
        verdict: 'fail',
        severity: 'info',
        path: 'trace.unknownSpans',
        span: 'one',
        occurrences: 2,
        data: { name: 'GET' },
        message: 'span `GET` is selected by no clause of the contract',
        help: 'add a clause that selects it, or set `trace.unknownSpans: ignore`',
      },
      { severity: 'info', span: 'POST', occurrences: 1 },
    ],
  },
  {
    name: 'the written severity',
    contract: `${spans}  trace: { unknownSpans: error }`,
    spans: [chat, { name: 'GET', start: 1 }],
    expect: [{ severity: 'error', span: 'GET' }],
  },
  {
    name: 'ignored',
    contract: `${spans}  trace: { unknownSpans: ignore }`,
    spans: [chat, { name: 'GET', start: 1 }],
    expect: [],
  },
  {
    name: 'a value that no clause names, with the nearest that one does',
    contract: spans,
    spans: [
      chat,
      { name: 'chat gpt-5', id: 'bad', start: 1, attributes: { 'gen_ai.operation.name': 'chta' } },
      { name: 'plan', start: 2, attributes: { 'gen_ai.operation.name': 'plan' } },
    ],
    expect: [
      {
        span: 'bad',
        data: { name: 'chat gpt-5', key: 'gen_ai.operation.name', value: '"chta"', nearest: 'chat' },
        message:
          'span `chat gpt-5` is selected by no clause of the contract; its `gen_ai.operation.name` is "chta", which no clause names',
        help: 'add a clause that selects it, or correct `gen_ai.operation.name` to `chat`',
      },
      { span: 'plan', data: { name: 'plan', key: 'gen_ai.operation.name', value: '"plan"' } },
    ],
  },
])

test('one finding per name over all runs and recordings, however many they are', async () => {
  const contract = await contractOf('spans: { think: { name: chat } }')
  const check = createCheck([contract], defaultSettings)
  for (const name of ['a.jsonl', 'b.jsonl']) {
    const recording = check.recording(name, [name], [contract])
    for (let run = 1; run <= 100; run++) {
      const trace = String(run)
      recording.addSpan(span({ name: 'chat', id: 'chat', trace }), 0)
      recording.addSpan(span({ name: 'GET', id: 'get', trace, parent: 'chat', start: 1 }), 0)
      recording.addSpan(span({ name: 'POST', id: 'post', trace, parent: 'chat', start: 2 }), 0)
    }
    recording.finish()
  }
  const { findings } = check.finish()
  expect(findings.map(({ data, occurrences, location }) => [data['name'], occurrences, location?.recording])).toEqual([
    ['GET', 200, 'a.jsonl'],
    ['POST', 200, 'a.jsonl'],
  ])
})

test('a span that another contract knows is not unknown', async () => {
  const one = await contractOf(spans, 'one.contract.yaml')
  const two = await contractOf('contract: other\nspans: { get: { name: GET } }', 'two.contract.yaml')
  const report = checkSpans([span(chat), span({ name: 'GET', start: 1 })], [one, two])
  expect(report.findings.filter((finding) => finding.id === 'span-unknown')).toEqual([])
})
