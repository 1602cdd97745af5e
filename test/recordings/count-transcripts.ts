import { tally } from './count-spans.ts'
import { json } from './raw-spans.ts'
import type { Counts } from './table-row.ts'

interface Message {
  readonly role: string
  readonly name?: string
  readonly agent?: string
  readonly content: string | null
  readonly tool_calls?: readonly { readonly function: string | { readonly name: string } }[] | null
}

/** Counts of transcripts: a span for each agent, model call, tool call and handoff, below one root each. */
function ofSteps(
  runs: number,
  agents: readonly string[],
  modelCalls: number,
  tools: readonly string[],
  handoffs = 0,
): Counts {
  return {
    runs,
    spans: agents.length + modelCalls + tools.length + handoffs,
    roots: runs,
    orphans: 0,
    agents: tally(agents),
    tools: tally(tools),
    modelCalls,
    input: null,
    output: null,
  }
}

/** Chat completions: an answer of the assistant is a model call, its `tool_calls` are tool calls. */
export function countChats(conversations: readonly (readonly Message[])[]): Counts {
  const answers = conversations.flat().filter(({ role }) => role === 'assistant')
  const tools = answers.flatMap((answer) =>
    (answer.tool_calls ?? []).map(({ function: asked }) => (typeof asked === 'string' ? asked : asked.name)),
  )
  const agents = conversations.map((messages) => messages.find(({ agent }) => agent !== undefined)?.agent ?? '?')
  return ofSteps(conversations.length, agents, answers.length, tools)
}

export function agentDojo(file: string): Counts {
  return countChats([(json(file) as { readonly messages: readonly Message[] }).messages])
}

export function tauBench(file: string): Counts {
  type Run = { readonly traj: readonly Message[] }
  return countChats([json(file) as Run | readonly Run[]].flat().map(({ traj }) => traj))
}

export function sweAgent(file: string): Counts {
  return countChats([(json(file) as { readonly history: readonly Message[] }).history])
}

/** Every answer holds one block of commands. */
export function miniSweAgent(file: string): Counts {
  const answers = (json(file) as readonly Message[]).filter(({ role }) => role === 'assistant')
  const blocks = answers.flatMap(({ content }) => content?.match(/^```mswea_bash_command$/gm) ?? [])
  return ofSteps(
    1,
    ['?'],
    answers.length,
    blocks.map(() => 'bash'),
  )
}

/**
 * A team: who speaks after another is invoked, below a root without a name. Who has a prompt is a model, in a log without
 * prompts everybody is; people are not counted.
 */
export function whoAndWhen(file: string): Counts {
  const { history, system_prompt: prompts } = json(file) as {
    readonly history: readonly Message[]
    readonly system_prompt?: object
  }
  const spoken = history.filter(({ role }) => role !== 'human')
  const speakers = spoken.map(({ role, name }) => name ?? role.split(' (')[0]!)
  const visits = speakers.filter((speaker, index) => speaker !== speakers[index - 1])
  const models = speakers.filter((speaker) => prompts === undefined || Object.hasOwn(prompts, speaker))
  const handoffs = spoken.filter(({ role }) => role.includes('(-> '))
  return ofSteps(1, ['?', ...visits], models.length, [], handoffs.length)
}

interface InspectEvent {
  readonly event: string
  readonly type?: string
  readonly id?: string
  readonly span_id?: string
  readonly function?: string
  readonly output?: { readonly usage: { readonly input_tokens: number; readonly output_tokens: number } }
}

/** Samples are runs; what happens in the span of a scorer is not of the agent. */
export function inspect(file: string): Counts {
  const { samples } = json(file) as { readonly samples: readonly { readonly events: readonly InspectEvent[] }[] }
  const events = samples.flatMap((sample) => sample.events)
  const scorers = new Set(events.filter(({ type }) => type === 'scorer').map(({ id }) => id))
  const own = events.filter(({ span_id: span }) => !scorers.has(span))
  const usage = own.flatMap(({ event, output }) => (event === 'model' && output !== undefined ? [output.usage] : []))
  return {
    ...ofSteps(
      samples.length,
      samples.map(() => '?'),
      usage.length,
      own.flatMap(({ event, function: tool }) => (event === 'tool' ? [tool ?? '?'] : [])),
    ),
    input: usage.reduce((total, one) => total + one.input_tokens, 0),
    output: usage.reduce((total, one) => total + one.output_tokens, 0),
  }
}
