import { z } from 'zod'

import type { Decision } from '../model/selector.ts'
import { compileStepNames, stepName } from './step-selector.ts'

/** What is known of why a try failed. */
export interface TryError {
  readonly errorType: string | null
  readonly statusCode: number | null
}

/** Kinds of errors by the names that runtimes and providers give them, and by status code. */
const classes: Readonly<Record<string, { readonly types: RegExp; readonly codes: readonly number[] }>> = {
  validation: { types: /validation|invalid|badrequest|bad_request|unprocessable/i, codes: [400, 422] },
  permission: { types: /permission|forbidden|unauthori[sz]ed|authentication|access.?denied/i, codes: [401, 403] },
  'not-found': { types: /not.?found/i, codes: [404] },
  'rate-limit': { types: /rate.?limit|too.?many.?requests|throttl/i, codes: [429] },
  timeout: { types: /time.?d?.?out|deadline|ETIMEDOUT/i, codes: [408, 504] },
  connection: { types: /connect|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|socket|network/i, codes: [] },
  cancelled: { types: /cancel|abort/i, codes: [499] },
}

/** Classes whose errors come without an answer, and so without a status code. */
const unanswered = ['timeout', 'connection', 'cancelled'] as const

const statusClass = /^[1-5]xx$/i

/** One kind of error: a type, a status code, a class of codes (`5xx`), or one of our words for kinds. */
export const errorKind = z.union([z.int().min(100, 'is no status code').max(599, 'is no status code'), stepName])

/** Whether an error is of one of the kinds; undefined where what is known of it does not say. */
export function compileErrorKinds(kinds: readonly (string | number)[]): (error: TryError) => Decision {
  const tests = kinds.map(compileKind)
  const asksCodes = kinds.some((kind) => isCode(kind) || (typeof kind === 'string' && statusClass.test(kind)))
  const asksTypes = kinds.some((kind) => typeof kind === 'string' && !isCode(kind) && !statusClass.test(kind))
  return ({ errorType, statusCode }) => {
    const code = statusCode ?? (errorType !== null && isCode(errorType) ? Number(errorType) : null)
    if (tests.some((test) => test(errorType, code))) return true
    const isTypeKnown = errorType !== null || (code !== null && asksCodes)
    const isCodeKnown =
      code !== null || (errorType !== null && unanswered.some((name) => classes[name]!.types.test(errorType)))
    return (asksTypes && !isTypeKnown) || (asksCodes && !isCodeKnown) ? undefined : false
  }
}

function compileKind(kind: string | number): (errorType: string | null, code: number | null) => boolean {
  if (isCode(kind)) return (_type, code) => code === Number(kind)
  const name = String(kind)
  if (statusClass.test(name)) return (_type, code) => code !== null && String(code).startsWith(name[0]!)
  const isName = compileStepNames(name)
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined
  return (errorType, code) =>
    (errorType !== null && (isName(errorType) || known?.types.test(errorType) === true)) ||
    (code !== null && known?.codes.includes(code) === true)
}

function isCode(kind: string | number): boolean {
  return /^[1-5]\d\d$/.test(String(kind))
}
