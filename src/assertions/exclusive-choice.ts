import { defineAssertion } from './assertion.ts'
import { choiceRule } from './declare/choice-rule.ts'

export const exclusiveChoice = defineAssertion({
  summary: 'Requires exactly one of two steps',
  ...choiceRule('exclusive-choice', {
    excludes: 'good',
    requiresOne: true,
    describe: ({ order: [first, second], reason }, place) => ({
      message: `${place} has ${reason === 'both' ? 'both' : 'neither'} ${first} ${reason === 'both' ? 'and' : 'nor'} ${second}, expected exactly one`,
      help: `have the agent call either ${first} or ${second}, or use \`not-co-existence\` where it may do without both`,
    }),
  }),
})
