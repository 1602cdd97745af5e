import { z } from 'zod'

import type { Step, StepContent } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import { text } from '../schema/index.ts'
import type { Side } from './pair-trajectories.ts'

/** A golden call as a contract writes it. */
export const writtenCall = z.union([
  text.describe('Name of a tool'),
  z.strictObject({
    tool: text.describe('Name of the tool'),
    args: z.record(z.string(), z.unknown()).describe('Its arguments, as they are'),
  }),
])
type WrittenCall = z.output<typeof writtenCall>

/** Calls of a contract as if they were recorded: one after another, all of them well ended, for one message of the user. */
export function writtenSide(calls: readonly WrittenCall[]): Side {
  const steps = calls.map((call, index) =>
    typeof call === 'string'
      ? stepOf(index, call, { lacks: 'not-captured' })
      : stepOf(index, call.tool, { value: call.args as Value }),
  )
  const positions = new Map(steps.map((step, index) => [step, index]))
  return {
    steps,
    order: { before: (one, other) => positions.get(one)! < positions.get(other)! },
    turns: { count: 1, turnOf: () => 0 },
    holes: [],
    mayVanish: 0,
  }
}

function stepOf(index: number, name: string, args: StepContent): Step {
  const result: StepContent = { lacks: 'not-captured' }
  const common = { callId: null, startUnixNano: null, endUnixNano: null, errorType: null, args, result }
  const status = 'ok'
  return {
    ...common,
    id: `call ${index + 1}`,
    kind: 'tool',
    name,
    status,
    scope: null,
    agent: null,
    conversation: null,
    turn: null,
    requestedBy: null,
    provider: null,
    requestModel: null,
    responseModel: null,
    handoffTo: null,
    isOutput: false,
    attempts: [
      {
        ...common,
        index: 1,
        status,
        by: null,
        usage: null,
        isUsageEstimated: false,
        costUsd: null,
        timeToFirstTokenNano: null,
        finishReason: null,
        tries: null,
        spans: [],
      },
    ],
    spans: [],
  }
}
