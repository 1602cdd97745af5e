import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { ContractErrors } from '../../src/contract/index.ts'
import { canonicalText } from '../../src/model/canonical.ts'
import { checkSketches, contractOf, checkSpans } from '../support/check-spans.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { reasonsOf } from '../support/step-sketch.ts'

const contract = (query: unknown): string =>
  `trajectories:\n  run:\n    expect:\n      - span-query: ${typeof query === 'string' ? query : JSON.stringify(query)}\n`

const ask = async (
  query: unknown,
  spans: readonly SpanSketch[],
  options: Parameters<typeof checkSketches>[2] = {},
): Promise<{ verdict: string; reasons: string[] }> => reasonsOf(await checkSketches(contract(query), spans, options))

const problems = async (query: string): Promise<string[]> => {
  try {
    await contractOf(contract(query))
    return []
  } catch (error) {
    return (error as ContractErrors).problems.map(({ message }) => message)
  }
}

/** root (0-100) > [a (10-40, error) > a1 (15-20), b (50-90)], and a second root. */
const tree: SpanSketch[] = [
  { name: 'root', start: 0, end: 100, attributes: { team: 'support' } },
  { name: 'a', parent: 'root', start: 10, end: 40, status: 'error', attributes: { k: null, n: 3, tags: ['x'] } },
  { name: 'a1', parent: 'a', start: 15, end: 20 },
  { name: 'b', parent: 'root', start: 50, end: 90, status: 'ok', statusMessage: 'timeout handled' },
]

const matching = async (query: object, spans: readonly SpanSketch[] = tree): Promise<string[]> => {
  const names: string[] = []
  for (const { name } of spans) {
    const { verdict, reasons } = await ask({ and: [query, { name }] }, spans)
    if (verdict === 'pass') names.push(name)
    else expect(reasons).toEqual(['span-query too-few'])
  }
  return names
}

describe('span-query: what a span is', () => {
  test.each<[string, object, string[]]>([
    ['a literal name', { name: 'a' }, ['a']],
    ['a glob', { name: 'a*' }, ['a', 'a1']],
    ['a pattern', { name: '/^[ab]$/' }, ['a', 'b']],
    ['any of several names', { name: ['b', 'root'] }, ['root', 'b']],
    ['a literal', { has: { n: 3 } }, ['a']],
    ['a text is no number', { has: { n: '3' } }, []],
    ['null is no missing key', { has: { k: null } }, ['a']],
    ['an absent key', { has: { k: { absent: true } } }, ['root', 'a1', 'b']],
    ['any of a list', { has: { team: ['sales', 'support'] } }, ['root']],
    ['operators', { has: { n: { min: 2, max: 3 }, tags: { contains: 'x' } } }, ['a']],
    ['a key that is not this', { has: { team: { not: 'support' } } }, ['a', 'a1', 'b']],
    ['selectors inside', { has: { or: [{ team: 'support' }, { n: { exists: true } }] } }, ['root', 'a']],
    ['keys with any value', { hasKeys: ['k', 'n'] }, ['a']],
    ['status is the code, never the words', { status: 'error' }, ['a']],
    ['one of several statuses', { status: ['ok', 'unset'] }, ['root', 'a1', 'b']],
    ['duration', { duration: { min: '30ms', max: '40ms' } }, ['a', 'b']],
    ['not', { not: { name: 'a*' } }, ['root', 'b']],
    ['or', { or: [{ name: 'a' }, { duration: { min: '100ms' } }] }, ['root', 'a']],
    ['and', { and: [{ name: 'a*' }, { status: 'unset' }] }, ['a1']],
  ])('%s', async (_name, query, names) => {
    expect(await matching(query)).toEqual(names)
  })
})

