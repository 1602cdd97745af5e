import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { jsonLines, supportRun } from '../support/recording.ts'
import { folder, spanpact } from '../support/run-cli.ts'

const run = jsonLines(supportRun)
const chat = JSON.stringify([
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: 'hello' },
])

/** Lines of a contract that say something, without comments. */
function clauses(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
}

describe('infer', () => {
  test('prints a contract that the recording keeps', () => {
    const root = folder({ 'package.json': '{"name":"@acme/planner"}', 'run.jsonl': run })
    const { code, stdout, stderr } = spanpact(root, ['infer', 'run.jsonl'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')[0]).toBe('# Drafted by `spanpact infer` from 4 spans in 1 run: run.jsonl')
    expect(clauses(stdout).slice(0, 4)).toEqual([
      'contract: planner',
      'version: 0.1.0',
      'recordings: [ run.jsonl ]',
      'spans:',
    ])
  })

  test('writes it where it is told to, with the recordings as seen from there', () => {
    const root = folder({ 'package.json': '{}', 'traces/run.jsonl': run })
    const { code, stdout } = spanpact(root, [
      'infer',
      'traces/run.jsonl',
      '-o',
      'contracts/support.contract.yaml',
      '--name',
      'support',
    ])
    expect([code, stdout]).toEqual([
      0,
      'wrote contracts/support.contract.yaml: 3 span clauses from 4 spans in 1 run\nthe recordings keep it; read it, then run `npx spanpact check`\n',
    ])
    const text = readFileSync(join(root, 'contracts/support.contract.yaml'), 'utf8')
    expect(clauses(text).slice(0, 3)).toEqual([
      'contract: support',
      'version: 0.1.0',
      'recordings: [ ../traces/run.jsonl ]',
    ])
    const check = spanpact(root, ['check'])
    expect([check.code, check.stdout]).toEqual([0, 'pass: 1 run, 4 spans, 1 contract\n'])
  })

  test('leaves a file that exists as it is', () => {
    const root = folder({ 'run.jsonl': run, 'a.contract.yaml': 'contract: mine\n' })
    const { code, stderr } = spanpact(root, ['infer', 'run.jsonl', '-o', 'a.contract.yaml'])
    expect([code, stderr]).toEqual([
      2,
      'spanpact infer: `a.contract.yaml` exists and is left as it is; name another file\n',
    ])
    expect(readFileSync(join(root, 'a.contract.yaml'), 'utf8')).toBe('contract: mine\n')
  })

  test('reads standard input, and names no recording then', () => {
    const root = folder({ 'package.json': '{"name":"planner"}' })
    const { code, stdout } = spanpact(root, ['infer', '-'], run)
    expect(code).toBe(0)
    expect(clauses(stdout).slice(0, 3)).toEqual(['contract: planner', 'version: 0.1.0', 'spans:'])
  })

  test('says why a pack is not extended', () => {
    const root = folder({ 'run.jsonl': run })
    const { stdout } = spanpact(root, ['infer', 'run.jsonl'])
    const comment = stdout
      .split('\n')
      .filter((line) => line.startsWith('# '))
      .map((line) => line.slice(2))
      .join(' ')
    // The conventions require a provider.
    expect(comment).toContain(
      'Pack `otel-genai` is left out, as the recordings do not keep it (attribute-missing); `extends: [otel-genai]` shows where.',
    )
  })

  test('extends the pack that the recording keeps', () => {
    const provider = supportRun.map((sketch) => ({
      ...sketch,
      attributes: { ...sketch.attributes, 'gen_ai.provider.name': 'openai' },
    }))
    const root = folder({ 'package.json': '{"name":"planner"}', 'run.jsonl': jsonLines(provider) })
    const { stdout } = spanpact(root, ['infer', 'run.jsonl'])
    expect(clauses(stdout).slice(0, 3)).toEqual(['contract: planner', 'version: 0.1.0', 'extends: [ otel-genai ]'])
  })

  test('draws nothing from messages', () => {
    const root = folder({ 'chat.json': chat })
    const { code, stdout, stderr } = spanpact(root, ['infer', 'chat.json', '-o', 'chat.contract.yaml'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'spanpact infer: the recordings are chat transcripts, which have messages and no spans of the agent: nothing can be said of names and attributes; record the agent with an OpenTelemetry exporter\n',
    )
    expect(existsSync(join(root, 'chat.contract.yaml'))).toBe(false)
  })

  test('passes over messages among spans: neither drawn from nor named as recordings of the contract', () => {
    const root = folder({ 'runs/run.jsonl': run, 'runs/chat.json': chat })
    const { code, stdout, stderr } = spanpact(root, ['infer', 'runs', '-o', 'planner.contract.yaml'])
    expect([code, stdout.split('\n')[0], stderr]).toEqual([
      0,
      'wrote planner.contract.yaml: 3 span clauses from 4 spans in 1 run',
      '',
    ])
    const lines = readFileSync(join(root, 'planner.contract.yaml'), 'utf8').split('\n')
    expect(lines.filter((line) => line.startsWith('recordings:'))).toEqual(['recordings: [ runs/run.jsonl ]'])
    expect(spanpact(root, ['check']).code).toBe(0)
  })

  test('drafts from what can be read, and says what cannot', () => {
    const root = folder({ 'run.jsonl': run, 'bad.json': 'nothing' })
    const { code, stdout, stderr } = spanpact(root, ['infer', 'run.jsonl', 'bad.json'])
    expect(code).toBe(2)
    expect(clauses(stdout)).toContain('  chat:')
    expect(stderr.split(': ').slice(0, 2)).toEqual(['unreadable', 'bad.json'])
  })

  test.each([
    [['infer'], 'spanpact infer: name at least one recording, or `-` for stdin\n'],
    [
      ['infer', 'run.jsonl', '-o', 'support.yaml'],
      'spanpact infer: `-o support.yaml` is no name of a contract; end it in `.contract.yaml`\n',
    ],
  ])('%j is no usage', (args, message) => {
    const { code, stdout, stderr } = spanpact(folder({ 'run.jsonl': run }), args)
    expect([code, stdout, stderr]).toEqual([2, '', message])
  })

  test('is what a check without a contract points to', () => {
    const root = folder({ 'run.jsonl': run })
    const { code, report } = spanpact(root, ['check', 'run.jsonl', '--format', 'json'])
    expect(code).toBe(3)
    const finding = report().findings.find(({ id }) => id === 'contract-unexercised')
    expect(finding?.help).toBe('draft one from the recording with `spanpact infer`, or name one with `-c`')
  })
})
