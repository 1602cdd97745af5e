import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { reconcileFindings } from '../../src/reconcile/index.ts'
import { rules } from '../../src/rules/index.ts'
import { supportContract } from '../support/recording.ts'
import { folder, repository, spanpact } from '../support/run-cli.ts'

describe('lint', () => {
  test('a sound contract passes', () => {
    const cwd = folder({ 'support.contract.yaml': supportContract })
    expect(spanpact(cwd, ['lint'])).toMatchObject({ code: 0 })
  })

  test('a contradiction is found with its place', () => {
    const cwd = folder({
      'a.contract.yaml':
        'contract: a\nspans:\n  x:\n    name: x\n    attributes:\n      k: { type: int, min: 5, max: 2 }\n',
    })
    const result = spanpact(cwd, ['lint', '--format', 'json'])
    expect(result.code).toBe(1)
    expect(result.report().findings).toMatchObject([
      { id: 'clause-contradictory', contract: { file: 'a.contract.yaml', line: 6 } },
    ])
  })

  test('two files with one name exit 2, the later one and the first one named', () => {
    const contract = '# a contract\ncontract: a\nspans: { x: { name: x } }\n'
    const cwd = folder({ 'a.contract.yaml': contract, 'b.contract.yaml': contract, 'c.contract.yaml': 'contract: c\n' })
    const result = spanpact(cwd, ['lint', '--format', 'json'])
    expect(result.code).toBe(2)
    expect(result.report().unreadable).toEqual([
      {
        recording: 'b.contract.yaml',
        line: 2,
        message: 'column 1: `a.contract.yaml` is contract `a` too (`contract`); give each contract a name of its own',
      },
    ])
  })

  test('an unknown pack exits 2 and names the nearest one', () => {
    const cwd = folder({ 'a.contract.yaml': 'contract: a\nextends: [otel-genia]\n' })
    const result = spanpact(cwd, ['lint', 'a.contract.yaml'])
    expect(result.code).toBe(2)
    expect(result.stdout).toContain('`otel-genai`')
  })

  test('two problems of one clause are two findings', () => {
    const clause = 'k: { type: int, min: 5, max: 2, enum: [x] }'
    const cwd = folder({ 'a.contract.yaml': `contract: a\nspans: { x: { name: x, attributes: { ${clause} } } }\n` })
    const { stdout } = spanpact(cwd, ['lint'])
    expect(stdout).toContain('`min` of `k` is above `max`')
    expect(stdout).toContain('value "x" of `k` is not of type int')
  })

  describe('--explain', () => {
    const contracts = {
      'a.contract.yaml':
        'contract: a\nspans:\n  wide: { match: { op: chat } }\n  narrow: { match: { op: chat, team: x } }\n',
      'b.contract.yaml': 'contract: b\nspans: { x: { name: x }, y: { name: y } }\n',
    }

    test('lists the winner of overlapping selectors after the verdict', () => {
      const { code, stdout } = spanpact(folder(contracts), ['lint', '--explain'])
      expect(code).toBe(0)
      expect(stdout.slice(stdout.indexOf('\nselectors'))).toBe(
        '\nselectors that may meet in one span, the winner first:\n  a.contract.yaml:4 `narrow` before `wide`: more keys (2 against 1)\n',
      )
    })

    test('says so when there is none', () => {
      expect(spanpact(folder(contracts), ['lint', 'b.contract.yaml', '--explain']).stdout).toContain(
        '\nno two selectors of one contract overlap\n',
      )
      expect(spanpact(folder(contracts), ['lint', 'b.contract.yaml']).stdout).not.toContain('overlap')
    })

    test('is a list in JSON', () => {
      const report = JSON.parse(spanpact(folder(contracts), ['lint', '--explain', '--format', 'json']).stdout) as {
        explain?: unknown
      }
      expect(report.explain).toEqual([
        {
          contract: 'a',
          file: 'a.contract.yaml',
          line: 4,
          winner: 'narrow',
          loser: 'wide',
          reason: 'more keys (2 against 1)',
        },
      ])
      const plain = JSON.parse(spanpact(folder(contracts), ['lint', '--format', 'json']).stdout) as {
        explain?: unknown
      }
      expect(plain.explain).toBeUndefined()
    })
  })

  test('nothing to lint is a usage error, not a pass', () => {
    expect(spanpact(folder({ 'package.json': '{}' }), ['lint']).code).toBe(2)
    expect(spanpact(folder({ 'package.json': '{}' }), ['lint', 'none.contract.yaml']).code).toBe(2)
  })
})

describe('rules', () => {
  test('lists every rule', () => {
    const { rules: rows } = JSON.parse(spanpact(repository, ['rules', '--format', 'json']).stdout) as {
      rules: { id: string; kind: string }[]
    }
    expect(
      rows
        .filter(({ kind }) => kind === 'rule')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(rules.map(({ id }) => id as string).sort())
    expect(
      rows
        .filter(({ kind }) => kind === 'reconcile')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(reconcileFindings.map(({ id }) => id as string).sort())
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
