import { valueOfJson } from './json-attributes.ts'
import { field, textField } from './messages/content.ts'
import { valueMap } from './transcript-span.ts'
import { noLabels, type Labels } from './transcript.ts'
import type { Value } from '../model/value.ts'

/** Members by which benchmarks judge a run: tau-bench, AgentDojo, Who&When. They are noisy; no verdict rests on them. */
const outcomes = [
  'reward',
  'utility',
  'security',
  'is_correct',
  'is_corrected',
  'mistake_agent',
  'mistake_step',
  'mistake_reason',
]

/** Members that say which task a run is about: tau-bench, AgentDojo, Who&When, SWE-agent. */
const cases = ['task_id', 'user_task_id', 'question_ID', 'instance_id']

/** Members that say what kind of run it is: AgentDojo. */
const tags = ['suite_name', 'pipeline_name', 'attack_type']

/** What the document around a list of messages tells about the run. */
export function labelsOf(document: object): Labels {
  const trial = field(document, 'trial')
  const caseId = cases.map((name) => scalarText(field(document, name))).find((text) => text !== null) ?? null
  const injected = textField(document, 'injection_task_id')
  return {
    ...noLabels,
    caseId: caseId === null || injected === null ? caseId : `${caseId}/${injected}`,
    trial: typeof trial === 'number' && Number.isSafeInteger(trial) ? trial : null,
    tags: tags.flatMap((name) => textField(document, name) ?? []),
    outcome: outcomeOf(document),
    error: textField(document, 'error'),
  }
}

function outcomeOf(document: object): Value {
  const entries = outcomes.map((name) => [name, field(document, name)] as const)
  const exit = textField(field(document, 'info'), 'exit_status')
  const known = [...entries, ['exit_status', exit ?? undefined] as const].filter(([, json]) => json !== undefined)
  if (known.length === 0) return null
  return valueMap(Object.fromEntries(known.map(([name, json]) => [name, valueOfJson(json)])))
}

/** Text, or a number as text; null for anything else. */
export function scalarText(json: unknown): string | null {
  if (typeof json === 'string') return json === '' ? null : json
  return typeof json === 'number' || typeof json === 'bigint' || typeof json === 'boolean' ? String(json) : null
}
