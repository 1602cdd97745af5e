import { compileAbsence, describeAbsence } from './absent-attribute.ts'
import { defineRule } from './rule.ts'

export const attributeRecommended = defineRule({
  id: 'attribute-recommended',
  summary: 'Asks for the attributes that a clause declares as recommended',
  severity: 'warning',
  scope: 'attribute',
  compile: (clause, context) =>
    clause.requirement === 'recommended' ? { check: compileAbsence(clause, context) } : undefined,
  describe: (data, place) => describeAbsence(data, place, 'recommends'),
})
