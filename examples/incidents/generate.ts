/** Writes the recordings of all incidents: `node examples/incidents/generate.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { incidentRecordings } from './incidents.ts'

for (const [path, text] of incidentRecordings()) writeFileSync(join(import.meta.dirname, path), text)
