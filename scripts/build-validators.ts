// Compiles contracts/schemas/*.schema.json into dist/contracts/validators/*.cjs, so that a contract that extends a pack
// loads no schema compiler at run time.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'

import { packageRoot } from './package-root.ts'

const suffix = '.schema.json'
const from = join(packageRoot, 'contracts', 'schemas')
const to = join(packageRoot, 'dist', 'contracts', 'validators')

mkdirSync(to, { recursive: true })
for (const file of readdirSync(from).filter((name) => name.endsWith(suffix))) {
  const ajv = new Ajv({
    strict: false,
    validateFormats: false,
    logger: false,
    ownProperties: true,
    code: { source: true },
  })
  const validate = ajv.compile(JSON.parse(readFileSync(join(from, file), 'utf8')) as object)
  const code = standaloneCode.default(ajv, validate)
  // What a schema needs of the library at run time would have to be bundled; none of ours needs anything.
  if (code.includes('require(')) throw new Error(`the validator of ${file} needs a library at run time`)
  writeFileSync(join(to, `${file.slice(0, -suffix.length)}.cjs`), code)
}
