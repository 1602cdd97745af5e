// Names, patterns and selectors of the contract language, compiled once and asked once per span.
// Regular expressions run in an RE2 engine only: one syntax, linear time, whatever a contract brings; those of JSON
// Schemas too.
export { compilePattern } from './pattern.ts'
export { compileNames, type NameMatcher } from './name.ts'
export { attributeKey, compileSelector, type CompiledSelector } from './selector.ts'
export {
  compileJsonSchema,
  isShippedSchema,
  nameShippedSchema,
  type JsonSchema,
  type SchemaError,
} from './json-schema.ts'
export { parseJsonText } from './json-text.ts'
export { scalarOf } from './scalar-text.ts'
export { typedText } from './typed-text.ts'
export { deepestJudged, nestsTooDeep, toPlainJson } from './plain-json.ts'
export { compileValueSchema } from './value-schema.ts'
