// Writes schemas/*.schema.json from the schemas that validate.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { packageRoot } from './package-root.ts'
import { renderSchemas } from './schemas.ts'

for (const [name, text] of renderSchemas()) writeFileSync(join(packageRoot, 'schemas', name), text)
