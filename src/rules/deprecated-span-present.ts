import { defineRule } from './rule.ts'

type DeprecatedData = {
  readonly span: string
  readonly since?: string
  readonly renamedTo?: string
  readonly sunset?: string
  readonly isPast?: boolean
  readonly reason?: string
}

export const deprecatedSpanPresent = defineRule({
  id: 'deprecated-span-present',
  summary: 'Reports spans that a clause calls deprecated',
  severity: 'warning',
  scope: 'span',
  compile(clause, context) {
    if (clause.deprecated === undefined) return undefined
    const { since, renamedTo, sunset, reason } = clause.deprecated
    const data = {
      span: clause.id,
      ...(since === undefined ? {} : { since }),
      ...(renamedTo === undefined ? {} : { renamedTo }),
      // Only words change after the sunset: a date alone never fails a build.
      ...(sunset === undefined ? {} : { sunset, isPast: Date.parse(sunset) < context.now }),
      ...(reason === undefined ? {} : { reason }),
    }
    return { path: '.deprecated', severity: clause.own ? 'warning' : 'info', check: () => ({ data }) }
  },
  describe(data, place) {
    const { span, since, renamedTo, sunset, isPast, reason } = data as DeprecatedData
    const from = since === undefined ? '' : ` since ${since}`
    const until = sunset === undefined ? '' : `, and its sunset ${isPast ? 'was' : 'is'} ${sunset}`
    const why = reason === undefined ? '' : ` (${reason})`
    return {
      message: `${place} is deprecated${from}${until}${why}`,
      help: renamedTo === undefined ? `stop emitting the spans of clause \`${span}\`` : `emit \`${renamedTo}\` instead`,
    }
  },
})
