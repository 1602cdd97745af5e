import { compilePattern } from '../selectors/index.ts'
import { anyOfWords } from './phrases.ts'
import { defineRule, type Fact } from './rule.ts'

type ScopeData = { readonly part: string; readonly allowed: readonly string[]; readonly received: string | null }

export const scopeMismatch = defineRule({
  id: 'scope-mismatch',
  summary: 'Requires the declared name and version of the instrumentation scope',
  severity: 'error',
  scope: 'span',
  restsOn: ['scope'],
  compile({ scope }) {
    if (scope === undefined) return undefined
    const parts = (['name', 'version'] as const).flatMap((part) => {
      const allowed = scope[part]
      return allowed === undefined ? [] : [{ part, allowed, matches: compileTexts(allowed) }]
    })
    return {
      path: '.scope',
      check(span) {
        let facts: Fact[] | undefined
        for (const { part, allowed, matches } of parts) {
          const received = span.scope[part]
          if (matches(received)) continue
          // OTLP: an empty scope name means that it is unknown, and without a name the version says nothing.
          if (span.scope.name === '') {
            return { data: { part, allowed, received: null }, undecided: true }
          }
          ;(facts ??= []).push({ data: { part, allowed, received }, subject: part })
        }
        return facts
      },
    }
  },
  describe(data, place) {
    const { part, allowed, received } = data as ScopeData
    const wanted = anyOfWords(allowed)
    if (received === null) {
      return {
        message: `whether the scope ${part} of ${place} is ${wanted} is undecided: the span names no scope`,
        help: 'name the tracer, and record spans in a format that keeps the instrumentation scope',
      }
    }
    return {
      message: `scope ${part} of ${place} is \`${received}\`; the contract wants ${wanted}`,
      help: `get the tracer with ${part} ${wanted}, or add the ${part} to the clause's \`scope\``,
    }
  },
})

/** Literals and `/regex/`; any of several. */
function compileTexts(texts: readonly string[]): (text: string) => boolean {
  const literals = new Set(texts.filter((text) => !isPattern(text)))
  const patterns = texts.filter(isPattern).map((text) => compilePattern(text.slice(1, -1)))
  return (text) => literals.has(text) || patterns.some((pattern) => pattern.test(text))
}

function isPattern(text: string): boolean {
  return text.length > 2 && text.startsWith('/') && text.endsWith('/')
}
