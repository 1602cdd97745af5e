import { z } from 'zod'

import { requirements, sensitivities, stabilities, valueTypes, type ValueType } from '../../model/contract.ts'
import { isoDate, jsonSchema, literal, pattern, selector, text } from '../../schema/index.ts'

export const deprecation = z
  .strictObject({
    since: text
      .optional()
      .describe('Version since which this is deprecated')
      .meta({ examples: ['2.0.0'] }),
    renamedTo: text
      .optional()
      .describe('What is emitted instead')
      .meta({ examples: ['gen_ai.usage.input_tokens'] }),
    sunset: isoDate
      .optional()
      .describe('ISO date until which both names are emitted')
      .meta({ examples: ['2027-01-31'] }),
    reason: text.optional().describe('Why, in one word or sentence'),
    note: text.optional().describe('What to do instead'),
  })
  .meta({ id: 'Deprecation', description: 'Deprecated, and what takes its place' })

export const annotations = z
  .record(z.string(), z.unknown())
  .describe('Free data for other tools; nothing here is checked')

const count = z.int('is no whole number').min(1, 'is below 1')

const attributeObject = z
  .strictObject({
    type: z
      .enum(valueTypes)
      .optional()
      .describe('Type of the value. Ints are accepted for double')
      .meta({ examples: ['int'] }),
    requirement: z
      .enum(requirements)
      .optional()
      .describe('Default: required')
      .meta({ examples: ['recommended'] }),
    when: selector.optional().describe('The clause holds only on spans that meet this selector'),
    condition: text.optional().describe('Prose condition of `requirement: conditional`; no check decides it'),
    enum: z
      .array(literal)
      .min(1, 'the list is empty')
      .optional()
      .describe('The values allowed')
      .meta({ examples: [['stop', 'length']] }),
    open: z
      .boolean()
      .optional()
      .describe('true: values outside `enum` are a warning instead of an error. Default: false'),
    pattern: pattern
      .optional()
      .describe('RE2 pattern, unanchored: write `^…$` for the whole text')
      .meta({ examples: ['^\\d+\\.\\d+$'] }),
    min: z
      .number()
      .optional()
      .describe('Smallest value, inclusive')
      .meta({ examples: [0] }),
    max: z
      .number()
      .optional()
      .describe('Largest value, inclusive')
      .meta({ examples: [1] }),
    unit: text
      .optional()
      .describe('UCUM unit of the value; documentation only')
      .meta({ examples: ['{token}', 's', 'By'] }),
    schema: jsonSchema.optional(),
    minDistinct: count.optional().describe('Distinct values a recording holds at least'),
    maxDistinct: count
      .optional()
      .describe('Distinct values a recording holds at most')
      .meta({ examples: [20] }),
    sensitivity: z
      .enum(sensitivities)
      .optional()
      .describe('Values from `content` up are redacted in reports')
      .meta({ examples: ['content'] }),
    role: text
      .optional()
      .describe('What the attribute is used for')
      .meta({ examples: ['evidence'] }),
    stability: z.enum(stabilities).optional().describe('Default: stable'),
    deprecated: deprecation.optional(),
    renamedFrom: text.optional().describe('Key this attribute had before'),
    meaning: text.optional().describe('What the value means; a change of meaning is a breaking change'),
    examples: z.array(z.unknown()).optional().describe('Example values; documentation only'),
    brief: text.optional().describe('One line of documentation'),
    annotations: annotations.optional(),
  })
  .describe('A clause on one attribute')

const shortForms = [...valueTypes, ...valueTypes.map((type): `${ValueType}?` => `${type}?`), ...requirements] as const

/** `string`: required of that type; `string?`: recommended; a requirement: uses the definition under `attributes`. */
const attributeShort = z
  .enum(shortForms)
  .describe('A type (required), a type with `?` (recommended), or a requirement for a key defined under `attributes`')

const attribute = z
  .union([attributeShort, attributeObject])
  .meta({ id: 'Attribute', description: 'What is asked of one attribute' })

/** An attribute key; `prefix.*` names a family. */
const attributeKey = z
  .string()
  .regex(/^(?!\.\*$)[^\s*]+$|^[^\s*]+\.\*$/, 'is no attribute key; a family is written `prefix.*`')

export const attributeMap = z.record(attributeKey, attribute).meta({
  examples: [{ 'gen_ai.request.model': 'string', 'gen_ai.usage.input_tokens': { type: 'int', min: 0 } }],
})

export const definitionMap = z
  .record(attributeKey, attribute)
  .describe('Definitions by key, used by every clause on the same key')

export type AttributeSource = z.input<typeof attribute>
