import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { compileClauseIndex } from '../../src/check/clause-index.ts'
import type { SpanClause } from '../../src/model/contract.ts'
import type { Literal, Selector, SelectorTest } from '../../src/model/selector.ts'
import { compileNames, compileSelector } from '../../src/selectors/index.ts'
import { span, type SpanSketch } from '../support/span.ts'

function clause(fields: { name?: string[]; match?: Selector }, index: number): SpanClause {
  const { name = [], match } = fields
  return {
    id: `c${index}`,
    path: `spans.c${index}`,
    own: true,
    name,
    ...(match === undefined ? {} : { match }),
    attributes: [],
    closed: false,
    events: [],
    links: [],
    resource: [],
  }
}

/** How specific an entry of a clause is: keys first, then what they name. */
type Specificity = readonly [keys: number, literal: number]

/** Counts the entries of a selector, those under `and` too; an entry of literals counts three, as a literal name does. */
function specificityOf(selector: Selector): Specificity {
  let keys = 0
  let literal = 0
  for (const [key, entry] of Object.entries(selector)) {
    if (key === 'and') {
      for (const part of entry as readonly Selector[]) {
        const [moreKeys, moreLiteral] = specificityOf(part)
        keys += moreKeys
        literal += moreLiteral
      }
    } else {
      keys += 1
      if (key !== 'or' && key !== 'not' && namesLiterals(entry as SelectorTest)) literal += 3
    }
  }
  return [keys, literal]
}

function namesLiterals(entry: SelectorTest): boolean {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return true
  return 'eq' in entry || 'anyOf' in entry
}

/** Scans every clause: the most specific way to select the span wins, the earlier clause on a tie. */
function scan(clauses: readonly SpanClause[], sketch: SpanSketch): number {
  const subject = span(sketch)
  let winner = -1
  let best: Specificity = [-1, -1]
  for (const [index, { name, match }] of clauses.entries()) {
    const ways: Specificity[] =
      match !== undefined
        ? compileSelector(match).test(subject) === true
          ? [specificityOf(match)]
          : []
        : name
            .filter((one) => compileNames([one]).selects(subject))
            .map((one) => [1, one.startsWith('/') ? 1 : one.includes('{') ? 2 : 3])
    for (const way of ways) {
      if (way[0] < best[0] || (way[0] === best[0] && way[1] <= best[1])) continue
      best = way
      winner = index
    }
  }
  return winner
}

const literal: fc.Arbitrary<Literal> = fc.constantFrom<Literal>('a', 'b', 1, 2, true, null)
const key = fc.constantFrom('k', 'l', 'span.kind', 'span.name', 'span.attributes.k', 'resource.k')
const entry: fc.Arbitrary<SelectorTest> = fc.oneof(
  literal,
  fc.array(literal, { minLength: 1, maxLength: 3 }),
  fc.record({ eq: literal }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ not: literal }),
  fc.record({ min: fc.constantFrom(0, 1, 2) }),
  fc.record({ pattern: fc.constantFrom('a', '^b', '') }),
  fc.record({ anyOf: fc.array(literal, { minLength: 1, maxLength: 2 }), not: literal }),
)
const flat: fc.Arbitrary<Selector> = fc.dictionary(key, entry, { minKeys: 1, maxKeys: 2 })
const selector: fc.Arbitrary<Selector> = fc.oneof(
  { weight: 4, arbitrary: flat },
  fc.record({ and: fc.array(flat, { minLength: 1, maxLength: 2 }) }),
  fc.record({ or: fc.array(flat, { minLength: 1, maxLength: 2 }) }),
  fc.record({ not: flat }),
  fc.record({ and: fc.array(flat, { minLength: 1, maxLength: 2 }), k: entry }),
)
const name = fc.constantFrom('a', 'b', 'a {k}', '{k}', 'a{l}', 'a {k} {l}', '/^a/', '/b/', '/./')
const clauses = fc
  .array(
    fc.oneof(fc.record({ match: selector }), fc.record({ name: fc.array(name, { minLength: 1, maxLength: 2 }) })),
    { maxLength: 6 },
  )
  .map((fields) => fields.map(clause))
