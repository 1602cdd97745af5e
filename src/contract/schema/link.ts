import { z } from 'zod'

import { linkName } from '../../model/link-name.ts'
import { bounds, exactCount, oneOrMore, strictObjectOf, text } from '../../schema/index.ts'
import { attributeMap } from './attribute.ts'

const link = strictObjectOf(() => ({
  to: oneOrMore(text)
    .optional()
    .describe('Span ids of this contract; absent: any span')
    .meta({ examples: ['think'] }),
  count: z.union([exactCount, bounds]).optional().describe('How many such links a span has. Default: at least 1'),
  attributes: attributeMap.optional().describe('Attributes of the link'),
})).describe('A clause on links')

const separateHelp =
  'keep `attributes` on a single link clause, or leave them out: which of several clauses a link belongs to is not known where its attributes are judged'

/** One clause, or several that tell links apart by their targets; only a single one may speak of attributes. */
export const links = oneOrMore(link).superRefine((value, context) => {
  if (!Array.isArray(value) || value.length < 2) return
  const names = value.map(({ to }) => linkName(typeof to === 'string' ? [to] : to))
  value.forEach((clause, index) => {
    if (names.indexOf(names[index]!) < index) {
      context.addIssue({
        code: 'custom',
        message: 'leads where another link clause of the span leads',
        path: [index],
        params: { help: 'write one clause with both counts' },
      })
    }
    if (clause.attributes === undefined) return
    const path = [index, 'attributes']
    context.addIssue({
      code: 'custom',
      message: 'stands beside other link clauses',
      path,
      params: { help: separateHelp },
    })
  })
})

export type LinkSource = z.input<typeof link>
