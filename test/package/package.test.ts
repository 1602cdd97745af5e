import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import * as expectations from '../../src/expectations.ts'
import { jsonLines, supportContract, supportRun } from '../support/recording.ts'
import { repository } from '../support/run-cli.ts'

// The packed tarball in an empty project, as a team gets it: the first ten minutes, every entry, its types.
let project: string
let tarball: string

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'spanpact-package-'))
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', project], repository),
  ) as [{ filename: string }]
  tarball = join(project, packed.filename)
  writeFileSync(join(project, 'package.json'), '{ "name": "team", "private": true, "type": "module" }\n')
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', tarball], project)
}, 180_000)

afterAll(() => rmSync(project, { recursive: true, force: true }))

/** Runs the installed command as `npx spanpact` does. */
function spanpact(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const result = spawnSync(process.execPath, [join(project, 'node_modules/spanpact/dist/cli/bin.js'), ...args], {
    cwd: project,
    encoding: 'utf8',
  })
  return { code: result.status, stdout: result.stdout, stderr: result.stderr }
}

describe('the first ten minutes of a team', () => {
  test('one recording and a contract of ten lines: green', () => {
    expect(supportContract.trimEnd().split('\n')).toHaveLength(10)
    writeFileSync(join(project, 'run.jsonl'), jsonLines(supportRun))
    writeFileSync(join(project, 'support.contract.yaml'), supportContract)
    expect(spanpact('check', 'run.jsonl')).toEqual({
      code: 0,
      stdout: 'pass: 1 run, 4 spans, 1 contract\n',
      stderr: '',
    })
  })

  test('a span renamed in the recording: exit 1, and a message a newcomer understands', () => {
    writeFileSync(
      join(project, 'run.jsonl'),
      jsonLines(supportRun).replace('"name":"invoke_agent support"', '"name":"support.answer"'),
    )
    const { code, stdout } = spanpact('check', 'run.jsonl')
    expect(code).toBe(1)
    expect(stdout).toContain('run has no span `invoke_agent support`; the contract requires 1')
    expect(stdout).toContain('help:')
  })

  test('a contract whose span never occurs: exit 3, and what to do', () => {
    writeFileSync(join(project, 'support.contract.yaml'), 'contract: billing\nspans:\n  pay: { name: pay invoice }\n')
    const { code, stdout } = spanpact('check', 'run.jsonl')
    expect(code).toBe(3)
    expect(stdout).toContain('contract `billing` judged nothing')
    expect(stdout).toContain('help:')
  })
})

describe('the package', () => {
  test('has a command that answers', () => {
    expect(spanpact('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(spanpact('rules', 'span-count').stdout).toMatch(/^# span-count\n/)
    expect(readdirSync(join(project, 'node_modules/.bin'))).toContain('spanpact')
  })

  test('exports exactly what the public API names, and it runs', () => {
    writeFileSync(
      join(project, 'use.mjs'),
      `import * as api from 'spanpact'
import { parse } from 'node:path'
const { bytesSource, checkRecordings, parseContract } = api
const contract = await parseContract(${JSON.stringify(supportContract)}, 'support.contract.yaml')
const source = bytesSource('run.jsonl', new TextEncoder().encode(${JSON.stringify(jsonLines(supportRun))}))
const report = await checkRecordings([{ name: 'run.jsonl', files: [source], contracts: [contract] }], { now: 0 })
console.log(JSON.stringify({ names: Object.keys(api).sort(), verdict: report.verdict, spans: report.summary.spans }))
`,
    )
    const printed = JSON.parse(
      execFileSync(process.execPath, ['use.mjs'], { cwd: project, encoding: 'utf8' }),
    ) as unknown
    expect(printed).toEqual({
      verdict: 'pass',
      spans: 4,
      names: [
        ...Object.keys(expectations),
        'ContractErrors',
        'SpanpactError',
        'bytesSource',
        'checkRecordings',
        'checkRuns',
        'defineAssertion',
        'defineConfig',
        'defineContract',
        'fail',
        'fileSource',
        'findContracts',
        'findRecordings',
        'lintContract',
        'loadContract',
        'loadPack',
        'open',
        'openByGaps',
        'own',
        'packNames',
        'parseContract',
        'parseJsonPath',
        'pass',
        'readRecording',
        'reporters',
        'rules',
        'showRecordings',
        'streamSource',
      ].sort(),
    })
  })

  test('ships packs and schemas under their subpaths, and nothing else is reachable', () => {
    const resolves = (specifier: string): boolean =>
      spawnSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `import.meta.resolve('${specifier}'); await import('node:fs').then(fs => fs.readFileSync(new URL(import.meta.resolve('${specifier}'))))`,
        ],
        { cwd: project },
      ).status === 0
    expect(resolves('spanpact/contracts/otel-genai.contract.yaml')).toBe(true)
    expect(resolves('spanpact/schemas/contract.schema.json')).toBe(true)
    expect(resolves('spanpact/package.json')).toBe(true)
    expect(resolves('spanpact/dist/src/cli/main.js')).toBe(false)
  })

  test('its types check in a strict project without skipLibCheck', () => {
    writeFileSync(
      join(project, 'use.ts'),
      `import { checkRuns, defineContract, parseContract, type CheckReport, type Span } from 'spanpact'
export const source = defineContract({ contract: 'a', spans: { think: { name: 'chat', attributes: { 'gen_ai.request.model': 'string' } } } })
export const check = async (spans: Span[]): Promise<CheckReport> => checkRuns(spans, [await parseContract('contract: a', 'a.contract.yaml')], { now: 0 })
// @ts-expect-error a kind that OpenTelemetry does not have
export const wrong = defineContract({ contract: 'a', spans: { think: { name: 'chat', kind: 'cleint' } } })
`,
    )
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'es2024',
          module: 'nodenext',
          strict: true,
          noEmit: true,
          types: ['node'],
          typeRoots: [join(repository, 'node_modules/@types')],
        },
        files: ['use.ts'],
      }),
    )
    const tsc = spawnSync(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', project], {
      encoding: 'utf8',
    })
    expect(tsc.stdout).toBe('')
    expect(tsc.status).toBe(0)
  })

  test.each([
    ['publint', ['node_modules/publint/src/cli.js', '--strict']],
    [
      'attw',
      [
        'node_modules/@arethetypeswrong/cli/dist/index.js',
        '--profile',
        'esm-only',
        '--exclude-entrypoints',
        'contracts',
        'schemas',
        '--no-color',
      ],
    ],
  ])('%s finds nothing wrong with the tarball', (_name, args) => {
    const [script, ...rest] = args as [string, ...string[]]
    const result = spawnSync(process.execPath, [join(repository, script), tarball, ...rest], {
      cwd: repository,
      encoding: 'utf8',
    })
    expect(result.status, result.stdout + result.stderr).toBe(0)
  })
})
