import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { RareTrigger, Trigger } from '../../src/privacy/detector.ts'
import { detectorIds, detectors } from '../../src/privacy/index.ts'
import { compileTriggers } from '../../src/privacy/trigger-filter.ts'

test.each<[triggers: Trigger[], text: string, expected: boolean]>([
  [[], 'a', false],
  [[{ rare: '@' }], 'a@', true],
  [[{ rare: '@' }], 'a', false],
  [[{ before: 'a', rare: '@', behind: 'b' }], 'a@b', true],
  [[{ before: 'a', rare: '@', behind: 'b' }], 'b@a', false],
  [[{ before: 'a|b', rare: '@', behind: 'c|d' }], 'b@c', true],
  [[{ before: 'a|b', rare: '@', behind: 'c|d' }], 'b c', false],
  [
    [
      { before: 'a', rare: '-' },
      { behind: 'b', rare: '-' },
    ],
    'x-b',
    true,
  ],
  [
    [
      { before: 'a', rare: '-' },
      { behind: 'b', rare: '-' },
    ],
    'b-a',
    false,
  ],
  [[{ rare: '[Bb]', behind: 'c' }], 'aBc', true],
  [[{ rare: '\\+', behind: '1' }, { rare: '=' }], 'a1+1', true],
  [[{ rare: '\\+', behind: '1' }, { rare: '=' }], 'a11', false],
  [[/\d{3}/], '1234', true],
  [[/\d{3}/], '12a34', false],
  [[/\d{3}/, { rare: '@' }], '@', true],
  [[{ before: 'İ', rare: '-', behind: '日' }], '本İ-日', true],
])('the triggers %j say of `%s`: %j', (triggers, text, expected) => {
  expect(compileTriggers(triggers)(text)).toBe(expected)
})

test('the question has no memory: a text asked twice gives one answer', () => {
  const isTriggered = compileTriggers([/a/g, { rare: 'b' }])
  expect(['ab', 'ab', 'a', 'a', 'b', 'c'].map(isTriggered)).toEqual([true, true, true, true, true, false])
})

test('many triggers give what each gives by itself', () => {
  const side = fc.array(fc.constantFrom('a', 'b', '-', '[ab]', '[^a]', '(?:a|bb)'), { maxLength: 3 })
  const trigger = fc.record({
    before: side.map((parts) => parts.join('')),
    rare: fc.constantFrom('-', '@', 'a', '[bB]', '\\+'),
    behind: side.map((parts) => parts.join('')),
  })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '-', '@', '+', 'ÿ', '日'), maxLength: 60 })
  fc.assert(
    fc.property(fc.array(trigger, { maxLength: 8 }), text, (triggers, subject) => {
      const expected = triggers.some(({ before, rare, behind }) => new RegExp(before + rare + behind).test(subject))
      expect(compileTriggers(triggers)(subject)).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('no trigger around a rare character repeats without bound or captures, so that a place of it costs little', () => {
  const rare = detectorIds.flatMap((id) => detectors[id].triggers.filter((one): one is RareTrigger => 'rare' in one))
  const sources = rare.flatMap(({ before = '', behind = '' }) => [before, behind])
  const bare = sources.map((source) => source.replaceAll(/\\.|\[(?:\\.|[^\]])*\]/g, 'x'))
  expect(bare.filter((source) => /[*+]|\{\d+,\}|\((?!\?)/.test(source))).toEqual([])
  expect(bare.length).toBeGreaterThan(60)
})
