import { z } from 'zod'

import { undecidedByLosses } from './losses.ts'
import { defineRule } from './rule.ts'

const schema = z.int().min(1).describe('How many spans a run may have')

export const spanLimitExceeded = defineRule({
  id: 'span-limit-exceeded',
  summary: 'Bounds how many spans a run has',
  severity: 'error',
  scope: 'run',
  clause: { key: 'maxSpans', schema },
  compile(clause) {
    const max = schema.parse(clause.value)
    return {
      needs: 'complete',
      check(run) {
        const received = run.spans.length
        return received <= max ? undefined : { data: { received, max, ...mostFrequent(run.spans) } }
      },
    }
  },
  describe(data) {
    const lost = undecidedByLosses('the number of spans of the run', data)
    if (lost !== undefined) return lost
    const { received, max, name, count } = data as {
      readonly received: number
      readonly max: number
      readonly name: string
      readonly count: number
    }
    return {
      message: `run has ${received} spans; the contract allows at most ${max}`,
      help: `emit fewer spans per run: ${count} are named \`${name}\``,
    }
  },
})

function mostFrequent(spans: readonly { readonly name: string }[]): { readonly name: string; readonly count: number } {
  const counts = new Map<string, number>()
  for (const { name } of spans) counts.set(name, (counts.get(name) ?? 0) + 1)
  let most = { name: '', count: 0 }
  for (const [name, count] of counts) {
    if (count > most.count || (count === most.count && name < most.name)) most = { name, count }
  }
  return most
}
