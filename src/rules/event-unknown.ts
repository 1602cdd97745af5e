import { compileNearest } from './nearest.ts'
import { defineRule, type Fact } from './rule.ts'

type UnknownData = { readonly event: string; readonly nearest?: string }

export const eventUnknown = defineRule({
  id: 'event-unknown',
  summary: 'Forbids events that a closed span with declared events does not declare',
  severity: 'error',
  scope: 'span',
  restsOn: ['events'],
  deferred: true,
  compile({ closed, events }) {
    if (!closed || events.length === 0) return undefined
    const names = events.map(({ name }) => name)
    // Any SDK records exceptions, declared or not.
    const known = new Set([...names, 'exception'])
    const nearest = compileNearest(names)
    return {
      path: '.events',
      check(span) {
        let unknown: Map<string, Fact> | undefined
        for (const { name } of span.events) {
          if (known.has(name) || name.startsWith('spanpact.') || unknown?.has(name) === true) continue
          const near = nearest(name)
          const data = near === undefined ? { event: name } : { event: name, nearest: near }
          ;(unknown ??= new Map()).set(name, { data, subject: name, path: `.${name}` })
        }
        return unknown && [...unknown.values()]
      },
    }
  },
  describe(data, place) {
    const { event, nearest } = data as UnknownData
    return {
      message: `${place} has event \`${event}\`, which the closed clause does not declare`,
      help:
        nearest === undefined
          ? `declare \`${event}\` under the clause's \`events\`, or stop adding it`
          : `rename \`${event}\` to \`${nearest}\``,
    }
  },
})
