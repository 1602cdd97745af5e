import { compileAbsence, describeAbsence } from './absent-attribute.ts'
import { defineRule } from './rule.ts'

export const resourceAttributeMissing = defineRule({
  id: 'resource-attribute-missing',
  summary: 'Requires the resource attributes that a contract declares as required or recommended',
  severity: 'error',
  scope: 'attribute',
  holders: ['resource'],
  asks: 'absent',
  compile(clause, context) {
    if (clause.requirement !== 'required' && clause.requirement !== 'recommended') return undefined
    const { requirement } = clause
    const absence = compileAbsence(clause, context)
    if (absence === undefined) return undefined
    return {
      severity: requirement === 'required' ? 'error' : 'warning',
      check(value, holder) {
        const fact = absence(value, holder)
        return fact && { ...fact, data: { ...fact.data, requirement } }
      },
    }
  },
  describe(data, place) {
    const { requirement } = data as { readonly requirement: 'required' | 'recommended' }
    return describeAbsence(data, place, requirement === 'required' ? 'requires' : 'recommends')
  },
})
