import { attributeClauses, holdersOf } from './holders.ts'
import { defineLintRule, type LintFact } from './lint-rule.ts'

interface NameData {
  readonly attribute: string
  readonly namespaceOf: string | null
}

/** Dotted lower-case words; hyphens occur in keys made of header names. */
const conventional = /^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*(\.\*)?$/

export const attributeName = defineLintRule({
  id: 'attribute-name',
  summary: 'Requires lower-case dotted keys, none of which is the namespace of another',
  severity: 'warning',
  check(contract) {
    const facts: LintFact[] = []
    for (const { key, path } of attributeClauses(contract)) {
      if (!conventional.test(key)) facts.push({ path, data: { attribute: key, namespaceOf: null } })
    }
    const seen = new Set<string>()
    for (const { clauses } of holdersOf(contract)) {
      // A deprecated key keeps its name, whatever has grown beneath it since.
      const keys = new Set(clauses.filter((clause) => clause.deprecated === undefined).map((clause) => clause.key))
      for (const { key, path } of clauses) {
        const inner = keys.has(key)
          ? [...keys].find((other) => other.startsWith(`${key}.`) && other !== `${key}.*`)
          : undefined
        if (inner === undefined || seen.has(path)) continue
        seen.add(path)
        facts.push({ path, data: { attribute: key, namespaceOf: inner }, subject: inner })
      }
    }
    return facts
  },
  describe(data) {
    const { attribute, namespaceOf } = data as unknown as NameData
    return namespaceOf === null
      ? {
          message: `attribute key \`${attribute}\` is not made of lower-case words joined by dots`,
          help: `rename it in the style of \`app.prompt.version\``,
        }
      : {
          message: `attribute key \`${attribute}\` is also the namespace of \`${namespaceOf}\``,
          help: `rename it, for example to \`${attribute}.name\``,
        }
  },
})
