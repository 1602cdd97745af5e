import { expect, test } from 'vitest'

import { factsOf, vocabularyOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

const scope = { name: 'agent_framework' }

// langfuse/langfuse, packages/shared/scripts/seeder/utils/framework-traces/microsoft-agent-2025-10-14.json
test('the agent has no name, and neither provider nor model are what it says', () => {
  const attributes = {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.provider.name': 'microsoft.agent_framework',
    'gen_ai.request.model': 'unknown',
    'gen_ai.agent.id': '99981f6a-abd1-4d09-9fba-00e2ab172193',
    'gen_ai.agent.name': '99981f6a-abd1-4d09-9fba-00e2ab172193',
    'gen_ai.response.id': 'run_9guMCbt68iSVgtsx6WdKMA18',
    'gen_ai.usage.input_tokens': 631,
    'gen_ai.usage.output_tokens': 35,
  }
  const root = span({ name: 'invoke_agent 99981f6a-abd1-4d09-9fba-00e2ab172193', scope, attributes })
  expect(withoutKeys(factsOf(root))).toEqual(
    facts({ dialect: 'agent-framework', kind: 'agent', usage: usage({ input: 631, output: 35 }) }),
  )
  expect(vocabularyOf(root)).toBe('otel-genai')
})

test('an agent that has a name keeps it', () => {
  const attributes = {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.provider.name': 'microsoft.agent_framework',
    'gen_ai.agent.id': '1',
    'gen_ai.agent.name': 'Weather',
  }
  expect(factsOf(span({ name: 'invoke_agent Weather', attributes }))?.name).toBe('Weather')
})

test('two calls of one run are not one call', () => {
  const responseId = (id: string): unknown =>
    factsOf(
      span({
        name: 'chat gpt-4o',
        scope,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4o',
          'gen_ai.response.id': id,
        },
      }),
    )?.responseId
  expect(responseId('run_9guMCbt68iSVgtsx6WdKMA18')).toBe(null)
  expect(responseId('resp_0e32bda5b6259ecd00694279e271348194a818447145cd1763')).toBe(
    'resp_0e32bda5b6259ecd00694279e271348194a818447145cd1763',
  )
})

test('a tool call whose id is run and call', () => {
  const tool = (callId: unknown): ReturnType<typeof factsOf> =>
    factsOf(
      span({
        name: 'execute_tool get_weather',
        scope,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'get_weather',
          'gen_ai.tool.call.id': callId,
          'agent_framework.function.invocation.duration': 0.00002,
        },
      }),
    )
  expect(withoutKeys(tool(['run_9guMCbt68iSVgtsx6WdKMA18', 'call_Sz1QP8T7fuJkIECGDLFWOorq']))).toEqual(
    facts({
      dialect: 'agent-framework',
      kind: 'tool',
      name: 'get_weather',
      callId: 'call_Sz1QP8T7fuJkIECGDLFWOorq',
    }),
  )
  expect(tool('call_CwaJHuXTm9dmHFQPlVbqyzJ0')?.callId).toBe('call_CwaJHuXTm9dmHFQPlVbqyzJ0')
})

test('a handoff tool names who takes over', () => {
  const attributes = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'handoff_to_refund_agent',
    'agent_framework.function.invocation.duration': 1,
  }
  expect(factsOf(span({ name: 'execute_tool x', attributes }))?.handoffTo).toBe('refund_agent')
})

test('the scope alone is no dialect', () => {
  expect(factsOf(span({ name: 'workflow.run', scope }))).toBe(undefined)
})
