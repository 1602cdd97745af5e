import { z } from 'zod'

import { defineRule } from './rule.ts'
import { counted } from './phrases.ts'

const schema = z
  .union([z.literal('forbid'), z.int().min(0)])
  .describe('Attributes, events and links that a span may have dropped, together: `forbid`, or a number')

type DroppedData = {
  readonly attributes: number
  readonly events: number
  readonly links: number
  readonly max: number
}

export const dataDropped = defineRule({
  id: 'data-dropped',
  summary: 'Bounds how many attributes, events and links a span has dropped',
  severity: 'error',
  scope: 'any-span',
  restsOn: ['dropped-counts'],
  clause: { key: 'dropped', schema },
  compile(clause) {
    if (clause === undefined) return undefined
    const value = schema.parse(clause.value)
    const max = value === 'forbid' ? 0 : value
    return {
      check({ droppedAttributes, droppedEvents, droppedLinks }) {
        if (droppedAttributes + droppedEvents + droppedLinks <= max) return undefined
        return { data: { attributes: droppedAttributes, events: droppedEvents, links: droppedLinks, max } }
      },
    }
  },
  describe(data, place) {
    const { attributes, events, links, max } = data as DroppedData
    const kinds = (
      [
        ['attribute', attributes],
        ['event', events],
        ['link', links],
      ] as const
    ).filter(([, count]) => count > 0)
    return {
      message: `${place} dropped ${kinds.map(([noun, count]) => counted(count, noun)).join(', ')}; the contract allows ${max === 0 ? 'none' : max}`,
      help: `raise ${kinds.map(([noun]) => `\`OTEL_SPAN_${noun.toUpperCase()}_COUNT_LIMIT\``).join(', ')}, or record less on the span`,
    }
  },
})
