import { checkSpans, contractOf } from './check-spans.ts'
import type { Contract } from '../../src/model/contract.ts'
import type { CheckReport } from '../../src/model/report.ts'
import type { Span } from '../../src/model/span.ts'
import { goldenRuns } from './golden-runs.ts'
import { span as spanOf, type SpanSketch } from './span.ts'

/**
 * A step as tests and docs pages write it. Steps follow each other, 10 ms each, below agent `support`, unless `at` says
 * otherwise; spans are those of the OTel GenAI conventions.
 */
export interface StepSketch {
  tool?: string
  model?: string
  agent?: string
  retrieval?: string
  /** Name of a planning step. */
  plan?: string
  /** Call id, of a tool; also the label of the span. */
  id?: string
  /** Call ids that a model's output asks for, in this order; each is looked up among the tools of the sketch. */
  asks?: string[]
  args?: unknown
  result?: unknown
  /** Type of the error; the span's status is error. */
  error?: string
  status?: 'ok' | 'error'
  statusMessage?: string
  /** Start and end in milliseconds after the run's. */
  at?: [number, number | null]
  /** Tokens; none: no usage is recorded. */
  usage?: { input?: number; output?: number; cached?: number; reasoning?: number }
  attributes?: Record<string, unknown>
  events?: SpanSketch['events']
  /** Steps of a sub-agent. */
  steps?: StepSketch[]
  /** Label of the span that it is below; default: the agent's. */
  parent?: string
  resource?: Record<string, unknown>
  /** Name of the span; default: as the conventions have it. */
  spanName?: string
}

export interface RunSketch {
  /** Label of the trace; default `t1`. */
  trace?: string
  /** Name of the root agent; null for none. */
  agent?: string | null
  attributes?: Record<string, unknown>
  /** Events of the root agent's span. */
  events?: SpanSketch['events']
  status?: 'ok' | 'error'
  steps: StepSketch[]
}

/** Spans of a run in the OTel GenAI conventions. */
export function spansOfRun(sketch: RunSketch | readonly StepSketch[]): SpanSketch[] {
  const run: RunSketch = 'steps' in sketch ? sketch : { steps: [...sketch] }
  const trace = run.trace ?? 't1'
  const agent = run.agent === undefined ? 'support' : run.agent
  const spans: SpanSketch[] = []
  const tools = new Map<string, StepSketch>()
  const collect = (steps: readonly StepSketch[]): void => {
    for (const step of steps) {
      if (step.tool !== undefined && step.id !== undefined) tools.set(step.id, step)
      collect(step.steps ?? [])
    }
  }
  collect(run.steps)
  let clock = 0
  let count = 0
  const root = agent === null ? undefined : `${trace} root`
  const add = (step: StepSketch, parent: string | undefined): void => {
    count += 1
    const label = `${trace} ${count}${step.id === undefined ? '' : ` ${step.id}`}`
    const [start, end] = step.at ?? [clock, step.steps === undefined ? clock + 10 : undefined]
    clock = start
    const span: SpanSketch = {
      ...describe(step, tools),
      ...(step.spanName === undefined ? {} : { name: step.spanName }),
      id: label,
      trace,
      start,
      ...(step.error === undefined && step.status !== 'error'
        ? step.status === 'ok'
          ? { status: 'ok' as const }
          : {}
        : { status: 'error' as const }),
      ...(step.statusMessage === undefined ? {} : { statusMessage: step.statusMessage }),
      ...(step.events === undefined ? {} : { events: step.events }),
      ...(step.resource === undefined ? {} : { resource: step.resource }),
      ...(step.parent === undefined ? (parent === undefined ? {} : { parent }) : { parent: step.parent }),
    }
    spans.push(span)
    for (const inner of step.steps ?? []) add(inner, label)
    span.end = end === undefined ? Math.max(clock, start) : end
    clock = Math.max(clock, span.end ?? start)
  }
  for (const step of run.steps) add(step, root)
  if (root === undefined) return spans
  return [
    {
      name: `invoke_agent ${agent}`,
      id: root,
      trace,
      start: 0,
      end: Math.max(clock, 10) + 1,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent, ...run.attributes },
      ...(run.events === undefined ? {} : { events: run.events }),
      ...(run.status === undefined ? {} : { status: run.status }),
    },
    ...spans,
  ]
}

