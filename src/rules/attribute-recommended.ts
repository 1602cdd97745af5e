import { compileAbsence, describeAbsence } from './absent-attribute.ts'
import { defineRule } from './rule.ts'

export const attributeRecommended = defineRule({
  id: 'attribute-recommended',
  summary: 'Asks for the attributes that a clause declares as recommended',
  severity: 'warning',
  scope: 'attribute',
  asks: 'absent',
  compile(clause, context) {
    if (clause.requirement !== 'recommended') return undefined
    const check = compileAbsence(clause, context)
    return check && { check }
  },
  describe: (data, place) => describeAbsence(data, place, 'recommends'),
})