describe('span-query: what is around it', () => {
  test.each<[string, object, string[]]>([
    ['a root has depth 0', { depth: 0 }, ['root']],
    ['depth in bounds', { depth: { min: 1, max: 1 } }, ['a', 'b']],
    ['no children', { children: { max: 0 } }, ['a1', 'b']],
    ['two children', { children: 2 }, ['root']],
    ['descendants', { descendants: { min: 1 } }, ['root', 'a']],
    ['three descendants', { descendants: 3 }, ['root']],
    ['some child', { someChild: { status: 'error' } }, ['root']],
    ['all children, of which there must be one', { allChildren: { name: '/./' } }, ['root', 'a']],
    ['all children', { allChildren: { duration: { min: '30ms' } } }, ['root']],
    ['no child', { noChild: { status: 'error' } }, ['a', 'a1', 'b']],
    ['some descendant', { someDescendant: { name: 'a1' } }, ['root', 'a']],
    ['all descendants', { allDescendants: { name: 'a*' } }, ['a']],
    ['no descendant', { noDescendant: { name: 'a1' } }, ['a1', 'b']],
    ['some ancestor', { someAncestor: { name: 'a' } }, ['a1']],
    ['all ancestors, of which there must be one', { allAncestors: { name: 'root' } }, ['a', 'b']],
    ['no ancestor', { noAncestor: { name: 'a' } }, ['root', 'a', 'b']],
    ['not beyond a span that stops', { someDescendant: { name: 'a1' }, stopAt: { name: 'a' } }, ['a']],
    ['which is met itself', { someDescendant: { name: 'a' }, stopAt: { name: 'a' } }, ['root']],
    ['upwards too', { someAncestor: { name: 'root' }, stopAt: { name: 'a' } }, ['a', 'b']],
    ['counted up to a stop', { descendants: 2, stopAt: { name: 'a' } }, ['root']],
    ['a sibling', { sibling: { name: '/./' } }, ['a', 'b']],
    ['a sibling is another span', { sibling: { name: 'b' } }, ['a']],
    ['before', { before: { name: 'b' } }, ['a', 'a1']],
    ['after', { after: { name: 'a' } }, ['b']],
    ['a span that contains another is not before it', { before: { name: 'a1' } }, []],
    ['overlaps', { overlaps: { name: 'a' } }, ['root', 'a1']],
  ])('%s', async (_name, query, names) => {
    expect(await matching(query)).toEqual(names)
  })

  test('touching ends are an order and no overlap, and two instants at one time are neither', async () => {
    const spans: SpanSketch[] = [
      { name: 'one', start: 0, end: 10 },
      { name: 'two', parent: 'one', start: 10, end: 20 },
      { name: 'now', parent: 'one', start: 30, end: 30 },
      { name: 'also', parent: 'one', start: 30, end: 30 },
    ]
    expect(await matching({ before: { name: 'two' } }, spans)).toEqual(['one'])
    expect(await matching({ overlaps: { name: 'two' } }, spans)).toEqual([])
    expect(await matching({ before: { name: ['now', 'also'] } }, spans)).toEqual(['one', 'two'])
    expect(await matching({ after: { name: '/./' } }, spans)).toEqual(['two', 'now', 'also'])
  })

  test('two processes are apart only beyond the skew of their clocks', async () => {
    const spans: SpanSketch[] = [
      { name: 'near', start: 0, end: 10, resource: { 'service.name': 'one' } },
      { name: 'far', start: 0, end: 5, parent: 'near', resource: { 'service.name': 'one' } },
      { name: 'later', start: 55, end: 60, parent: 'near', resource: { 'service.name': 'two' } },
    ]
    expect(await ask({ and: [{ name: 'far' }, { before: { name: 'later' } }] }, spans)).toEqual({
      verdict: 'pass',
      reasons: [],
    })
    expect(await ask({ and: [{ name: 'near' }, { before: { name: 'later' } }] }, spans)).toEqual({
      verdict: 'inconclusive',
      reasons: ['span-query spans-unknown'],
    })
  })
})

