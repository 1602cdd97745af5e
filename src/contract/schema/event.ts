import { z } from 'zod'

import { bounds, exactCount, selector, strictObjectOf, text } from '../../schema/index.ts'
import { attributeMap, deprecation } from './attribute.ts'

const eventRequirements = ['required', 'recommended', 'optional', 'forbidden'] as const

const eventObject = strictObjectOf(() => ({
  requirement: z.enum(eventRequirements).optional().describe('Default: required'),
  when: selector.optional().describe('The clause holds only on spans that meet this selector'),
  count: z.union([exactCount, bounds]).optional().describe('How often the event occurs per span'),
  attributes: attributeMap.optional().describe('Attributes of the event'),
  deprecated: deprecation.optional(),
  brief: text.optional().describe('One line of documentation'),
})).describe('A clause on one event')

const event = z.union([z.enum(eventRequirements), eventObject])

const eventName = z.string().min(1, 'the name is empty')

export const eventMap = z
  .record(eventName, event)
  .describe('Events by name')
  .meta({ examples: [{ exception: 'forbidden' }] })

export type EventSource = z.input<typeof event>
