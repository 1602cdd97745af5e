import { z } from 'zod'

import { durationPattern } from '../model/duration.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { compilePattern } from '../selectors/index.ts'
import { filledIn, oneOrMore, strictObjectOf, text } from './object.ts'

const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?$/

export const version = z.string().regex(semver, 'is no semantic version such as `2.1.0`')

const dateMessage = 'is no date such as `2027-01-31`'
export const isoDate = z.iso.date(dateMessage)

const durationMessage = 'is no duration such as `30s`'
export const duration = z.string(durationMessage).regex(durationPattern, durationMessage)

/** A pattern that the RE2 engine takes. */
export const pattern = text.superRefine((source, context) => {
  const problem = patternProblem(source)
  if (problem !== undefined) context.addIssue({ code: 'custom', ...problem })
})

/** A span name: literal, `{attribute}` template, or `/regex/`. */
export const spanName = text
  .superRefine((name, context) => {
    if (name.length <= 2 || !name.startsWith('/') || !name.endsWith('/')) return
    const problem = patternProblem(name.slice(1, -1))
    if (problem !== undefined) context.addIssue({ code: 'custom', ...problem })
  })
  .describe('A literal, a template whose `{key}` stands for an attribute value, or a regex between slashes')

export const spanNames = oneOrMore(spanName)

export const literal = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** A JSON Schema: inline, or a text that names one. */
export const jsonSchema = z
  .union([text, z.boolean(), z.record(z.string(), z.unknown())])
  .describe('JSON Schema of the value: inline, a file relative to this one, or a shipped one')
  .meta({ examples: ['spanpact:input-messages', './order.schema.json'] })

/** Inclusive bounds; at least one. */
export const bounds = strictObjectOf(() => ({
  min: z.int('is no whole number').min(0, 'is below 0').optional().describe('Lower bound, inclusive'),
  max: z.int('is no whole number').min(0, 'is below 0').optional().describe('Upper bound, inclusive; 0 means none'),
})).refine((value) => value.min !== undefined || value.max !== undefined, filledIn('has neither `min` nor `max`'))

export const exactCount = z.int('is no whole number').min(0, 'is below 0')

function patternProblem(source: string): { message: string; params: { help: string; kind: 'pattern' } } | undefined {
  try {
    compilePattern(source)
    return undefined
  } catch (error) {
    if (!(error instanceof SpanpactError)) throw error
    const cause = error.cause instanceof Error ? error.cause.message : String(error.cause)
    const [reason = ''] = cause.split('\n')
    return {
      message: `\`${source.slice(0, 80)}\` is no RE2 pattern: ${reason.slice(0, 120)}`,
      params: { help: 'rewrite it without lookaround and backreferences, which RE2 does not have', kind: 'pattern' },
    }
  }
}
