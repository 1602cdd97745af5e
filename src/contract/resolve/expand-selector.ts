import type { Selector, SelectorOperators, SelectorTest } from '../../model/selector.ts'
import type { JsonSchema } from '../../selectors/index.ts'

/** The JSON Schema that a text names, a file or a shipped one. */
export type ResolveSchema = (reference: string) => JsonSchema

/** The selector with the schemas themselves in place of the texts that name them. */
export function expandSelector(selector: Selector, resolveSchema: ResolveSchema): Selector {
  return Object.fromEntries(
    Object.entries(selector).map(([key, entry]) => {
      if (key === 'not') return [key, expandSelector(entry as Selector, resolveSchema)]
      if (key === 'and' || key === 'or') {
        return [key, (entry as readonly Selector[]).map((part) => expandSelector(part, resolveSchema))]
      }
      return [key, expandTest(entry as SelectorTest, resolveSchema)]
    }),
  )
}

function expandTest(test: SelectorTest, resolveSchema: ResolveSchema): SelectorTest {
  if (typeof test !== 'object' || test === null || Array.isArray(test)) return test
  const { not, schema, ...rest } = test as SelectorOperators
  return {
    ...rest,
    ...(not === undefined ? {} : { not: expandTest(not, resolveSchema) }),
    ...(schema === undefined ? {} : { schema: typeof schema === 'string' ? resolveSchema(schema) : schema }),
  }
}
