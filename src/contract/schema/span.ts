import { z } from 'zod'

import { stabilities } from '../../model/contract.ts'
import { spanKinds, statusCodes } from '../../model/span.ts'
import { duration, exactCount, filledIn, oneOrMore, selector, spanName, spanNames, text } from '../../schema/index.ts'
import { annotations, attributeMap, deprecation } from './attribute.ts'
import { eventMap } from './event.ts'
import { links } from './link.ts'

const count = z
  .strictObject({
    min: exactCount.optional().describe('At least this many'),
    max: exactCount.optional().describe('At most this many; 0 means none'),
    per: z.enum(['run', 'trace', 'parent', 'recording']).optional().describe('What is counted within. Default: run'),
  })
  .refine((value) => value.min !== undefined || value.max !== undefined, filledIn('has neither `min` nor `max`'))

const scope = z.strictObject({
  name: oneOrMore(spanName).optional().describe('Literal or /regex/; any of several'),
  version: oneOrMore(spanName).optional().describe('Literal or /regex/; any of several'),
})

const durations = z
  .strictObject({
    min: duration
      .optional()
      .describe('At least this long')
      .meta({ examples: ['5ms'] }),
    max: duration
      .optional()
      .describe('At most this long')
      .meta({ examples: ['30s'] }),
  })
  .refine((value) => value.min !== undefined || value.max !== undefined, filledIn('has neither `min` nor `max`'))

const place = oneOrMore(text)

export const span = z
  .strictObject({
    name: spanNames
      .optional()
      .describe('Literal, `{attribute}` template, or `/regex/`; a list is any of these')
      .meta({ examples: ['chat {gen_ai.request.model}'] }),
    match: selector
      .optional()
      .describe('Selects the spans of this clause. Default: the name selects')
      .meta({ examples: [{ 'gen_ai.operation.name': 'chat' }] }),
    kind: oneOrMore(z.enum(spanKinds))
      .optional()
      .describe('Span kind, or a list of allowed ones. Default: any')
      .meta({ examples: ['client'] }),
    parent: place
      .optional()
      .describe('`entry`, a span id, or a list: the parent is one of them. Default: any')
      .meta({ examples: ['entry'] }),
    ancestor: place
      .optional()
      .describe('`entry`, a span id, or a list: one of them is above. Default: any')
      .meta({ examples: ['answer'] }),
    count: z
      .union([exactCount, count])
      .optional()
      .describe('How often the span occurs per run. Default: any number')
      .meta({ examples: [1, { min: 1, max: 5 }] }),
    attributes: attributeMap.optional().describe('Attributes of the span'),
    closed: z.boolean().optional().describe('true: attributes that no clause names are findings. Default: false'),
    events: eventMap.optional(),
    links: links.optional().describe('Links of the span'),
    resource: attributeMap
      .optional()
      .describe('Attributes of the resource that emits the span')
      .meta({ examples: [{ 'service.name': 'string' }] }),
    scope: scope
      .optional()
      .describe('Instrumentation scope that emits the span')
      .meta({ examples: [{ name: 'my-agent' }] }),
    status: oneOrMore(z.enum(statusCodes))
      .optional()
      .describe('Status code, or a list of allowed ones. Default: any')
      .meta({ examples: [['unset', 'ok']] }),
    duration: durations
      .optional()
      .describe('How long the span lasts')
      .meta({ examples: [{ max: '30s' }] }),
    sampling: z.array(text).optional().describe('Attributes that samplers read, so they are set when the span starts'),
    refines: text
      .optional()
      .describe('Id of the span that this clause specialises: its clauses hold here too')
      .meta({ examples: ['think'] }),
    exercise: z
      .enum(['required', 'optional'])
      .optional()
      .describe('optional: a run set without this span proves nothing and fails nothing. Default: required'),
    stability: z.enum(stabilities).optional().describe('Default: stable'),
    deprecated: deprecation.optional(),
    renamedFrom: text.optional().describe('Id or name this span had before'),
    splitFrom: text.optional().describe('Id of the span this one was split from'),
    mergedFrom: z.array(text).min(1, 'the list is empty').optional().describe('Ids of the spans that became this one'),
    inferred: z.boolean().optional().describe('true: drafted from recordings and not yet reviewed'),
    brief: text.optional().describe('One line of documentation'),
    annotations: annotations.optional(),
  })
  .describe('A clause on one kind of span')

export type SpanSource = z.input<typeof span>
