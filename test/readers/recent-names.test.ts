import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecentNames } from '../../src/readers/recent-names.ts'

test('any names come back equal, whichever came before', () => {
  const name = fc.oneof(fc.constantFrom('', '__proto__', 'chat', 'chas', 'x'.repeat(256), 'x'.repeat(257)), fc.string())
  fc.assert(
    fc.property(fc.array(name, { maxLength: 300 }), (names) => {
      const recentName = createRecentNames()
      expect(names.map(recentName)).toEqual(names)
    }),
  )
})