function describe(step: StepSketch, tools: ReadonlyMap<string, StepSketch>): SpanSketch {
  const common = { ...(step.error === undefined ? {} : { 'error.type': step.error }), ...step.attributes }
  if (step.tool !== undefined) {
    return {
      name: `execute_tool ${step.tool}`,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': step.tool,
        ...(step.id === undefined ? {} : { 'gen_ai.tool.call.id': step.id }),
        ...(step.args === undefined ? {} : { 'gen_ai.tool.call.arguments': text(step.args) }),
        ...(step.result === undefined ? {} : { 'gen_ai.tool.call.result': text(step.result) }),
        ...common,
      },
    }
  }
  if (step.model !== undefined) {
    const parts = (step.asks ?? []).map((id) => ({
      type: 'tool_call',
      id,
      name: tools.get(id)?.tool ?? 'unknown',
      arguments: tools.get(id)?.args ?? {},
    }))
    const { usage } = step
    return {
      name: `chat ${step.model}`,
      kind: 'client',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': step.model,
        ...(parts.length === 0
          ? {}
          : { 'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts, finish_reason: 'tool_call' }]) }),
        ...(usage?.input === undefined ? {} : { 'gen_ai.usage.input_tokens': usage.input }),
        ...(usage?.output === undefined ? {} : { 'gen_ai.usage.output_tokens': usage.output }),
        ...(usage?.cached === undefined ? {} : { 'gen_ai.usage.cache_read.input_tokens': usage.cached }),
        ...(usage?.reasoning === undefined ? {} : { 'gen_ai.usage.reasoning.output_tokens': usage.reasoning }),
        ...common,
      },
    }
  }
  if (step.retrieval !== undefined) {
    return {
      name: `retrieval ${step.retrieval}`,
      attributes: { 'gen_ai.operation.name': 'retrieval', 'gen_ai.data_source.id': step.retrieval, ...common },
    }
  }
  if (step.plan !== undefined) {
    return {
      name: `plan ${step.plan}`,
      attributes: { 'gen_ai.operation.name': 'plan', 'gen_ai.agent.name': step.plan, ...common },
    }
  }
  return {
    name: `invoke_agent ${step.agent ?? ''}`,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      ...(step.agent === undefined ? {} : { 'gen_ai.agent.name': step.agent }),
      ...common,
    },
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

type Runs = readonly StepSketch[] | RunSketch | readonly RunSketch[]

interface CheckOptions extends NonNullable<Parameters<typeof checkSpans>[2]> {
  /** What the recordings that the contract names hold. */
  readonly goldens?: Readonly<Record<string, Runs>>
  /** Makes another recording of the spans of the runs. */
  readonly record?: (spans: readonly SpanSketch[]) => readonly SpanSketch[]
  /** Makes another contract of the one that was read. */
  readonly revise?: (contract: Contract) => Contract
}

/** Checks runs against a contract; `expect` is the YAML of one item, or a whole contract with `trajectories:`. */
export async function checkRun(
  contract: string,
  runs: Runs,
  { goldens = {}, record = (spans) => spans, revise = (read) => read, ...options }: CheckOptions = {},
): Promise<CheckReport> {
  const whole = contract.includes('trajectories:')
    ? contract
    : `trajectories:\n  run:\n    expect:\n      - ${contract.trim().replaceAll('\n', '\n        ')}\n`
  const compiled = revise(await contractOf(whole))
  const byPath = new Map(
    Object.entries(goldens).map(([path, golden]) => [path, goldenRuns(built(sketchesOf(golden)), path)]),
  )
  return checkSpans(built(record(sketchesOf(runs))), [compiled], {
    ...options,
    settings: { goldens: new Map([[compiled, byPath]]), ...options.settings },
  })
}

function sketchesOf(runs: Runs): readonly SpanSketch[] {
  return isRuns(runs) ? runs.flatMap((run, index) => spansOfRun({ trace: `t${index + 1}`, ...run })) : spansOfRun(runs)
}

function built(sketches: readonly SpanSketch[]): readonly Span[] {
  return sketches.map((sketch, index) => spanOf(sketch, index + 1))
}

/** Runs have `steps` and no kind of step; a sub-agent has a name beside its steps. */
function isRuns(runs: Runs): runs is readonly RunSketch[] {
  return (
    Array.isArray(runs) &&
    runs.length > 0 &&
    runs.every((run: object) => 'steps' in run && !('agent' in run && run.agent !== null))
  )
}

/** Verdict, and reasons of the findings by id: `tool-used too-few`; and what crashed. */
export function reasonsOf({ verdict, findings, unreadable }: CheckReport): { verdict: string; reasons: string[] } {
  const reasons = findings.map(({ id, data }) => `${id} ${String(data['reason'])}`)
  const crashes = unreadable.map(({ message }) => message).filter((message) => message.includes(' crashed on '))
  return { verdict, reasons: [...reasons, ...crashes] }
}
