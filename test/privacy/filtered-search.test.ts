import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Match } from '../../src/privacy/detector.ts'
import { compileDetectors, detectorIds, detectors, type DetectorId } from '../../src/privacy/index.ts'
import { secretFamilies } from '../../src/privacy/secret-shapes.ts'
import { findSecrets, secrets } from '../../src/privacy/secrets.ts'
import { compileTriggers } from '../../src/privacy/trigger-filter.ts'
import { samples, secretsInContext } from './samples.ts'

const scan = compileDetectors(detectorIds, [])

/** What is found when every detector looks at every text, and every family of secrets too. */
function searchEverything(text: string): { detector: DetectorId; match: Match }[] {
  const found = detectorIds.flatMap((detector) => {
    const matches = detector === 'secrets' ? findSecrets(text, () => true) : detectors[detector].find(text)
    return matches.map((match) => ({ detector, match }))
  })
  return found.toSorted((a, b) => a.match.start - b.match.start)
}

function expectNothingSkipped(text: string): void {
  const found = scan(text).map(({ detector, ...match }) => ({ detector, match }))
  expect(found).toEqual(searchEverything(text))
}

/** As short as a match can be. */
const shortest = ['a@b.co', 'NO9386011117947', '+442079460', '30569309025904', 'https://x?se=1&sig=0123456789abcdef']
const inContext = secretsInContext.map((parts) => parts.slice(1).join(''))
const texts = [...Object.values(samples).flat(), ...inContext, ...shortest]
const sample = fc.constantFrom(...texts)

const prose = fc
  .array(fc.constantFrom('please', 'Bring', 'the', 'order', 'back', 'risk-free', 'I', 'OK', 'a_b', '@you', '12-34'), {
    maxLength: 60,
  })
  .map((words) => words.join(' '))
const bytes = fc.uint8Array({ maxLength: 400 }).map((list) => Buffer.from(list))
const surroundings = fc.oneof(
  prose,
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...Array.from('aA1 -_.:/@=+?&\\n"')) }),
  bytes.map((list) => list.toString('base64')),
  bytes.map((list) => list.toString('base64url')),
  bytes.map((list) => list.toString('hex')),
  fc.json(),
  fc.uuid(),
)

/** One character taken out, put in or replaced. */
const mutated = fc
  .tuple(sample, fc.nat(), fc.constantFrom('', 'x', '-', '_', ' ', '@', '0', 'İ', '\n'), fc.nat(1))
  .map(([text, at, put, taken]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + put + text.slice(place + taken)
  })

describe('the filter changes no finding', () => {
  test.each(texts)('in `%s`, nor at the start or end of a text', (text) => {
    expect(searchEverything(text).length).toBeGreaterThan(0)
    for (const one of [text, `${text} and more`, `more and ${text}`, JSON.stringify({ text }), `İ${text}İ`]) {
      expectNothingSkipped(one)
    }
  })

  test('in samples and what is nearly one, between prose, JSON, ids and encoded bytes', () => {
    const piece = fc.oneof(sample, mutated, surroundings)
    const edge = fc.constantFrom('', ' ', '\n', '"', '\\n', ',')
    const text = fc
      .array(fc.tuple(piece, edge), { maxLength: 6 })
      .map((pieces) => pieces.map((parts) => parts.join('')).join(''))
    fc.assert(fc.property(text, expectNothingSkipped), { numRuns: 3000 })
  })
})

describe('no match of a shape is ruled out', () => {
  const isTriggered = compileTriggers(secrets.triggers)
  const shapes = secretFamilies.flat().map(({ kind, prefix, body }) => ({ kind, prefix, body }))

  test.each(shapes)('$kind, `$prefix`', ({ kind, prefix, body }) => {
    // Generated texts end where the shape looks ahead; what it must see there is put behind them.
    const generated = fc.stringMatching(new RegExp(`^${withoutLookahead(prefix)}${withoutLookahead(body)}$`))
    const behind = fc.constantFrom(kind === 'url-password' ? '@host' : '"')
    fc.assert(
      fc.property(surroundings, generated, behind, (before, match, after) => {
        const text = before + match + after
        expect(isTriggered(text)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

function withoutLookahead(source: string): string {
  return source.replaceAll(/\(\?[=!](?:\[(?:\\.|[^\]])*\]|[^)])*\)/g, '')
}
