import { strictObjectOf } from '../../schema/index.ts'
import { traceKeys } from './trace-keys.ts'

export const trace = strictObjectOf(() =>
  Object.fromEntries(traceKeys.map(({ key, schema }) => [key, schema.optional()])),
).describe('Rules on the whole run; off unless written')
