import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { recordedFacts } from '../support/recorded-facts.ts'
import { span } from '../support/span.ts'

const scope = { name: 'openinference.instrumentation.claude_agent_sdk' }

test('every span of a run: no model calls, two tools by two sub-agents', async () => {
  const found = await recordedFacts('strands-evals/claude_adot_spans.json')
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

test('a tool call', async () => {
  const [bash] = await recordedFacts('strands-evals/claude_adot_spans.json')
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

test('the sum of calls that are not recorded', async () => {
  const agents = (await recordedFacts('strands-evals/claude_adot_spans.json')).filter((one) => one?.kind === 'agent')
  expect(agents.map((one) => [one?.dialect, one?.usage, one?.costUsd])).toEqual([
    ['claude-agent-sdk', null, null],
    [
      'claude-agent-sdk',
      { input: 4 + 29447 + 2861, output: 767, cachedInput: 29447, cacheWrite: 2861, reasoning: null },
      0.0712653,
    ],
    ['claude-agent-sdk', null, null],
  ])
})

test('parameters are arguments here, and a schema elsewhere', () => {
  const attributes = { 'openinference.span.kind': 'TOOL', 'tool.name': 'Bash', 'tool.parameters': '{"command": "ls"}' }
  expect(factsOf(span({ name: 'Bash', scope, attributes }))?.args).toEqual({ value: { command: 'ls' } })
  expect(factsOf(span({ name: 'Bash', attributes }))?.args).toEqual({ lacks: 'not-captured' })
})
