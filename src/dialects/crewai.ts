import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { mapOf } from './json-value.ts'
import { hasAnyKey, textOf } from './keys.ts'

const markers = ['crew_key', 'crew_id', 'task_key', 'task_id']

/** The agent's role within its text form, as older versions of the instrumentation record it. */
const role = /^id=UUID\('[^']*'\) role=(?:'([^']*)'|"([^"]*)")/

/**
 * A task that an agent executes. Spans of the scope `crewai.telemetry` tell the vendor that a crew or task was made, and
 * record nothing.
 */
function classify(span: Span): SpanClass | undefined {
  if (textOf(span, 'openinference.span.kind') !== 'AGENT') return undefined
  const agent = mapOf(span, 'input.value')?.['agent']
  const match = typeof agent === 'string' ? role.exec(agent) : null
  const named = /^(.+)\._execute_core$/s.exec(span.name)?.[1] ?? null
  return { kind: 'agent', name: match?.[1] ?? match?.[2] ?? (named === 'Task' ? null : named) }
}

export const crewai = defineDialect({
  id: 'crewai',
  title: 'CrewAI',
  source: 'openinference-instrumentation-crewai 0.1, crewai 0.141',
  decorates: true,
  recognises: (span) => hasAnyKey(span, markers),
  classify,
  keys: {},
})
