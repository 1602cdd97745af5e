import type { Contract } from '../model/contract.ts'
import { counted } from './phrases.ts'
import { defineRule } from './rule.ts'

export interface Condition {
  readonly span: string
  readonly attribute: string
  readonly condition: string | null
}

const listedConditions = 3

type ConditionData = { readonly count: number; readonly conditions: readonly Condition[] }

export const conditionUnchecked = defineRule({
  id: 'condition-unchecked',
  summary: 'Counts the requirements of exercised spans whose condition is prose',
  severity: 'info',
  scope: 'contract',
  compile(context) {
    const all = proseConditions(context.contract)
    if (all.length === 0) return undefined
    return {
      check(exercised) {
        const conditions = all.filter(({ span }) => exercised.has(span))
        return conditions.length === 0 ? undefined : { data: { count: conditions.length, conditions } }
      },
    }
  },
  describe(data) {
    const { count, conditions } = data as ConditionData
    const names = conditions.slice(0, listedConditions).map(({ span, attribute }) => `\`${attribute}\` of \`${span}\``)
    const list = names.join(', ') + (count > names.length ? ` and ${count - names.length} more` : '')
    return {
      message: `no check decides ${counted(count, 'prose condition')} of exercised spans: ${list}`,
      help: 'write a condition as `requirement: required` with `when: <selector>` to have it checked',
    }
  },
})

function proseConditions({ spans }: Contract): readonly Condition[] {
  return spans.flatMap(({ id, attributes, events, links }) =>
    [...attributes, ...events.flatMap((event) => event.attributes), ...links.flatMap((link) => link.attributes)]
      .filter(({ requirement }) => requirement === 'conditional')
      .map(({ key, condition }) => ({ span: id, attribute: key, condition: condition ?? null })),
  )
}
