import { z } from 'zod'

import { componentsOf } from './components.ts'
import { undecidedByLosses } from './losses.ts'
import { defineRule } from './rule.ts'

const schema = z.boolean().describe('All spans of a run are joined by parents and links')

/** Parts listed in a finding. */
const listedParts = 5

type Part = { readonly top: string; readonly trace: string; readonly spans: number }
type PartData = { readonly received: number; readonly parts: readonly Part[] }

export const runDisconnected = defineRule({
  id: 'run-disconnected',
  summary: 'Requires that parents and links join all spans of a run',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  breachRestsOn: ['links'],
  clause: { key: 'connected', schema },
  compile(clause) {
    if (!schema.parse(clause.value)) return undefined
    return {
      needs: 'complete',
      check(run) {
        // Most runs have one top, below which every other span stands.
        if (run.spans.filter((span) => span.parent === null).length < 2) return undefined
        const components = componentsOf(run)
        if (components.length < 2) return undefined
        const parts = components
          .slice(0, listedParts)
          .map(({ top, size }): Part => ({ top: top.name, trace: top.traceId, spans: size }))
        return { data: { received: components.length, parts }, span: components[1]!.top }
      },
    }
  },
  describe(data) {
    const lost = undecidedByLosses('whether parents and links join all spans of the run', data)
    if (lost !== undefined) return lost
    const { received, parts } = data as PartData
    const listed = parts.map(({ top, spans }) => `\`${top}\` (${spans})`).join(', ')
    const more = received > parts.length ? `, and ${received - parts.length} more` : ''
    return {
      message: `run falls into ${received} parts that no parent or link joins: ${listed}${more}`,
      help: `pass the trace context to \`${parts[1]?.top ?? ''}\`, or link it to the span that caused it`,
    }
  },
})
