import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { span } from '../support/span.ts'

const agentSpan = (name: string, agent: string): unknown =>
  factsOf(
    span({
      name,
      status: 'ok',
      attributes: {
        'openinference.span.kind': 'AGENT',
        crew_key: '4d5b21867b638a1846a38dc4af8e29a4',
        task_key: 'b465f86cdaeb68be07239ef62e75944d',
        'input.value': JSON.stringify({ agent, context: '', tools: [] }),
        'output.mime_type': 'application/json',
      },
    }),
  )?.name

// langfuse/langfuse, worker/src/__tests__/chatml/framework-traces/crewai-2025-07-11.trace.json
const id = "id=UUID('5b92f546-0a74-4cf1-afb1-d2f8adf61036')"

test.each([
  ['the role of the agent', 'Task._execute_core', `${id} role='Software developer' goal='Write'`, 'Software developer'],
  ['a role with an apostrophe', 'Task._execute_core', `${id} role="Editor's aide" goal='x'`, "Editor's aide"],
  ['a span named after the agent', 'Researcher._execute_core', 'Agent(…)', 'Researcher'],
  ['neither', 'Task._execute_core', 'Agent(…)', null],
])('%s', (_what, name, agent, called) => {
  expect(agentSpan(name, agent)).toBe(called)
})

test('what is sent to the vendor is no step, and the crew itself a group', () => {
  const telemetry = { crew_key: 'k', crew_id: 'i', crewai_version: '0.141.0' }
  expect(factsOf(span({ name: 'Crew Created', scope: { name: 'crewai.telemetry' }, attributes: telemetry }))).toBe(
    undefined,
  )
  const kickoff = { crew_key: 'k', 'openinference.span.kind': 'CHAIN' }
  expect(factsOf(span({ name: 'Crew.kickoff', attributes: kickoff }))?.kind).toBe('group')
})
