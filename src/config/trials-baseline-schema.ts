import { z } from 'zod'

import { filledIn, text } from '../schema/index.ts'

const count = z.int('is no whole number').min(0, 'is below 0')

const caseResult = z
  .strictObject({
    contract: text.describe('Name of the contract'),
    trajectory: text.describe('Name of the trajectory'),
    case: text.describe('Id of the case'),
    versions: text.optional().describe('Hash of contract, trajectory, models and tools that the runs were made with'),
    runs: count.min(1, 'is below 1').describe('Runs that count; those that an infrastructure error ended do not'),
    passes: count.describe('How many of them passed'),
    metrics: z
      .record(text, z.array(z.number().min(0, 'is below 0')))
      .optional()
      .describe('Values of the runs in which they are known, ascending'),
  })
  .refine(({ runs, passes }) => passes <= runs, filledIn('has more `passes` than `runs`'))
  .refine(
    ({ runs, metrics = {} }) => Object.values(metrics).every((values) => values.length <= runs),
    filledIn('has a metric with more values than `runs`'),
  )

/** A file of earlier results of trials, as `spanpact check -u` writes it. */
export const trialsBaseline = z
  .strictObject({
    $schema: text.optional().describe('JSON Schema of this file, for editors'),
    schemaVersion: z.literal(1).describe('Version of this format'),
    trials: z.array(caseResult).describe('Results by case, in the order of contract, trajectory and case'),
  })
  .meta({ title: 'spanpact trials baseline', description: 'What repeated runs of cases showed before' })

export type TrialsBaseline = z.output<typeof trialsBaseline>