describe('span-query: how many', () => {
  test.each<[string, object, string, string[]]>([
    ['at least one by default', { name: 'c' }, 'fail', ['span-query too-few']],
    ['too many', { name: 'a*', count: { max: 1 } }, 'fail', ['span-query too-many']],
    ['none, where none is wanted', { name: 'c', count: 0 }, 'pass', []],
    ['zero is a limit', { name: 'a', count: { max: 0 } }, 'fail', ['span-query too-many']],
    ['exactly', { name: 'a*', count: 2 }, 'pass', []],
    ['at most some, of none', { name: 'c', count: { max: 3 } }, 'inconclusive', ['clause-unexercised not-activated']],
    ['duration of every match', { name: 'a*', duration: { max: '10ms' } }, 'fail', ['span-query duration']],
    ['status of every match', { name: ['a1', 'b'], status: ['ok', 'unset'] }, 'pass', []],
    ['one match of another status', { name: ['a', 'b'], status: 'ok' }, 'fail', ['span-query status']],
    [
      'duration of a renamed span',
      { name: 'c', duration: { max: '10ms' } },
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
    [
      'duration of a renamed span, beside a count',
      { name: 'c', duration: { max: '10ms' }, count: { min: 1 } },
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
  ])('%s', async (_name, query, verdict, reasons) => {
    expect(await ask(query, tree)).toEqual({ verdict, reasons })
  })

  test('says which, and what of it', async () => {
    const { findings } = await checkSketches(contract({ name: 'a*', duration: { max: '10ms' } }), tree)
    expect(findings.map(({ message, location, data }) => [message, location?.spanName, data['count']])).toEqual([
      ['run has a span `a` that took 30 ms, expected at most 10 ms', 'a', 2],
    ])
  })
})

describe('span-query: what the recording does not say', () => {
  const damage = ['line 3 is unreadable']
  test.each<[string, object, string, string[]]>([
    ['what is seen is there', { name: 'a' }, 'pass', []],
    ['what is not may be', { name: 'c' }, 'inconclusive', ['span-query evidence-incomplete']],
    ['too many stay too many', { name: 'a*', count: { max: 1 } }, 'fail', ['span-query too-many']],
    ['at most is open', { name: 'a*', count: { max: 2 } }, 'inconclusive', ['span-query evidence-incomplete']],
    ['a child that is seen', { name: 'root', someChild: { name: 'a' } }, 'pass', []],
    ['no child', { name: 'b', noChild: { name: 'a' } }, 'inconclusive', ['span-query evidence-incomplete']],
    ['parents are said by the span', { name: 'a1', noAncestor: { name: 'b' } }, 'pass', []],
    ['a breach of one is a breach', { name: 'a*', duration: { max: '1ms' } }, 'fail', ['span-query duration']],
    [
      'all others may breach',
      { name: 'a*', duration: { max: '1s' } },
      'inconclusive',
      ['span-query evidence-incomplete'],
    ],
  ])('%s', async (_name, query, verdict, reasons) => {
    expect(await ask(query, tree, { damage })).toEqual({ verdict, reasons })
  })

  test('dropped attributes, unknown parents and message logs leave it open', async () => {
    const dropped: SpanSketch[] = [{ name: 'a', dropped: { attributes: 1 } }]
    expect((await ask({ has: { k: { absent: true } } }, dropped)).verdict).toBe('inconclusive')
    const orphan: SpanSketch[] = [{ name: 'root' }, { name: 'a', parent: 'lost' }]
    expect((await ask({ name: 'a', and: [{ depth: { min: 1 } }] }, orphan)).verdict).toBe('pass')
    expect((await ask({ name: 'a', noAncestor: { name: 'root' } }, orphan)).verdict).toBe('inconclusive')
    const flat: SpanSketch[] = [{ name: 'a', source: { lacks: ['parent'] } }]
    expect(await ask({ depth: 0 }, flat)).toEqual({ verdict: 'inconclusive', reasons: ['span-query spans-unknown'] })
    const log: SpanSketch[] = [{ name: 'a', source: { isTranscript: true } }]
    expect((await ask({ name: 'a', exercise: 'optional' }, log)).reasons).toEqual(['span-query no-spans'])
  })
})

describe('span-query: contracts', () => {
  test.each<[string, string]>([
    ['{ name: "" }', 'the text is empty'],
    ['{ or: [] }', 'the list is empty'],
    ['{ and: [] }', 'the list is empty'],
    ['{}', 'asks for nothing'],
    ['{ not: {} }', 'asks for nothing'],
    ['{ children: { max: 0 }, someChild: { name: a } }', 'asks for spans below, of which there are none'],
    ['{ name: a, count: { min: 2, max: 1 } }', 'has `min` above `max`'],
    ['{ name: a, duration: { min: 2s, max: 1s } }', 'has `min` above `max`'],
    ['{ name: a, stopAt: { name: b } }', 'has `stopAt` beside no key that looks for descendants or ancestors'],
    ['{ name: a, scope: own }', 'has a `scope`, and looks at all spans of a run: ask for `someAncestor` instead'],
    [
      '{ status: error, count: 0 }',
      'wants no match, and `status` or `duration` of every match: write these under `and`',
    ],
  ])('%s', async (query, message) => {
    const [problem = '', ...others] = await problems(query)
    expect(others).toEqual([])
    expect(problem).toContain(message)
  })

  test('an unknown key, at any depth, is named', async () => {
    expect((await problems('{ someChild: { nam: a } }')).join()).toContain('nam')
    expect((await problems('{ has: { k: { patern: x } } }')).length).toBeGreaterThan(0)
  })
})

const query: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ name: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ depth: fc.nat(2) }),
    fc.record({ children: fc.record({ max: fc.nat(2) }) }),
    ...(['someChild', 'allChildren', 'noChild', 'sibling', 'before', 'after', 'overlaps', 'not'] as const).map((key) =>
      tie('query').map((inner) => ({ [key]: inner })),
    ),
    ...(
      ['someDescendant', 'allDescendants', 'noDescendant', 'someAncestor', 'allAncestors', 'noAncestor'] as const
    ).map((key) =>
      fc
        .tuple(tie('query'), fc.option(tie('query'), { nil: undefined }))
        .map(([inner, stopAt]) => ({ [key]: inner, ...(stopAt === undefined ? {} : { stopAt }) })),
    ),
    fc.array(tie('query'), { minLength: 1, maxLength: 2 }).map((or) => ({ or })),
    fc.array(tie('query'), { minLength: 1, maxLength: 2 }).map((and) => ({ and })),
  ),
})).query

