import { templateKeys } from '../resolve/template.ts'
import { judgedSpans } from './judged-spans.ts'
import { defineLintRule } from './lint-rule.ts'

interface TemplateData {
  readonly span: string
  readonly name: string
  readonly attribute: string
  readonly requirement: string | null
}

/** Requirements whose breach, or whose condition, already speaks of the attribute. */
const demanding: readonly string[] = ['required', 'conditional', 'recommended']

export const templateAttributeOptional = defineLintRule({
  id: 'template-attribute-optional',
  summary: 'Requires name templates to stand on attributes that the span asks for',
  severity: 'warning',
  check(contract) {
    return judgedSpans(contract).flatMap((span) =>
      span.name.flatMap((name) =>
        templateKeys(name).flatMap((key) => {
          // A list that also has the name without the attribute says what happens when it is missing.
          const alternative = span.name.some((other) => other !== name && !templateKeys(other).includes(key))
          const clause = span.attributes.find((attribute) => attribute.key === key)
          const requirement = clause?.requirement ?? null
          if (alternative || (requirement !== null && demanding.includes(requirement))) return []
          const data = { span: span.id, name, attribute: key, requirement }
          return [{ path: `${span.path}.name`, data, subject: `${name} ${key}` }]
        }),
      ),
    )
  },
  describe(data) {
    const { span, name, attribute, requirement } = data as unknown as TemplateData
    const demand = requirement === null ? 'does not name' : `calls ${requirement}`
    return {
      message: `name \`${name}\` of span \`${span}\` stands on \`${attribute}\`, which the span ${demand}`,
      help: `require \`${attribute}\`, or list the name without it as well`,
    }
  },
})
