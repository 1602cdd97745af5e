import { nestsTooDeep, toPlainJson } from '../selectors/index.ts'
import type { StepKind, StepStatus } from '../model/span-facts.ts'
import type { Step, StepContent } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import type { RunRead } from '../runs/index.ts'
import { readOf, type TrajectoryRun } from './trajectory-run.ts'

/** A step as a judge sees it: plain data. Undefined is what was not recorded. */
export interface JudgedStep {
  readonly kind: StepKind
  readonly name: string | null
  /** The agent it ran for. */
  readonly agent: string | null
  readonly args?: unknown
  readonly result?: unknown
  /** What a model or an agent answered, as it was recorded. */
  readonly output?: unknown
  readonly status: StepStatus
  readonly errorType: string | null
  readonly attempts: number
  /** Milliseconds; null where the times are not recorded. */
  readonly durationMs: number | null
}

/** A run as a judge sees it. */
export interface JudgedRun {
  readonly goal: string
  /** What the user asked; null where the run does not say. */
  readonly input: string | null
  /** The case that the run declares to be of. */
  readonly case: string | null
  /** Nothing of the steps is missing. */
  readonly isComplete: boolean
  /** In the order of their starts. */
  readonly steps: readonly JudgedStep[]
}

/** An opinion; `pass: null` abstains. */
export interface Judgement {
  readonly pass: boolean | null
  readonly reason?: string
}

/** The default export of a judge's file. */
export type Judge = (run: JudgedRun) => Judgement | Promise<Judgement>

const outputKeys = [
  'gen_ai.output.messages',
  'gen_ai.completion',
  'output.value',
  'ai.response.text',
  'traceloop.entity.output',
]

/** What models and agents answered. */
export const outputRead: RunRead = {
  name: 'output for a judge',
  take: ({ attributes }) => outputKeys.map((key) => attributes.get(key)).find((value) => value !== undefined),
}

/** What a judge sees of a run. */
export function judgedRun(run: TrajectoryRun, steps: readonly Step[], goal: string, isComplete: boolean): JudgedRun {
  return {
    goal,
    input: run.input,
    case: run.caseId,
    isComplete,
    steps: steps.map((step) => ({
      kind: step.kind,
      name: step.name,
      agent: step.agent,
      ...part('args', contentOf(step.args)),
      ...part('result', contentOf(step.result)),
      ...(step.kind === 'model' || step.kind === 'agent' ? part('output', outputOf(run, step)) : {}),
      status: step.status,
      errorType: step.errorType,
      attempts: step.attempts.length,
      durationMs:
        step.startUnixNano === null || step.endUnixNano === null
          ? null
          : Number(step.endUnixNano - step.startUnixNano) / 1e6,
    })),
  }
}

function part(key: 'args' | 'result' | 'output', value: Value | undefined): object {
  return value === undefined || nestsTooDeep(value) ? {} : { [key]: toPlainJson(value) }
}

/** What is no JSON is text. */
function contentOf(content: StepContent): Value | undefined {
  if ('value' in content) return content.value
  return 'lacks' in content && content.lacks === 'invalid-json' ? content.text : undefined
}

function outputOf(run: TrajectoryRun, { spans }: Step): Value | undefined {
  for (const span of spans) {
    const output = readOf(run.run, span, outputRead)
    if (output !== undefined) return output
  }
  return undefined
}
