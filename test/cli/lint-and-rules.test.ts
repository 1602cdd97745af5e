import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { rules } from '../../src/rules/index.ts'
import { supportContract } from '../support/recording.ts'
import { folder, repository, spanpact } from '../support/run-cli.ts'

describe('lint', () => {
  test('a sound contract passes', () => {
    const cwd = folder({ 'support.contract.yaml': supportContract })
    expect(spanpact(cwd, ['lint'])).toMatchObject({ code: 0 })
  })

  test('a contradiction is found with its place', () => {
    const cwd = folder({ 'a.contract.yaml': 'contract: a\nspans:\n  x:\n    name: x\n    attributes:\n      k: { type: int, min: 5, max: 2 }\n' })
    const result = spanpact(cwd, ['lint', '--format', 'json'])
    expect(result.code).toBe(1)
    expect(result.report().findings).toMatchObject([{ id: 'clause-contradictory', contract: { file: 'a.contract.yaml', line: 6 } }])
  })

  test('an unknown pack exits 2 and names the nearest one', () => {
    const cwd = folder({ 'a.contract.yaml': 'contract: a\nextends: [otel-genia]\n' })
    const result = spanpact(cwd, ['lint', 'a.contract.yaml'])
    expect(result.code).toBe(2)
    expect(result.stdout).toContain('`otel-genai`')
  })

  test('nothing to lint is a usage error, not a pass', () => {
    expect(spanpact(folder({ 'package.json': '{}' }), ['lint']).code).toBe(2)
    expect(spanpact(folder({ 'package.json': '{}' }), ['lint', 'none.contract.yaml']).code).toBe(2)
  })
})

describe('rules', () => {
  test('lists every rule', () => {
    const { rules: rows } = JSON.parse(spanpact(repository, ['rules', '--format', 'json']).stdout) as { rules: { id: string; kind: string }[] }
    expect(rows.filter(({ kind }) => kind === 'rule').map(({ id }) => id).sort()).toEqual(rules.map(({ id }) => id as string).sort())
  })

  test('prints the page of one, also outside the repository', () => {
    const page = readFileSync(join(repository, 'docs/rules/span-count.md'), 'utf8')
    expect(spanpact(folder({}), ['rules', 'span-count'])).toMatchObject({ code: 0, stdout: page })
  })

  test('an unknown id names the nearest', () => {
    expect(spanpact(repository, ['rules', 'span-cuont'])).toMatchObject({ code: 2, stdout: '' })
    expect(spanpact(repository, ['rules', 'span-cuont']).stderr).toContain('did you mean `span-count`?')
  })
})