const forest = fc
  .array(fc.record({ up: fc.nat(6), name: fc.constantFrom('a', 'b', 'c'), start: fc.nat(6), length: fc.nat(4) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) =>
    drawn.map(({ up, name, start, length }, index): SpanSketch & { id: string } => ({
      name,
      id: `s${index}`,
      start,
      end: start + length,
      ...(index === 0 ? {} : { parent: `s${up % index}` }),
    })),
  )

describe('span-query against asking every span about every other', () => {
  test('gives the same count', async () => {
    await fc.assert(
      fc.asyncProperty(query, forest, fc.boolean(), async (asked, spans, isReversed) => {
        const expected = spans.filter((one) => matches(asked, one, spans)).length
        const report = checkSpans(
          (isReversed ? spans.toReversed() : spans).map((one, index) => span(one, index + 1)),
          [await contractOf(contract({ and: [asked], count: expected }))],
        )
        expect([canonicalText(asked as never), report.verdict, report.findings[0]?.data['count']]).toEqual([
          canonicalText(asked as never),
          'pass',
          undefined,
        ])
      }),
      { seed: 20261120, numRuns: 400 },
    )
  })
})

describe('span-query on a part of a run', () => {
  test('never says the opposite of what the whole says', async () => {
    const verdictOf = async (asked: object, spans: readonly SpanSketch[], damage: readonly string[]): Promise<string> =>
      (await ask(asked, spans, { damage })).verdict
    await fc.assert(
      fc.asyncProperty(query, forest, fc.nat(7), fc.nat(3), async (asked, spans, lost, count) => {
        const whole = { and: [asked], count: { min: count, max: count + 1 } }
        const full = await verdictOf(whole, spans, [])
        const part = await verdictOf(whole, spans.toSpliced(lost % spans.length, 1), ['a line is unreadable'])
        expect(full === 'pass' ? ['pass', 'inconclusive'] : ['fail', 'inconclusive']).toContain(part)
      }),
      { seed: 20261121, numRuns: 120 },
    )
  })
})

type Query = { readonly [key: string]: unknown }
type Placed = SpanSketch & { id: string }

/** The definition of each key, word by word. */
function matches(wanted: Query, one: Placed, all: readonly Placed[]): boolean {
  const is = (inner: unknown, other: Placed): boolean => matches(inner as Query, other, all)
  const childrenOf = ({ id }: Placed): Placed[] => all.filter(({ parent }) => parent === id)
  const stops = (other: Placed): boolean => wanted['stopAt'] !== undefined && is(wanted['stopAt'], other)
  const below = (from: Placed): Placed[] =>
    childrenOf(from).flatMap((child) => [child, ...(stops(child) ? [] : below(child))])
  const above = (from: Placed): Placed[] => {
    const parent = all.find(({ id }) => id === from.parent)
    return parent === undefined ? [] : [parent, ...(stops(parent) ? [] : above(parent))]
  }
  const depth = (from: Placed): number =>
    from.parent === undefined ? 0 : 1 + depth(all.find(({ id }) => id === from.parent)!)
  const times = ({ start, end }: Placed): [number, number] => [start!, end!]
  const isBefore = (first: Placed, second: Placed): boolean => {
    const [[, end], [start]] = [times(first), times(second)]
    return end <= start && !(times(second)[1] <= times(first)[0])
  }
  const share = (first: Placed, second: Placed): boolean =>
    times(first)[0] < times(second)[1] && times(second)[0] < times(first)[1]
  const others = all.filter((other) => other !== one)
  return Object.entries(wanted).every(([key, inner]) => {
    switch (key) {
      case 'name':
        return one.name === inner
      case 'depth':
        return depth(one) === inner
      case 'children':
        return childrenOf(one).length <= (inner as { max: number }).max
      case 'someChild':
        return childrenOf(one).some((other) => is(inner, other))
      case 'allChildren':
        return childrenOf(one).length > 0 && childrenOf(one).every((other) => is(inner, other))
      case 'noChild':
        return !childrenOf(one).some((other) => is(inner, other))
      case 'someDescendant':
        return below(one).some((other) => is(inner, other))
      case 'allDescendants':
        return below(one).length > 0 && below(one).every((other) => is(inner, other))
      case 'noDescendant':
        return !below(one).some((other) => is(inner, other))
      case 'someAncestor':
        return above(one).some((other) => is(inner, other))
      case 'allAncestors':
        return above(one).length > 0 && above(one).every((other) => is(inner, other))
      case 'noAncestor':
        return !above(one).some((other) => is(inner, other))
      case 'stopAt':
        return true
      case 'sibling':
        return others.some((other) => other.parent !== undefined && other.parent === one.parent && is(inner, other))
      case 'before':
        return others.some((other) => is(inner, other) && isBefore(one, other))
      case 'after':
        return others.some((other) => is(inner, other) && isBefore(other, one))
      case 'overlaps':
        return others.some((other) => is(inner, other) && share(one, other))
      case 'not':
        return !is(inner, one)
      case 'and':
        return (inner as Query[]).every((part) => is(part, one))
      case 'or':
        return (inner as Query[]).some((part) => is(part, one))
      default:
        throw new Error(key)
    }
  })
}
