// Parses contracts/*.contract.yaml into dist/contracts/*.json, so that no pack is parsed or validated at run time.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { compilePack } from '../src/contract/packs.ts'
import { ContractErrors } from '../src/contract/problem.ts'
import { contract, laterKeys } from '../src/contract/schema/contract.ts'
import { validate } from '../src/contract/source/validate.ts'
import { parseYaml } from '../src/contract/source/yaml.ts'
import { packageRoot } from './package-root.ts'

const suffix = '.contract.yaml'
const from = join(packageRoot, 'contracts')
const to = join(packageRoot, 'dist', 'contracts')

mkdirSync(to, { recursive: true })
for (const file of readdirSync(from).filter((name) => name.endsWith(suffix))) {
  const source = parseYaml(readFileSync(join(from, file), 'utf8'), `contracts/${file}`)
  const problems = source.problems.length > 0 ? source.problems : validate(contract, source, laterKeys)
  if (problems.length > 0) throw new ContractErrors('contract-invalid', problems)
  writeFileSync(join(to, `${file.slice(0, -suffix.length)}.json`), JSON.stringify(compilePack(source)))
}
