import { z } from 'zod'

import type { Step } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import { text } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { attributeRead } from './attribute-around.ts'
import { spansOf } from './count-steps.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { readAll, type TrajectoryRun } from './trajectory-run.ts'

const kinds = ['tool', 'retrieval', 'handoff', 'agent', 'memory'] as const
const defaultKinds = ['tool', 'retrieval', 'handoff'] as const

const full = fullForm(() => ({
  steps: text.optional().describe('Attribute of the answer that lists the ids of steps. Default: app.audit.steps'),
  id: text
    .optional()
    .describe('Attribute of a step with its id in that list. Default: app.step.id; else its span id or call id'),
  kinds: z
    .array(z.enum(kinds))
    .min(1, 'the list is empty')
    .optional()
    .describe('Kinds of steps that must be listed. Default: tool, retrieval, handoff'),
}))

export const auditComplete = defineAssertion({
  id: 'audit-complete',
  summary: 'Requires that the audit trail of an answer lists every step that ran',
  scope: 'deep',
  options: z.union([full, z.literal(true).transform((): z.output<typeof full> => ({}))]),
  compile({ steps = 'app.audit.steps', id = 'app.step.id', kinds: asked = defaultKinds, scope = 'deep' }, { agent }) {
    const trail = attributeRead(steps)
    const stepId = attributeRead(id)
    const isAsked = new Set<string>(asked)
    return {
      reads: [trail, stepId],
      check(run) {
        const scoped = run.within(scope, agent)
        // What is only asked for has not run.
        const ran = scoped.steps.filter(({ kind, status }) => isAsked.has(kind) && status !== 'pending')
        if (ran.length === 0) {
          const holes = scoped.holes('tools')
          return holes.length > 0 ? openByGaps(0, holes) : pass(0)
        }
        const listed = new Set<string>()
        let isUnreadable = false
        let hasTrail = false
        for (const [, value] of readAll(run.run, trail)) {
          hasTrail = true
          const ids = idsIn(value)
          if (ids === undefined) isUnreadable = true
          for (const one of ids ?? []) listed.add(one)
        }
        const idOf = createIdReader(run, stepId)
        const missing = ran.filter((step) => !idOf(step).some((one) => listed.has(one)))
        const data = {
          trail: steps,
          listed: listed.size,
          ran: ran.length,
          missing: missing.slice(0, 20).map(({ kind, name }) => ({ kind, name })),
        }
        const details = { data, counterexample: spansOf(missing) }
        const holes = scoped.holes('tools')
        if (missing.length > 0) {
          if (isUnreadable) return open(ran.length, 'trail-unreadable', details)
          if (holes.length > 0 && !hasTrail) return openByGaps(ran.length, holes, details)
          return fail(ran.length, hasTrail ? 'step-not-listed' : 'trail-missing', details)
        }
        return holes.length > 0 ? openByGaps(ran.length, holes) : pass(ran.length)
      },
    }
  },
  describe(data, place) {
    const missing = (data['missing'] as readonly { kind: string; name: string | null }[])
      .slice(0, 3)
      .map(({ kind, name }) => (name === null ? `a ${kind} step` : `${kind} \`${name}\``))
      .join(', ')
    const trail = `\`${String(data['trail'])}\``
    switch (data['reason']) {
      case 'trail-missing':
        return {
          message: `${place} has no audit trail: no span carries ${trail}, and ${String(data['ran'])} steps ran`,
          help: `set ${trail} on the span of the answer`,
        }
      case 'trail-unreadable':
        return {
          message: `\`audit-complete\` is undecided for ${place}: ${trail} is no list of ids`,
          help: `record ${trail} as a list of texts`,
        }
      default:
        return {
          message: `the audit trail of ${place} lists ${String(data['listed'])} steps and leaves out ${missing}`,
          help: `add the ids of all steps that ran to ${trail}`,
        }
    }
  },
})

/** The ids by which a trail may name a step. */
function createIdReader(
  { run }: Pick<TrajectoryRun, 'run'>,
  read: ReturnType<typeof attributeRead>,
): (step: Step) => readonly string[] {
  return ({ spans, attempts }) => {
    const said = spans.flatMap(({ traceId, spanId }) => {
      const value = run.find(traceId, spanId)?.values.get(read.name)
      return typeof value === 'string' ? [value] : []
    })
    if (said.length > 0) return said
    return [...spans.map(({ spanId }) => spanId), ...attempts.flatMap(({ callId }) => callId ?? [])]
  }
}

/** A list of texts, or JSON text of one; undefined for anything else. */
function idsIn(value: Value): readonly string[] | undefined {
  if (Array.isArray(value)) {
    const texts = (value as readonly Value[]).filter((one) => typeof one === 'string')
    return texts.length === value.length ? texts : undefined
  }
  if (typeof value !== 'string' || !value.startsWith('[')) return undefined
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined
  } catch {
    return undefined
  }
}
