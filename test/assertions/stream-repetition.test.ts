import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { longestCycle } from '../../src/assertions/repetition.ts'
import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const chunks = (key: string, values: readonly unknown[], tokens?: number): StepSketch => ({
  model: 'gpt-5',
  at: [0, 10_000],
  events: values.map((value, index) => ({
    name: 'app.chunk',
    at: index * 10,
    attributes: { [key]: value, ...(tokens === undefined ? {} : { tokens }) },
  })),
})
const hashes = (text: string): StepSketch => chunks('hash', text.split(''))

const pass: [string, string[]] = ['pass', []]
const fail = (reason: string): [string, string[]] => ['fail', [`stream-repetition ${reason}`]]
const open: [string, string[]] = ['inconclusive', ['stream-repetition chunks-unknown']]

describe('stream-repetition', () => {
  test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
    ['all different', 'true', [hashes('abcdefghij')], ...pass],
    ['a cycle twice', 'true', [hashes('abcdefghijklxyxy')], ...pass],
    ['a cycle three times', 'true', [hashes('abcdefghijklmnopqrxyxyxy')], ...fail('cycle')],
    ['one sentence three times', 'true', [hashes('abcdefghijklmxxx')], ...fail('cycle')],
    ['three tenths', 'true', [hashes('abcdefgabc')], ...pass],
    ['more than three tenths', 'true', [hashes('abcdefabcd')], ...fail('share')],
    ['more of it allowed', '{ maxShare: 0.4 }', [hashes('abcdefabcd')], ...pass],
    ['fewer cycles allowed', '{ cycles: 2 }', [hashes('abcdefghijklxx')], ...fail('cycle')],
    [
      'as text, cut into sentences',
      'true',
      [chunks('content', ['First comes the ', 'answer. ', 'So it is. So ', 'it is. So it is.'])],
      ...fail('cycle'),
    ],
    ['neither hash nor text', 'true', [chunks('index', [1, 2, 3])], ...open],
    ['no chunks of a stream', 'true', [{ model: 'a', attributes: { 'gen_ai.request.stream': true } }], ...open],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`stream-repetition: ${item}`, steps))).toEqual({ verdict, reasons })
  })

  test('says which cycle, and nothing of the text', async () => {
    const step = chunks('content', ['Hidden word. ', 'Hidden word. ', 'Hidden word. '])
    const { findings } = await checkRun('stream-repetition: true', [step])
    expect(findings[0]!.data).toMatchObject({ reason: 'cycle', length: 1, times: 3 })
    expect(JSON.stringify(findings)).not.toContain('Hidden')
  })

  test.each([
    ['{ cycles: 1 }', 'is below 2: everything comes once'],
    ['{ maxShare: 30 }', 'is above 1'],
  ])('%s is refused', async (item, message) => {
    const contract = `trajectories:\n  run:\n    expect:\n      - stream-repetition: ${item}\n`
    await expect(contractOf(contract)).rejects.toThrow(message)
  })
})

test('the most frequent cycle equals trying every block at every place', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 }), (keys) => {
      let most = 1
      for (let from = 0; from < keys.length; from++) {
        for (let length = 1; from + length <= keys.length; length++) {
          const block = keys.slice(from, from + length).join('')
          let times = 1
          while (keys.slice(from + times * length, from + (times + 1) * length).join('') === block) times += 1
          most = Math.max(most, times)
        }
      }
      expect(longestCycle(keys).times).toBe(most)
    }),
    { seed: 20261120, numRuns: 500 },
  )
})
