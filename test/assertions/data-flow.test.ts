import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { ContractErrors } from '../../src/contract/index.ts'
import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const flow = (rest = '', from = 'lookup', to = 'pay'): string =>
  `data-flow: { from: { tool: ${from}, path: $.id }, to: { tool: ${to}, path: $.order }${rest} }`

const lookup = (id: unknown, rest: Partial<StepSketch> = {}): StepSketch => ({
  tool: 'lookup',
  args: { id },
  result: { id },
  ...rest,
})
const pay = (order: unknown, rest: Partial<StepSketch> = {}): StepSketch => ({
  tool: 'pay',
  args: { order },
  result: 'done',
  ...rest,
})

describe('data-flow', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['a value that a step before returned', flow(), [lookup('O-1'), pay('O-1')], 'pass', []],
    ['a value from nowhere', flow(), [lookup('O-1'), pay('O-2')], 'fail', ['data-flow no-source']],
    ['a value returned later', flow(), [pay('O-1'), lookup('O-1')], 'fail', ['data-flow no-source']],
    [
      'a value returned beside it',
      flow(),
      [lookup('O-1', { at: [0, 20] }), pay('O-1', { at: [10, 30] })],
      'fail',
      ['data-flow no-source'],
    ],
    ['any of several steps', flow(), [lookup('O-1'), lookup('O-2'), pay('O-1'), pay('O-2')], 'pass', []],
    [
      'a failed step gives nothing',
      flow(),
      [lookup('O-1', { error: 'x' }), pay('O-1')],
      'fail',
      ['data-flow no-source'],
    ],
    ['nothing is coerced', flow(), [lookup(7), pay('7')], 'fail', ['data-flow no-source']],
    ['unless it is wanted', flow(', transform: number'), [lookup(7), pay(' 7.0')], 'pass', []],
    [
      'digits beyond doubles',
      flow(', transform: number'),
      [lookup('9007199254740993'), pay('9007199254740992')],
      'fail',
      ['data-flow no-source'],
    ],
    ['lower', flow(', transform: lower'), [lookup('o-1'), pay('O-1')], 'pass', []],
    ['trim', flow(', transform: trim'), [lookup('O-1'), pay(' O-1\n')], 'pass', []],
    ['more around it', flow(', match: contains'), [lookup('O-1'), pay('order O-1 please')], 'pass', []],
    ['more around it, unasked', flow(), [lookup('O-1'), pay('order O-1 please')], 'fail', ['data-flow no-source']],
    [
      'an empty text is in no other',
      flow(', match: contains'),
      [lookup(''), pay('O-1')],
      'fail',
      ['data-flow no-source'],
    ],
    ['a value that is no text, beside contains', flow(', match: contains'), [lookup(7), pay(7)], 'pass', []],
    [
      'no value to judge',
      flow(),
      [lookup('O-1'), { tool: 'pay', args: {} }],
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
    ['a call that is not made', flow(), [lookup('O-1')], 'inconclusive', ['clause-unexercised not-activated']],
    [
      'arguments that are not recorded',
      flow(),
      [lookup('O-1'), { tool: 'pay' }],
      'inconclusive',
      ['data-flow content-unknown'],
    ],
    [
      'results that are not recorded',
      flow(),
      [{ tool: 'lookup', args: {} }, pay('O-1')],
      'inconclusive',
      ['data-flow content-unknown'],
    ],
    [
      'results that are not recorded, of a step after it',
      flow(),
      [pay('O-1'), { tool: 'lookup', args: {} }],
      'fail',
      ['data-flow no-source'],
    ],
    [
      'one proven breach outweighs what is unknown',
      flow(),
      [{ tool: 'pay' }, pay('O-1'), lookup('O-1')],
      'fail',
      ['data-flow no-source'],
    ],
    [
      'a sub-agent is one step',
      flow(),
      [{ agent: 'sub', steps: [lookup('O-1')] }, pay('O-1')],
      'fail',
      ['data-flow no-source'],
    ],
    [
      'unless the scope is deep',
      flow(', scope: deep'),
      [{ agent: 'sub', steps: [lookup('O-1')] }, pay('O-1')],
      'pass',
      [],
    ],
    [
      'each of a list',
      'data-flow: { from: { tool: lookup, path: "$.ids[*]" }, to: { tool: pay, path: "$.orders[*]" } }',
      [
        { tool: 'lookup', args: {}, result: { ids: ['a', 'b'] } },
        { tool: 'pay', args: { orders: ['b', 'c'] } },
      ],
      'fail',
      ['data-flow no-source'],
    ],
    [
      'the cap of a search',
      flow(', stateCap: 1'),
      [lookup('O-1'), pay('O-1'), pay('O-1', { id: 'c2' })],
      'inconclusive',
      ['data-flow state-cap'],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('lost spans leave it open, either way', async () => {
    const damage = ['line 3 is unreadable']
    for (const id of ['O-1', 'O-2']) {
      const report = await checkRun(flow(), [lookup('O-1'), pay(id)], { damage })
      expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['data-flow evidence-incomplete'] })
    }
  })

  test('shows where, and never the value', async () => {
    const { findings } = await checkRun(flow(), [lookup('O-1'), pay('secret-order')], {
      settings: { showValues: true },
    })
    expect(findings.map(({ message }) => message)).toEqual([
      'run calls `pay` with a value at `$.order` that is none at `$.id` of a step `{"tool":"lookup"}` before it',
    ])
    expect(JSON.stringify(findings)).not.toContain('secret-order')
    expect(findings[0]?.data['valueHash']).toMatch(/^[0-9a-f]{8}$/)
  })

  test.each<[string, string]>([
    ['data-flow: { from: { tool: a }, to: { tool: b, path: $.x } }', 'has no `path`'],
    ['data-flow: { from: { tool: a, path: id }, to: { tool: b, path: $.x } }', 'does not start with `$`'],
    ['data-flow: { from: { path: $.x }, to: { tool: b, path: $.x } }', 'names no step'],
    [flow(', match: contains, transform: number'), 'beside `transform: number`'],
  ])('%s is no contract', async (item, message) => {
    await expect(contractOf(`trajectories:\n  run:\n    expect:\n      - ${item}\n`)).rejects.toSatisfy(
      (error: ContractErrors) => error.problems.some((one) => one.message.includes(message)),
    )
  })

  test('is what its definition says, for any steps', async () => {
    const step = fc.record({
      isPay: fc.boolean(),
      value: fc.constantFrom('a', 'ab', 'b', ''),
      start: fc.nat(5),
      length: fc.integer({ min: 1, max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), fc.boolean(), async (drawn, isContains) => {
        const steps = drawn.map(({ isPay, value, start, length }, index) => {
          const at: [number, number] = [start, start + length]
          const id = { attributes: { number: index } }
          return isPay ? pay(value, { at, ...id, id: `c${index}` }) : lookup(value, { at, ...id, id: `c${index}` })
        })
        const pays = drawn.filter(({ isPay }) => isPay)
        const isRight = pays.every((one) =>
          drawn.some(
            (other) =>
              !other.isPay &&
              other.start + other.length <= one.start &&
              (other.value === one.value || (isContains && other.value !== '' && one.value.includes(other.value))),
          ),
        )
        const { verdict } = await checkRun(flow(isContains ? ', match: contains' : ''), steps)
        expect(verdict).toBe(pays.length === 0 ? 'inconclusive' : isRight ? 'pass' : 'fail')
      }),
      { seed: 20261120, numRuns: 200 },
    )
  })
})
