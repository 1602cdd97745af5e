import { changeAll, type Attributes, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'brief-writer'

interface Turn {
  readonly agent: string
  readonly role: string
  readonly attempt: number
  readonly at: number
  readonly error?: string
}

/** One agent with its model call and, for workers, its tool call; each span says whose it is. */
function turn({ agent, role, attempt, at, error }: Turn): readonly SpanSketch[] {
  const label = `${agent} ${attempt}`
  const identity: Attributes = { 'gen_ai.agent.name': agent, 'app.agent.role': role, 'app.attempt': attempt }
  const below = { service, parent: label, attributes: identity }
  return [
    agentRun(agent, {
      service,
      parent: 'workflow',
      label,
      at,
      lasts: 900,
      attributes: identity,
      ...(error === undefined ? {} : { error }),
    }),
    modelCall([1200 + at / 10, 180], { ...below, label: `${label} chat`, at: at + 10, lasts: 520 }),
    ...(role === 'worker'
      ? [toolCall('search_web', { ...below, label: `${label} search`, at: at + 540, lasts: 300 })]
      : []),
  ]
}

const good: readonly SpanSketch[] = [
  {
    label: 'workflow',
    name: 'invoke_workflow market-brief',
    service,
    at: 0,
    lasts: 5100,
    attributes: { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'market-brief' },
  },
  ...turn({ agent: 'planner', role: 'planner', attempt: 1, at: 20 }),
  ...turn({ agent: 'worker', role: 'worker', attempt: 1, at: 1000, error: 'schema_mismatch' }),
  ...turn({ agent: 'worker', role: 'worker', attempt: 2, at: 2000, error: 'schema_mismatch' }),
  ...turn({ agent: 'worker', role: 'worker', attempt: 3, at: 3000, error: 'cancelled' }),
  ...critic('critic'),
]

function critic(agent: string): readonly SpanSketch[] {
  return turn({ agent, role: 'critic', attempt: 1, at: 4000 })
}

const is =
  (operation: string) =>
  ({ attributes }: SpanSketch): boolean =>
    attributes?.['gen_ai.operation.name'] === operation

const unnamed = { 'gen_ai.agent.name': undefined, 'app.agent.role': undefined, 'app.attempt': undefined }

function genericNames(): readonly SpanSketch[] {
  let spans = changeAll(good, { name: 'agent.run' }, is('invoke_agent'))
  spans = changeAll(spans, { name: 'llm.invoke' }, is('chat'))
  return changeAll(spans, { name: 'tool.call' }, is('execute_tool'))
}

function droppedOnWorkers(): readonly SpanSketch[] {
  const isWorker = (span: SpanSketch): boolean => is('invoke_agent')(span) && span.label.startsWith('worker')
  return changeAll(good, { name: 'invoke_agent worker', attributes: unnamed, dropped: { attributes: 3 } }, isWorker)
}

export const recordings: Recordings = {
  good,
  bad: genericNames(),
  'bad-class-names': [...good.filter(({ label }) => !label.startsWith('critic')), ...critic('RunnableSequence')],
  'bad-no-attempts': changeAll(good, { attributes: { 'app.attempt': undefined } }),
  'bad-lost-identity': changeAll(good, { attributes: unnamed }, is('execute_tool')),
  blind: droppedOnWorkers(),
}
