import { defineLintRule } from './lint-rule.ts'

/**
 * Patterns are judged when a contract is read, in clauses, selectors and JSON Schemas alike: such a contract never gets
 * as far as a check. `lintFiles` gives those problems this id.
 */
export const patternUnsafe = defineLintRule({
  id: 'pattern-unsafe',
  summary: 'Forbids patterns that RE2 does not take, in clauses, selectors and JSON Schemas',
  severity: 'error',
  check: () => [],
  describe: (data) => ({
    message: String(data['reason']),
    help: 'rewrite it without lookaround and backreferences, which RE2 does not have',
  }),
})
