import { SpanpactError } from '../../model/spanpact-error.ts'
import { compilePattern } from '../../selectors/index.ts'
import { attributeClauses } from './holders.ts'
import { defineLintRule } from './lint-rule.ts'

interface PatternData {
  readonly attribute?: string
  readonly pattern?: string
  /** The whole sentence, for a pattern that the contract's reading has refused. */
  readonly reason?: string
}

/** Patterns of clauses and selectors are checked when the contract is read; `lintFiles` gives those problems this id. */
export const patternUnsafe = defineLintRule({
  id: 'pattern-unsafe',
  summary: 'Forbids patterns that RE2 does not take, in clauses, selectors and JSON Schemas',
  severity: 'error',
  check(contract) {
    return attributeClauses(contract).flatMap((clause) =>
      [...patternsOf(clause.schema)]
        .filter((pattern) => !isRe2(pattern))
        .map((pattern) => ({ path: clause.path, data: { attribute: clause.key, pattern } })),
    )
  },
  describe(data) {
    const { attribute, pattern, reason } = data as unknown as PatternData
    return {
      message: reason ?? `the JSON Schema of \`${attribute}\` has pattern \`${pattern}\`, which is not RE2 syntax`,
      help: 'rewrite it without lookaround and backreferences, which RE2 does not have',
    }
  },
})

function isRe2(pattern: string): boolean {
  try {
    compilePattern(pattern)
    return true
  } catch (error) {
    if (error instanceof SpanpactError) return false
    throw error
  }
}

/** Patterns of a JSON Schema, each once; what an example or a default holds is no schema. */
function patternsOf(schema: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  const open: unknown[] = [schema]
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    for (const [key, value] of Object.entries(next)) {
      if (key === 'pattern' && typeof value === 'string') found.add(value)
      if (key === 'patternProperties' && typeof value === 'object' && value !== null) {
        for (const pattern of Object.keys(value)) found.add(pattern)
      }
      if (!['enum', 'const', 'default', 'examples'].includes(key)) open.push(value)
    }
  }
  return found
}
