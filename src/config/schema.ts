import { z } from 'zod'

import { lintRules } from '../contract/index.ts'
import { severities } from '../model/finding.ts'
import { parseJsonPath } from '../model/json-path.ts'
import { assertions } from '../assertions/index.ts'
import { reconcileFindings } from '../reconcile/index.ts'
import { rules } from '../rules/index.ts'
import { isoDate, text } from '../schema/index.ts'
import { prices } from './price-schema.ts'

const ruleIds = [...rules, ...assertions, ...reconcileFindings, ...lintRules].map((rule) => rule.id)

const severity = z.enum([...severities, 'off'])

const allowance = z
  .strictObject({
    finding: z
      .enum([...rules, ...assertions, ...reconcileFindings].map((rule) => rule.id))
      .describe('Id of the finding that may stay undecided'),
    contract: text.optional().describe('Only in this contract. Default: in every contract'),
    path: text.optional().describe('Only for this clause path. Default: for every clause'),
    reason: text.describe('Why the evidence is missing'),
    expires: isoDate.describe('ISO date after which the allowance no longer holds').meta({ examples: ['2027-03-31'] }),
  })
  .describe('An inconclusive finding that does not fail the check')

/** A path into the JSON of a recording. */
const jsonPath = text
  .superRefine((written, context) => {
    const path = parseJsonPath(written)
    if ('problem' in path) context.addIssue({ code: 'custom', message: path.problem, params: pathHelp })
  })
  .meta({ examples: ['$.log.turns', '$.events[*].message'] })

const pathHelp = { help: "write a path of `.name`, `['name']`, `[0]` and `[*]` behind `$`, such as `$.log.turns`" }

const transcript = z
  .strictObject({
    files: text.describe('Glob of recordings, relative to this file').meta({ examples: ['runs/**/*.json'] }),
    messages: jsonPath.describe('A list of messages, or every message'),
    run: jsonPath.optional().describe('Id of the run; transcripts with one id are one run'),
    case: jsonPath.optional().describe('Id of the test case the run is about'),
    tags: jsonPath.optional().describe('Tags of the run: texts, or lists of texts'),
    outcome: jsonPath.optional().describe('What the run was judged to be; it decides no verdict'),
  })
  .describe('Chat transcripts in a wrapper, and where in each document of it things lie')
/** A configuration file as its author writes it. */
export const config = z
  .strictObject({
    $schema: text.optional().describe('JSON Schema of this file, for editors'),
    contracts: z
      .array(text)
      .optional()
      .describe('Globs of contracts, relative to this file. Default: those beside the recording and above it')
      .meta({ examples: [['contracts/*.contract.yaml']] }),
    recordings: z
      .array(text)
      .optional()
      .describe('Globs of recordings for a `check` that names none and contracts that name none')
      .meta({ examples: [['recordings/**/*.jsonl']] }),
    severities: z
      .partialRecord(z.enum(ruleIds), severity)
      .optional()
      .describe('Severity by rule id; `off` removes the rule')
      .meta({ examples: [{ 'attribute-recommended': 'info' }] }),
    allowInconclusive: z
      .array(allowance)
      .optional()
      .describe('Inconclusive findings that do not fail the check, each with reason and expiry'),
    transcripts: z
      .array(transcript)
      .optional()
      .describe('Where recordings of chat transcripts keep their messages; the first entry that names a file counts'),
    prices: prices
      .optional()
      .describe('What tokens cost, with dates: for runs that do not record their cost')
      .meta({ examples: [[{ model: 'gpt-5*', from: '2026-01-01', input: 1.25, output: 10, cachedInput: 0.125 }]] }),
    memory: z
      .union([
        z.int('is no whole number').min(16, 'is below 16'),
        z.string().regex(/^\d+\s*(MB|GB)?$/i, 'is no size such as `512MB`'),
      ])
      .optional()
      .describe('Memory for spans, in MB, above which temporary files are used. Default: 256')
      .meta({ examples: [512, '1GB'] }),
    redaction: z
      .strictObject({
        key: text
          .optional()
          .describe('Key of the hashes that stand for redacted values. Default: one shared by all users'),
      })
      .optional()
      .describe('How values are redacted in reports'),
  })
  .meta({ title: 'spanpact configuration', description: 'Settings of one package; every key has a default' })

export type ConfigSource = z.input<typeof config>
