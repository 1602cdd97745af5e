import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

export interface Workflow {
  /** Absolute. */
  readonly file: string
  readonly text: string
}

/** A GitHub workflow that checks the package's contracts: in the repository's root, in the package's folder. */
export function ciWorkflow(packageFolder: string): Workflow {
  const root = repositoryRoot(packageFolder) ?? packageFolder
  const folder = relative(root, packageFolder).split(sep).join('/')
  const { install, run } = packageManager(packageFolder, root)
  const defaults =
    folder === '' ? '' : `    defaults:\n      run:\n        working-directory: ${JSON.stringify(folder)}\n`
  const text = `name: spanpact
on:
  push:
    branches: [main]
  pull_request:
jobs:
  contracts:
    runs-on: ubuntu-latest
${defaults}    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
${install.map((command) => `      - run: ${command}\n`).join('')}      - run: ${run} spanpact check --format github
`
  return { file: join(root, '.github/workflows/spanpact.yml'), text }
}

function repositoryRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

function packageManager(folder: string, root: string): { readonly install: readonly string[]; readonly run: string } {
  const has = (lock: string): boolean => existsSync(join(folder, lock)) || existsSync(join(root, lock))
  if (has('pnpm-lock.yaml')) return { install: ['corepack enable', 'pnpm install --frozen-lockfile'], run: 'pnpm exec' }
  if (has('yarn.lock')) return { install: ['corepack enable', 'yarn install --immutable'], run: 'yarn exec' }
  return { install: [has('package-lock.json') ? 'npm ci' : 'npm install'], run: 'npx' }
}
