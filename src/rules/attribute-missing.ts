import { compileAbsence, describeAbsence } from './absent-attribute.ts'
import { isErrorTypeOfFailedSpan } from './error-type.ts'
import { defineRule } from './rule.ts'

export const attributeMissing = defineRule({
  id: 'attribute-missing',
  summary: 'Requires the attributes that a clause declares as required',
  severity: 'error',
  scope: 'attribute',
  asks: 'absent',
  compile(clause, context) {
    if (clause.requirement !== 'required') return undefined
    const check = compileAbsence(clause, context)
    if (check === undefined) return undefined
    if (!isErrorTypeOfFailedSpan(clause)) return { check }
    // On a span this is what `error-type-status` says; events and links have only this rule.
    return { check: (value, holder, span) => (holder === span ? undefined : check(value, holder)) }
  },
  describe: (data, place) => describeAbsence(data, place, 'requires'),
})
