import { z } from 'zod'

import { traceKeys } from './trace-keys.ts'

export const trace = z
  .strictObject(Object.fromEntries(traceKeys.map(({ key, schema }) => [key, schema.optional()])))
  .describe('Rules on the whole run; off unless written')
