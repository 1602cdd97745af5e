import { describe, expect, test } from 'vitest'

import { contractOf } from '../../support/check-spans.ts'
import { checkRun, reasonsOf } from '../../support/step-sketch.ts'

async function problemsOf(item: string): Promise<string> {
  try {
    await contractOf(`trajectories:\n  run:\n    expect:\n      - ${item}\n`)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('options that cannot be meant', () => {
  test.each<[string, string]>([
    ['precedence: [a]', 'names fewer than two steps'],
    ['precedence: []', 'names fewer than two steps'],
    ['precedence: [a, a]', 'has the same step on both sides of a pair'],
    ['precedence: [{ tool: a, status: ok }, { status: ok, tool: a }]', 'has the same step on both sides of a pair'],
    ['precedence: { order: [a, b], within: 5 }', 'is no duration such as `30s`'],
    ['precedence: { order: [a, b], withinSteps: 0 }', 'is below 1'],
    ['precedence: { order: [a, b], within: 5s, withinSteps: 2 }', 'has both `within` and `withinSteps`'],
    ['precedence: { order: [a, b], on: "items[*].id" }', 'leads to several values'],
    ['precedence: { order: [a, b], on: "a b" }', 'has at character'],
    ['precedence: { order: [a, b], on: {} }', 'names no argument'],
    ['chain-response: { order: [a, b], withinSteps: 2 }', 'withinSteps'],
    ['co-existence: { order: [a, b], within: 5s }', 'within'],
    ['precedence: { order: [a, b], after: 5s }', 'after'],
    ['exclusive-choice: [a, a]', 'has the same step on both sides of a pair'],
    ['init: { tool: a, agent: b }', 'names no step'],
  ])('%s', async (item, message) => {
    expect(await problemsOf(item)).toContain(message)
  })

  test.each(['not-succession: [a, a]', 'not-co-existence: [a, a]', 'precedence: [a, b, a]'])(
    '%s is one that can',
    async (item) => {
      expect(await problemsOf(item)).toBe('')
    },
  )
})

describe('findings', () => {
  test('say which step lacks which, and point at it', async () => {
    const { findings } = await checkRun('precedence: [check_policy, refund]', [
      { tool: 'refund', args: { id: 1 } },
      { tool: 'check_policy' },
      { tool: 'refund', args: { id: 2 } },
    ])
    expect(findings.map(({ message, help }) => ({ message, help }))).toEqual([
      {
        message: 'run has `refund` without an earlier `check_policy`; one is on the other side (1 of 2)',
        help: 'have the agent call `check_policy` before `refund`, or drop the item',
      },
    ])
    const [{ data, location } = {}] = findings
    expect(location?.spanName).toBe('execute_tool refund')
    expect(data).toMatchObject({
      reason: 'after',
      activations: 2,
      fulfilments: 1,
      violated: 1,
      expected: ['check_policy', 'refund'],
      observed: ['refund', 'check_policy', 'refund'],
      violations: [{ side: 'second', relation: 'after', correlation: null }],
    })
  })

  test('show the argument that partners share only as reports may', async () => {
    const { findings } = await checkRun('precedence: { order: [check, refund], on: card }', [
      { tool: 'refund', args: { card: '4111111111111111' } },
      { tool: 'check', args: { card: '5500000000000004' } },
    ])
    expect(JSON.stringify(findings)).not.toContain('4111111111111111')
    expect(findings[0]!.data['violations']).toMatchObject([{ relation: 'none', partner: null }])
  })

  test('of what is forbidden name both steps', async () => {
    const { findings } = await checkRun('not-succession: [close, charge]', [{ tool: 'close' }, { tool: 'charge' }])
    expect(findings.map(({ message }) => message)).toEqual(['run has `close` and later `charge`'])
    expect(findings[0]!.data['counterexample']).toHaveLength(2)
  })
})

describe('names', () => {
  test('a partner that is in no run and no tool list may be misspelt', async () => {
    const report = await checkRun('precedence: [chek_policy, refund]', [{ tool: 'refund' }, { tool: 'check_policy' }])
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['precedence name-never-seen'] })
    expect(report.findings[0]!.data).toMatchObject({ name: 'chek_policy', nearest: 'check_policy' })
  })

  test('unless nothing asks for it', async () => {
    const report = await checkRun('precedence: [chek_policy, pay]', [{ tool: 'refund' }])
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['clause-unexercised not-activated'] })
  })

  test('a glob is no name', async () => {
    const report = await checkRun("precedence: ['chek_*', refund]", [{ tool: 'refund' }])
    expect(reasonsOf(report)).toEqual({ verdict: 'fail', reasons: ['precedence none'] })
  })
})

test('a run that gives it nothing to judge passes beside one that does', async () => {
  const report = await checkRun('response: [a, b]', [
    { trace: 'one', steps: [{ tool: 'c' }] },
    { trace: 'two', steps: [{ tool: 'a' }, { tool: 'b' }] },
  ])
  expect(reasonsOf(report)).toEqual({ verdict: 'pass', reasons: [] })
})

test('a search that would take too long ends open', async () => {
  const many = (tool: string): { tool: string; args: unknown }[] =>
    Array.from({ length: 20 }, (_, index) => ({ tool, args: { index } }))
  const report = await checkRun('response: { order: [a, b], stateCap: 5 }', [...many('a'), ...many('b')])
  expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['response state-cap'] })
})
