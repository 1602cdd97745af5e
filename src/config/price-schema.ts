import { z } from 'zod'

import { isoDate, text } from '../schema/index.ts'

const usd = z.number().min(0, 'is below 0')

const price = z
  .strictObject({
    model: text.describe('Name of the model, or a glob with `*` and `?`').meta({ examples: ['gpt-5', 'claude-*'] }),
    provider: text.optional().describe('Only of this provider. Default: of any'),
    from: isoDate.describe('First day (UTC) on which the price holds').meta({ examples: ['2026-01-01'] }),
    input: usd.describe('USD per million input tokens'),
    output: usd.describe('USD per million output tokens'),
    cachedInput: usd.optional().describe('USD per million cached input tokens. Default: that of input'),
    cacheWrite: usd.optional().describe('USD per million input tokens written to a cache. Default: that of input'),
    reasoning: usd.optional().describe('USD per million reasoning tokens. Default: that of output'),
  })
  .describe('What tokens of a model cost from a day on')

/** What tokens cost, with dates. */
export const prices = z.array(price).superRefine((entries, context) => {
  const seen = new Set<string>()
  for (const [index, { model, provider, from }] of entries.entries()) {
    const key = JSON.stringify([model, provider, from])
    if (seen.has(key)) {
      const message = `\`${model}\` has a price from ${from} already`
      context.addIssue({ code: 'custom', message, path: [index, 'from'], params: { help: 'remove one of the two' } })
    }
    seen.add(key)
  }
})
