import * as fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'

import { linearPattern } from '../../src/selectors/linear-pattern.ts'

describe('linear patterns', () => {
  test.each([
    String.raw`^\d+\.\d+\.\d+$`,
    '^gpt-',
    '^(gpt|claude)-[a-z0-9.]+$',
    '^[0-9a-f]{32}$',
    'literal',
    '^[a-z][a-z0-9]{2}_?$',
    '^conv-[0-9]{1,8}$',
    '^a*b',
  ])('%s runs natively', (source) => expect(linearPattern(source)?.source).toBe(source))

  test.each([
    ['a repetition that is not anchored is quadratic', String.raw`\d+x`],
    ['a repetition may be given up for what follows', String.raw`^\d+\d$`],
    ['also behind an optional part', '^a*b?a'],
    ['nested repetition', '^(a+)+$'],
    ['a repeated group', '^(ab)+$'],
    ['dot means other things in RE2', '^.+$'],
    ['so does white space', String.raw`^\s$`],
    ['a negated class splits surrogate pairs', '^[^a]$'],
    ['lazy quantifiers', '^a+?b'],
    ['flags', '(?i)abc'],
    ['lookahead', '^(?=a)a'],
    ['alternation at the top', 'a|b'],
    ['beyond ASCII', '^é$'],
    ['a range that goes down', '^[z-a]$'],
    ['huge counts', '^a{999}$'],
  ])('%s', (_why, source) => expect(linearPattern(source)).toBeUndefined())

  const atom = fc.constantFrom(
    'a',
    'b',
    '-',
    String.raw`\d`,
    String.raw`\w`,
    '[ab]',
    '[a-c0-2]',
    '[b.-]',
    String.raw`\.`,
    '(ab|c)',
  )
  const quantified = fc
    .tuple(atom, fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,2}', '{1,}'))
    .map(([what, often]) => (what.startsWith('(') ? what : what + often))
  const patterns = fc
    .tuple(
      fc.constantFrom('', '^', '^'),
      fc.array(quantified, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('', '$'),
    )
    .map(([start, parts, end]) => start + parts.join('') + end)
  const texts = fc
    .array(fc.constantFrom('a', 'b', 'c', 'ab', '-', '.', '0', '1', '9', '_', 'Z', '\n', 'é', '😀'), { maxLength: 8 })
    .map((parts) => parts.join(''))

  test('mean what RE2 means', () => {
    let native = 0
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 5, maxLength: 5 }), (source, samples) => {
        const expression = linearPattern(source)
        if (expression === undefined) return
        native += 1
        const oracle = RE2JS.compile(source)
        for (const text of samples)
          expect([source, text, expression.test(text)]).toEqual([source, text, oracle.matcher(text).find()])
      }),
      { numRuns: 3000 },
    )
    expect(native).toBeGreaterThan(300)
  })

  test('take time in proportion to the text', () => {
    const expression = linearPattern(String.raw`^[a-z]+[0-9]+[a-z]*-$`)!
    const time = (length: number): number => {
      const text = `${'a'.repeat(length)}${'1'.repeat(length)}${'a'.repeat(length)}!`
      let best = Infinity
      for (let round = 0; round < 5; round++) {
        const start = process.hrtime.bigint()
        expression.test(text)
        best = Math.min(best, Number(process.hrtime.bigint() - start))
      }
      return best
    }
    // Sixteen times the text: quadratic would be 256 times the time.
    expect(time(160_000)).toBeLessThan(100 * time(10_000) + 1e6)
  })
})
