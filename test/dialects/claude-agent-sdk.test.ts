import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { recordedSpans } from '../support/recorded-spans.ts'
import { span } from '../support/span.ts'

const scope = { name: 'openinference.instrumentation.claude_agent_sdk' }

test('every span of a run: no model calls, two tools by two sub-agents', () => {
  const found = recordedSpans('strands-evals/claude_adot_spans.json').map(factsOf)
  expect(found.map((one) => [one?.kind, one?.name, one?.handoffTo])).toEqual([
    ['tool', 'Bash', null],
    ['tool', 'Agent', 'math-agent'],
    ['tool', 'Bash', null],
    ['tool', 'Agent', 'conversion-agent'],
    ['agent', null, null],
    ['agent', null, null],
    ['agent', null, null],
    // The HTTP server.
    [undefined, undefined, undefined],
  ])
})

test('a tool call', () => {
  const [bash] = recordedSpans('strands-evals/claude_adot_spans.json').map(factsOf)
  expect(withoutKeys(bash)).toEqual(
    facts({
      dialect: 'claude-agent-sdk',
      kind: 'tool',
      name: 'Bash',
      conversation: 'e457cade-6652-42ad-b879-182dde7124c5',
      callId: 'toolu_bdrk_01SW1rX7PUer9zBaVQv9wLUa',
      args: { value: { command: 'echo $((42 * 7))', description: 'Calculate 42 * 7' } },
      result: { value: { stdout: '294', stderr: '', interrupted: false, isImage: false, noOutputExpected: false } },
      status: 'ok',
    }),
  )
})

test('the sum of calls that are not recorded', () => {
  const query = recordedSpans('strands-evals/claude_adot_spans.json')
    .filter(({ name }) => name === 'ClaudeAgentSDK.query')
    .map(factsOf)
  expect(query.map((one) => [one?.dialect, one?.usage, one?.costUsd])).toEqual([
    [
      'claude-agent-sdk',
      { input: 4 + 29447 + 2861, output: 767, cachedInput: 29447, cacheWrite: 2861, reasoning: null },
      0.0712653,
    ],
  ])
})

test('parameters are arguments here, and a schema elsewhere', () => {
  const attributes = { 'openinference.span.kind': 'TOOL', 'tool.name': 'Bash', 'tool.parameters': '{"command": "ls"}' }
  expect(factsOf(span({ name: 'Bash', scope, attributes }))?.args).toEqual({ value: { command: 'ls' } })
  expect(factsOf(span({ name: 'Bash', attributes }))?.args).toEqual({ lacks: 'not-captured' })
})
