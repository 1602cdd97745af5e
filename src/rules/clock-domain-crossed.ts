import { z } from 'zod'

import { defineRule, type CompileContext, type RunFact } from './rule.ts'
import { valueRead } from './run-reads.ts'
import { valueIdentity } from '../model/canonical.ts'

const schema = z
  .strictObject({
    by: z.string().min(1).describe('What tells clocks apart: an attribute key, or `resource.<key>`'),
    authoritative: z
      .union([z.string(), z.array(z.string()).min(1)])
      .describe('Values whose clock the others are measured against'),
  })
  .describe('Spans of different clocks: their order is judged only against an authoritative clock')

type CrossingData = {
  readonly by: string
  readonly domain: string
  readonly parentDomain: string
  readonly parent: string
  readonly authoritative: readonly string[]
}

const unknownDomain = 'unknown'

export const clockDomainCrossed = defineRule({
  id: 'clock-domain-crossed',
  summary: 'Reports parents and children whose times no authoritative clock relates',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  clause: { key: 'clockDomains', schema },
  compile(clause, context) {
    const { by, authoritative } = schema.parse(clause.value)
    const trusted = new Set(typeof authoritative === 'string' ? [authoritative] : authoritative)
    const read = valueRead(by)
    return {
      reads: [read],
      ...(by.startsWith('resource.') ? { restsOn: ['resource'] as const } : {}),
      check(run) {
        const facts: RunFact[] = []
        for (const span of run.spans) {
          if (span.parent === null) continue
          const value = span.values.get(read.name)
          const parentValue = span.parent.values.get(read.name)
          if (value === parentValue) continue
          const domain = value === undefined ? unknownDomain : valueIdentity(value)
          const parentDomain = parentValue === undefined ? unknownDomain : valueIdentity(parentValue)
          if (domain === parentDomain || trusted.has(domain) || trusted.has(parentDomain)) continue
          const [shown, shownParent] = [domain, parentDomain].map((name) => shownAs(context, by, name))
          const data = {
            by,
            domain: shown,
            parentDomain: shownParent,
            parent: span.parent.name,
            authoritative: [...trusted],
          }
          facts.push({ span, subject: `${shownParent}\n${shown}`, data, undecided: true })
        }
        return facts.length > 0 ? facts : undefined
      },
      subjects: (run) => run.spans.filter((span) => span.values.has(read.name)).length,
    }
  },
  describe(data, place) {
    const { by, domain, parentDomain, parent, authoritative } = data as CrossingData
    const trusted = authoritative.map((name) => `\`${name}\``).join(' or ')
    return {
      message: `the order of ${place} and its parent \`${parent}\` is undecided: their clocks are \`${domain}\` and \`${parentDomain}\` (\`${by}\`), and neither is ${trusted}`,
      help: `record a span of ${trusted} between them, or name one of the two as authoritative`,
    }
  },
})

/** Domains are names, written without quotes, unless they may not be shown. */
function shownAs(context: CompileContext, by: string, domain: string): string {
  const shown = context.show(domain, { key: by.replace(/^resource\./, '') })
  return shown === JSON.stringify(domain) ? domain : shown
}
