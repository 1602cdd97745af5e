import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { loadBaselines, updateBaselines } from '../../src/config/index.ts'
import { loadContract } from '../../src/contract/index.ts'
import type { Unreadable } from '../../src/model/report.ts'
import type { CaseResult } from '../../src/stats/index.ts'
import { folder } from '../support/run-cli.ts'

const contractText = `contract: support
trajectories:
  refund:
    expect: [{ tool-used: refund }]
    trials: { runs: 5, passRate: 1, baseline: { file: kept/trials.json } }
`

const result: CaseResult = {
  runs: 3,
  passes: 2,
  metrics: new Map([
    ['wallMs', [30, 9.5, 100]],
    ['totalTokens', [7]],
  ]),
  versions: 'abc',
}

const text = `{
  "schemaVersion": 1,
  "trials": [
    {
      "contract": "support",
      "trajectory": "refund",
      "case": "a",
      "versions": "abc",
      "runs": 3,
      "passes": 2,
      "metrics": {
        "totalTokens": [7],
        "wallMs": [9.5, 30, 100]
      }
    },
    {
      "contract": "support",
      "trajectory": "refund",
      "case": "b",
      "runs": 1,
      "passes": 0,
      "metrics": {}
    }
  ]
}
`

async function setUp(files: Record<string, string> = {}) {
  const cwd = folder({ 'support.contract.yaml': contractText, ...files })
  const contract = await loadContract('support.contract.yaml', { cwd })
  const clause = contract.trajectories[0]!
  const problems: Unreadable[] = []
  return {
    path: join(cwd, 'kept/trials.json'),
    clause,
    problems,
    update: (results: ReadonlyMap<string, CaseResult>) => updateBaselines([{ contract, clause, results }]),
    load: () => loadBaselines([contract], (entry) => void problems.push(entry)),
  }
}

describe('the file', () => {
  test('is sorted, with a line for each fact; cases without runs are not in it', async () => {
    const { path, update } = await setUp()
    const written = new Map<string, CaseResult>([
      ['b', { runs: 1, passes: 0 }],
      ['none', { runs: 0, passes: 0 }],
      ['a', result],
    ])
    expect(await update(written)).toEqual(['kept/trials.json'])
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('gives back what was written', async () => {
    const { clause, update, load, problems } = await setUp()
    await update(new Map([['a', result]]))
    const sorted = {
      ...result,
      metrics: new Map([...result.metrics!].map(([name, values]) => [name, values.toSorted((x, y) => x - y)])),
    }
    expect((await load()).get(clause)).toEqual(new Map([['a', sorted]]))
    expect(problems).toEqual([])
  })

  test('keeps what was not run, and replaces what was', async () => {
    const { path, update } = await setUp({ 'kept/trials.json': text.replaceAll('"support"', '"other"') })
    await update(new Map([['a', { runs: 9, passes: 9 }]]))
    await update(new Map([['a', result]]))
    const { trials } = JSON.parse(readFileSync(path, 'utf8')) as {
      trials: { contract: string; case: string; runs: number }[]
    }
    expect(trials.map((entry) => [entry.contract, entry.case, entry.runs])).toEqual([
      ['other', 'a', 3],
      ['other', 'b', 1],
      ['support', 'a', 3],
    ])
  })

  test('names from outside are only names', async () => {
    const { clause, update, load } = await setUp()
    await update(new Map([['__proto__', { runs: 1, passes: 1, metrics: new Map([['[1,2]', [1]]]) }]]))
    expect((await load()).get(clause)?.get('__proto__')).toEqual({
      runs: 1,
      passes: 1,
      metrics: new Map([['[1,2]', [1]]]),
    })
  })
})

describe('what is no baseline', () => {
  test('a missing one', async () => {
    const { load, problems, path } = await setUp()
    expect(await load()).toEqual(new Map())
    expect(problems).toEqual([
      {
        recording: 'kept/trials.json',
        message: 'no baseline of trials lies here; write it with `spanpact check -u`',
      },
    ])
    expect(existsSync(path)).toBe(false)
  })

  test.each([
    [
      'more passes than runs',
      text.replace('"passes": 2', '"passes": 4'),
      4,
      '`trials[0]` has more `passes` than `runs`',
    ],
    [
      'more values than runs',
      text.replace('[7]', '[1, 2, 3, 4]'),
      4,
      '`trials[0]` has a metric with more values than `runs`',
    ],
    ['an unknown key', text.replace('"versions"', '"version"'), 8, 'unknown key `version`; did you mean `versions`?'],
    [
      'another version',
      text.replace('"schemaVersion": 1', '"schemaVersion": 2'),
      2,
      '`schemaVersion` is `2`, which is none of its values',
    ],
    [
      'a case twice',
      text.replace('"case": "b"', '"case": "a"'),
      undefined,
      'a case is in the baseline twice; remove one of the two',
    ],
  ])('%s is named, and never written over', async (_name, broken, line, message) => {
    const { load, update, problems, path } = await setUp({ 'kept/trials.json': broken })
    expect(await load()).toEqual(new Map())
    const place = line === undefined ? {} : { line }
    expect(problems).toEqual([{ recording: 'kept/trials.json', ...place, message }])
    await expect(update(new Map([['a', result]]))).rejects.toThrow(
      `failed to update the baseline \`kept/trials.json\`: ${message}; correct or remove it`,
    )
    expect(readFileSync(path, 'utf8')).toBe(broken)
  })

  test('text that breaks off', async () => {
    const { load, problems } = await setUp({ 'kept/trials.json': text.slice(0, 60) })
    expect(await load()).toEqual(new Map())
    expect(problems.map(({ recording, line }) => [recording, line])).toEqual([['kept/trials.json', 5]])
  })
})
