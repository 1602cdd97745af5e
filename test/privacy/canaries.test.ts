import { expect, test } from 'vitest'

import { compileDetectors } from '../../src/privacy/index.ts'

const scan = compileDetectors([], ['CANARY-7f3a', 'the "blue" door'])

test.each([
  ['CANARY-7f3a', [{ detector: 'canary', kind: 'canary-1', start: 0, length: 11 }]],
  [
    'xCANARY-7f3aCANARY-7f3a',
    [
      { detector: 'canary', kind: 'canary-1', start: 1, length: 11 },
      { detector: 'canary', kind: 'canary-1', start: 12, length: 11 },
    ],
  ],
  ['at the "blue" door', [{ detector: 'canary', kind: 'canary-2', start: 3, length: 15 }]],
  ['?q=the%20%22blue%22%20door', [{ detector: 'canary', kind: 'canary-2', start: 3, length: 23 }]],
  ['{"q":"the \\"blue\\" door"}', [{ detector: 'canary', kind: 'canary-2', start: 6, length: 17 }]],
  ['canary-7f3a', []],
  ['CANARY-7f3', []],
  ['Q0FOQVJZLTdmM2E=', []],
  ['', []],
])('in `%s`', (text, hits) => {
  expect(scan(text)).toEqual(hits)
})

test('an empty canary is refused', () => {
  expect(() => compileDetectors([], ['a', ''])).toThrowError(
    expect.objectContaining({ code: 'canary-empty', message: 'canary 2 is empty; write the planted text' }),
  )
})

test('a canary with half a surrogate pair is found as written', () => {
  expect(compileDetectors([], ['\ud800x'])('a\ud800x')).toEqual([
    { detector: 'canary', kind: 'canary-1', start: 1, length: 2 },
  ])
})
