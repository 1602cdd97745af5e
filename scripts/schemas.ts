import { z } from 'zod'

import { accepted } from '../src/config/accepted-schema.ts'
import { config } from '../src/config/schema.ts'
import { trialsBaseline } from '../src/config/trials-baseline-schema.ts'
import { contract } from '../src/contract/schema/contract.ts'
import { report } from './report-schema.ts'

const sources = { contract, config, accepted, report, 'trials-baseline': trialsBaseline }

/** Texts of the JSON Schemas by file name; draft 7 is what editors read best. */
export function renderSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(sources).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, {
        io: 'input',
        target: 'draft-7',
        override: ({ jsonSchema }) => dropSafeBounds(jsonSchema),
      })
      return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`]
    }),
  )
}

/** The bounds of exact integers, which say nothing to a reader. */
function dropSafeBounds(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}
