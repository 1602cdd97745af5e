import type { Value } from '../model/value.ts'
import { compileNames } from '../selectors/index.ts'
import { dropped, raiseAttributeLimit } from './dropped.ts'
import { anyOfWords } from './phrases.ts'
import { defineRule } from './rule.ts'

type NameData = { readonly received: string; readonly expected: readonly string[]; readonly dropped?: number }

export const spanName = defineRule({
  id: 'span-name',
  summary: 'Requires one of the names that a clause declares',
  severity: 'error',
  scope: 'span',
  breachRestsOn: ['name'],
  compile(clause, { show }) {
    if (clause.name.length === 0) return undefined
    const names = compileNames(clause.name)
    // A template stands on attribute values, and some of them may not be shown.
    const shownAs = (key: string, value: Value): string => {
      const sensitivity = clause.attributes.find((attribute) => attribute.key === key)?.sensitivity
      const shown = show(value, { key, sensitivity })
      return typeof value === 'string' && shown === JSON.stringify(value) ? value : shown
    }
    return {
      path: '.name',
      check(span) {
        const decision = names.matches(span)
        if (decision === true) return undefined
        if (decision === false) return { data: { received: span.name, expected: names.expected(span, shownAs) } }
        return {
          data: { received: span.name, expected: clause.name, dropped: span.droppedAttributes },
          undecided: true,
        }
      },
    }
  },
  describe(data, place) {
    const { expected, dropped: lost } = data as NameData
    if (lost !== undefined) {
      return {
        message: `whether the name of ${place} is ${anyOfWords(expected)} is undecided: ${dropped('span', lost, 'attribute')}`,
        help: raiseAttributeLimit('span'),
      }
    }
    return {
      message: `${place} has another name than the contract declares: ${anyOfWords(expected)}`,
      help: `name the span ${anyOfWords(expected)}`,
    }
  },
})
