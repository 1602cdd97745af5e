import type { ZodType } from 'zod'

import { rules, type Rule } from '../../rules/index.ts'

/** The keys under `trace:`; each is brought by the rule that reads it. */
export const traceKeys: readonly { readonly key: string; readonly schema: ZodType }[] = (
  rules as readonly Rule[]
).flatMap((rule) =>
  (rule.scope === 'run' || rule.scope === 'any-span') && rule.clause !== undefined ? [rule.clause] : [],
)