const value = fc.oneof(literal, fc.constant(2n ** 60n), fc.constant(['a']))
const sketch: fc.Arbitrary<SpanSketch> = fc.record({
  name: fc.constantFrom('a', 'b', 'a a', 'a b', 'a 1', 'ab', 'c', ''),
  kind: fc.constantFrom('internal', 'client'),
  attributes: fc.dictionary(fc.constantFrom('k', 'l'), value),
  resource: fc.dictionary(fc.constantFrom('k'), value),
  dropped: fc.record({ attributes: fc.constantFrom(0, 0, 1) }),
})

test('the index finds the clause that a scan by specificity finds', () => {
  fc.assert(
    fc.property(clauses, fc.array(sketch, { minLength: 1, maxLength: 8 }), (some, sketches) => {
      const find = compileClauseIndex(some)
      const expected = sketches.map((one) => scan(some, one))
      expect(sketches.map((one) => find(span(one)))).toEqual(expected)
      // What was asked before changes nothing.
      expect(sketches.toReversed().map((one) => find(span(one)))).toEqual(expected.toReversed())
    }),
    { numRuns: 1000 },
  )
})

describe('which clause wins', () => {
  test.each<[name: string, fields: { name?: string[]; match?: Selector }[], sketch: SpanSketch, winner: number]>([
    [
      'more keys',
      [{ match: { k: 'a' } }, { match: { k: 'a', l: 'b' } }],
      { name: 'x', attributes: { k: 'a', l: 'b' } },
      1,
    ],
    [
      'more keys, though patterns',
      [{ match: { k: 'a' } }, { match: { k: { pattern: 'a' }, l: { exists: true } } }],
      { name: 'x', attributes: { k: 'a', l: 'b' } },
      1,
    ],
    [
      'a literal before a pattern',
      [{ match: { k: { pattern: 'a' } } }, { match: { k: 'a' } }],
      { name: 'x', attributes: { k: 'a' } },
      1,
    ],
    [
      'a literal name before a template',
      [{ name: ['a {k}'] }, { name: ['a b'] }],
      { name: 'a b', attributes: { k: 'b' } },
      1,
    ],
    ['a template before a regex', [{ name: ['/a/'] }, { name: ['a {k}'] }], { name: 'a b', attributes: { k: 'b' } }, 1],
    [
      'the earlier of equals',
      [{ match: { k: 'a' } }, { match: { l: 'b' } }],
      { name: 'x', attributes: { k: 'a', l: 'b' } },
      0,
    ],
    [
      'none where a dropped attribute leaves it open',
      [{ match: { k: { exists: false } } }],
      { name: 'x', dropped: { attributes: 1 } },
      -1,
    ],
    ['with `match`, the name selects nothing', [{ name: ['x'], match: { k: 'a' } }], { name: 'x' }, -1],
    ['a number is found by value', [{ match: { k: 2 ** 60 } }], { name: 'x', attributes: { k: 2n ** 60n } }, 0],
    ['null is present', [{ match: { k: null } }], { name: 'x', attributes: { k: null } }, 0],
    ['null is not absent', [{ match: { k: null } }], { name: 'x' }, -1],
  ])('%s', (_, fields, one, winner) => {
    expect(compileClauseIndex(fields.map(clause))(span(one))).toBe(winner)
  })

  test('more distinct names than are remembered', () => {
    const find = compileClauseIndex([clause({ name: ['step {k}'] }, 0), clause({ name: ['step 7'] }, 1)])
    for (let pass = 0; pass < 2; pass++) {
      for (let index = 0; index < 9000; index++) {
        expect(find(span({ name: `step ${index}`, attributes: { k: index } }))).toBe(index === 7 ? 1 : 0)
      }
    }
  })

  test.each([Object.create(null), [Object.create(null)], new Uint8Array(2), [2n ** 60n]])(
    'a value of any shape where text is expected selects nothing and stops nothing (%#)',
    (odd) => {
      const find = compileClauseIndex([
        clause({ name: ['a {k}'] }, 0),
        clause({ match: { k: 'a' } }, 1),
        clause({ name: ['b'] }, 2),
      ])
      expect(find(span({ name: 'b', attributes: { k: odd } }))).toBe(2)
      expect(find(span({ name: 'c', attributes: { k: odd } }))).toBe(-1)
    },
  )
})
