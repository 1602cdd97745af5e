import { z } from 'zod'

import { attributeMap } from './attribute.ts'
import { oneOrMore, text } from './object.ts'
import { bounds, exactCount } from './scalars.ts'

const link = z
  .strictObject({
    to: oneOrMore(text)
      .optional()
      .describe('Span ids of this contract; absent: any span')
      .meta({ examples: ['think'] }),
    count: z.union([exactCount, bounds]).optional().describe('How many such links a span has. Default: at least 1'),
    attributes: attributeMap.optional().describe('Attributes of the link'),
  })
  .describe('A clause on links')

export const links = oneOrMore(link)

export type LinkSource = z.input<typeof link>
