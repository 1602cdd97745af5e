import { strict } from './object.ts'
import { traceKeys } from './trace-keys.ts'

export const trace = strict(Object.fromEntries(traceKeys.map(({ key, schema }) => [key, schema.optional()]))).describe(
  'Rules on the whole run; off unless written',
)
