import { z } from 'zod'

import { stabilities } from '../../model/contract.ts'
import { filledIn, selector, text, version } from '../../schema/index.ts'
import { attributeMap, definitionMap } from './attribute.ts'
import { privacy } from './privacy.ts'
import { reconcile, sources } from './reconcile.ts'
import { span } from './span.ts'
import { trace } from './trace.ts'
import { trajectories } from './trajectory.ts'

/** Keys the language has for later; a contract that uses them asks for checks this version does not make. */
export const laterKeys = ['sets', 'prompts', 'retired', 'shared', 'metrics', 'entities']

const spanId = z.string().regex(/^(?!entry$)\S+$/, 'is no span id: `entry` is taken, and ids have no spaces')

/** A contract file as its author writes it. */
export const contract = z
  .strictObject({
    $schema: text.optional().describe('JSON Schema of this file, for editors'),
    contract: text.describe('Name of the contract, unique in the repository').meta({ examples: ['support-agent'] }),
    version: version
      .optional()
      .describe('Semantic version of the telemetry API')
      .meta({ examples: ['2.1.0'] }),
    owner: text
      .optional()
      .describe('Team that answers for it')
      .meta({ examples: ['agents-platform'] }),
    brief: text.optional().describe('One line of documentation'),
    stability: z.enum(stabilities).optional().describe('Default: stable'),
    extends: z
      .array(text)
      .optional()
      .describe('Shipped packs by name, or contracts by relative path')
      .meta({ examples: [['otel-genai']] }),
    recordings: z
      .array(text)
      .optional()
      .describe('Globs of recordings this contract is checked on')
      .meta({ examples: [['recordings/*.jsonl']] }),
    appliesTo: selector
      .optional()
      .describe('Selector on the entry span. Default: runs in which a span of this contract occurs'),
    attributes: definitionMap.optional(),
    spans: z
      .record(spanId, span)
      .refine((value) => Object.keys(value).length > 0, filledIn('names no span'))
      .optional()
      .describe('Spans by id: the stable identity that survives renames'),
    trace: trace.optional(),
    privacy: privacy.optional(),
    sources: sources.optional(),
    reconcile: reconcile.optional(),
    trajectories: trajectories.optional(),
    resource: attributeMap.optional().describe('Attributes of the resource of every span of this contract'),
  })
  .meta({ title: 'spanpact contract', description: 'What an agent promises about its telemetry' })

/** A contract as its author writes it: YAML, JSON, or the argument of `defineContract`. */
export type ContractSource = z.input<typeof contract>
