import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { jsonLines, supportRun } from '../support/recording.ts'
import { folder, spanpact } from '../support/run-cli.ts'

const run = jsonLines(supportRun)
const manifest = JSON.stringify({
  name: '@acme/planner',
  dependencies: { ai: '6' },
  devDependencies: { '@opentelemetry/api': '1' },
})

function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function files(root: string): readonly string[] {
  return globSync('**/*.*', { cwd: root, exclude: (name) => name === '.git' })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}

describe('init', () => {
  test('drafts a contract beside the recordings and a workflow that checks it', () => {
    const root = folder({
      'package.json': manifest,
      'package-lock.json': '{}',
      '.git/HEAD': '',
      'traces/run.jsonl': run,
      'traces/notes.json': '{"a":1}',
    })
    const { code, stdout, stderr } = spanpact(root, ['init'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`package: planner
instrumentations: ai (Vercel AI SDK), @opentelemetry/api (OpenTelemetry)
recordings: traces/run.jsonl
wrote traces/planner.contract.yaml
  3 span clauses from 4 spans in 1 run
wrote .github/workflows/spanpact.yml

next:
  add spanpact to the dev dependencies: npm install --save-dev spanpact
  read the contract: delete what you do not promise, tighten what you do
  npx spanpact check
`)
    expect(read(root, '.github/workflows/spanpact.yml')).toBe(`name: spanpact
on:
  push:
    branches: [main]
  pull_request:
jobs:
  contracts:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm ci
      - run: npx spanpact check --format github
`)
    expect(spanpact(root, ['check']).stdout).toBe('pass: 1 run, 4 spans, 1 contract\n')
  })

  test('never overwrites: a second time it leaves everything as it is', () => {
    const root = folder({ 'package.json': manifest, 'run.jsonl': run })
    spanpact(root, ['init'])
    const before = files(root).map((file) => read(root, file))
    const { code, stdout } = spanpact(root, ['init'])
    expect(code).toBe(0)
    expect(stdout.split('\n').slice(3, 5)).toEqual([
      'contract: planner.contract.yaml exists and is left as it is',
      '.github/workflows/spanpact.yml exists and is left as it is',
    ])
    expect(files(root).map((file) => read(root, file))).toEqual(before)
  })

  test('without a recording it writes a contract to start from, and nothing that would be red', () => {
    const root = folder({
      'package.json': JSON.stringify({ name: 'planner', dependencies: { '@modelcontextprotocol/sdk': '1' } }),
    })
    const { code, stdout } = spanpact(root, ['init'])
    expect([code, stdout.split('\n').slice(2, 4)]).toEqual([0, ['recordings: none', 'wrote planner.contract.yaml']])
    expect(files(root)).toEqual(['package.json', 'planner.contract.yaml'])
    const lines = read(root, 'planner.contract.yaml')
      .split('\n')
      .filter((line) => !line.startsWith('#'))
    expect(lines).toEqual([
      'contract: planner',
      'version: 0.1.0',
      'extends: [mcp]',
      'trace: { roots: 1, orphans: 0 }',
      'privacy: { deny: [secrets] }',
      '',
    ])
    expect(spanpact(root, ['lint']).code).toBe(0)
  })

  test('chat transcripts are named, and no spans are drafted from them', () => {
    const chat = JSON.stringify([
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'hello' },
    ])
    const root = folder({ 'package.json': '{"name":"planner"}', 'chat.json': chat })
    const { stdout } = spanpact(root, ['init'])
    expect(stdout.split('\n').slice(1, 4)).toEqual([
      'instrumentations: none among the dependencies',
      'recordings: none',
      'chat transcripts: chat.json; they hold messages, from which no spans are drafted',
    ])
  })

  test('in a package of a larger repository the workflow runs in its folder, with its package manager', () => {
    const root = folder({
      '.git/HEAD': '',
      'pnpm-lock.yaml': '',
      'apps/planner/package.json': '{"name":"planner"}',
      'apps/planner/run.jsonl': run,
    })
    const { stdout } = spanpact(join(root, 'apps/planner'), ['init'])
    expect(stdout.split('\n')[5]).toBe('wrote ../../.github/workflows/spanpact.yml')
    const text = read(root, '.github/workflows/spanpact.yml').split('\n')
    expect(text.slice(8, 11)).toEqual(['    defaults:', '      run:', '        working-directory: "apps/planner"'])
    expect(text.filter((line) => line.includes('- run:'))).toEqual([
      '      - run: corepack enable',
      '      - run: pnpm install --frozen-lockfile',
      '      - run: pnpm exec spanpact check --format github',
    ])
  })

  test('a recording that is damaged is named, as a check of what was written is not green', () => {
    const lines = run.trim().split('\n')
    const damaged = [...lines, '{"resourceSpans":[{]}', ''].join('\n')
    const root = folder({
      'package.json': '{"name":"planner","devDependencies":{"spanpact":"1"}}',
      'run.jsonl': damaged,
    })
    const { code, stdout } = spanpact(root, ['init'])
    expect(code).toBe(2)
    expect(stdout.split('\n').filter((line) => line.includes('unreadable: run.jsonl'))).toHaveLength(1)
    expect(stdout.split('\n').slice(-4)).toEqual([
      'next:',
      '  read the contract: delete what you do not promise, tighten what you do',
      '  npx spanpact check',
      '',
    ])
    expect(spanpact(root, ['check']).code).toBe(2)
  })

  test('a damaged manifest, or none, is no reason to stop', () => {
    const root = folder({ 'package.json': '{', 'run.jsonl': run })
    expect(spanpact(root, ['init']).code).toBe(0)
  })
})
