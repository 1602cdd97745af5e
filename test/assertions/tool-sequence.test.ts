import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { acceptsEmpty, isImpossible, type Pattern } from '../../src/assertions/matching/pattern.ts'
import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'
import { matcherOf, patterns } from './matching/patterns.ts'

const call = (tool: string, args: unknown = {}, rest: Partial<StepSketch> = {}): StepSketch => ({ tool, args, ...rest })
const calls = (names: string): StepSketch[] => names.split('').map((name) => call(name))
const parallel = (...names: string[]): StepSketch[] => [
  { model: 'm', asks: names.map((name) => `${name} 1`) },
  ...names.map((name) => call(name, {}, { id: `${name} 1` })),
]

describe('tool-sequence', () => {
  test.each<[string, string, StepSketch[], string[]]>([
    ['in order, others between', 'tool-sequence: [a, b]', calls('axb'), []],
    ['in order, the other way round', 'tool-sequence: [a, b]', calls('ba'), ['tool-sequence out-of-order']],
    ['in order, one missing', 'tool-sequence: [a, "b*"]', calls('ax'), ['tool-sequence item-missing']],
    ['one call for two items', 'tool-sequence: [a, a]', calls('a'), ['tool-sequence item-missing']],
    ['a greedy choice would miss it', 'tool-sequence: [{ oneOf: [a, { inOrder: [a, b] }] }, c]', calls('abc'), []],
    ['any order', 'tool-sequence: { anyOrder: [a, b] }', calls('ba'), []],
    ['an inner sequence is spread over', 'tool-sequence: { anyOrder: [{ inOrder: [a, b] }, c] }', calls('acb'), []],
    [
      'but keeps its order',
      'tool-sequence: { anyOrder: [{ inOrder: [a, b] }, c] }',
      calls('bca'),
      ['tool-sequence out-of-order'],
    ],
    ['exact', 'tool-sequence: { exact: [a, b] }', calls('ab'), []],
    ['exact, one more', 'tool-sequence: { exact: [a, b] }', calls('axb'), ['tool-sequence extra-call']],
    ['contiguous', 'tool-sequence: { contiguous: [a, b] }', calls('xaby'), []],
    [
      'contiguous, one between',
      'tool-sequence: { contiguous: [a, b] }',
      calls('axb'),
      ['tool-sequence not-contiguous'],
    ],
    [
      'contiguous, extras around',
      'tool-sequence: { contiguous: [a, b], extras: forbid }',
      calls('xab'),
      ['tool-sequence extra-call'],
    ],
    ['optional there', 'tool-sequence: { exact: [a, { optional: b }, c] }', calls('abc'), []],
    ['optional not there', 'tool-sequence: { exact: [a, { optional: b }, c] }', calls('ac'), []],
    [
      'exactly one alternative',
      'tool-sequence: { exact: [{ oneOf: [a, b] }] }',
      calls('ab'),
      ['tool-sequence extra-call'],
    ],
    ['repeated within bounds', 'tool-sequence: { exact: [{ repeat: a, max: 2 }] }', calls('aa'), []],
    [
      'repeated once too often',
      'tool-sequence: { exact: [{ repeat: a, max: 2 }] }',
      calls('aaa'),
      ['tool-sequence extra-call'],
    ],
    [
      'repeated too rarely',
      'tool-sequence: { exact: [{ repeat: a, min: 3 }] }',
      calls('aa'),
      ['tool-sequence item-missing'],
    ],
    [
      'zero repeats are a limit',
      'tool-sequence: { exact: [a, { repeat: x, max: 0 }] }',
      calls('ax'),
      ['tool-sequence extra-call'],
    ],
    [
      'listed extras',
      'tool-sequence: { inOrder: [a, b], extras: ["think*"] }',
      [call('a'), call('think_hard'), call('b')],
      [],
    ],
    [
      'others than those',
      'tool-sequence: { inOrder: [a, b], extras: [think] }',
      calls('axb'),
      ['tool-sequence extra-call'],
    ],
    ['calls of one output have no order', 'tool-sequence: { exact: [b, a] }', parallel('a', 'b'), []],
    ['nor are they between', 'tool-sequence: { contiguous: [a, c] }', parallel('a', 'b', 'c'), []],
    ['another kind adds itself', 'tool-sequence: { exact: [a, { agent: sub }] }', [call('a'), { agent: 'sub' }], []],
    ['and is looked at only then', 'tool-sequence: { exact: [a] }', [call('a'), { agent: 'sub' }], []],
    [
      'a failed call satisfies nothing',
      'tool-sequence: [a]',
      [call('a', {}, { error: 'x' })],
      ['tool-sequence item-missing'],
    ],
    [
      'unless the item names its status',
      'tool-sequence: [{ tool: a, status: error }]',
      [call('a', {}, { error: 'x' })],
      [],
    ],
    ['nothing may be called, nothing is', 'tool-sequence: { exact: [], empty: true }', [{ model: 'm' }], []],
  ])('%s', async (_name, item, steps, reasons) => {
    const verdict = reasons.length === 0 ? 'pass' : 'fail'
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test.each<[string, StepSketch[], string[]]>([
    [
      'wrong, then right',
      [call('search', { q: 'bad' }, { error: 'x' }), call('search', { q: 'good' }), call('answer')],
      [],
    ],
    [
      'right, then wrong',
      [call('search', { q: 'good' }), call('search', { q: 'bad' }, { error: 'x' }), call('answer')],
      ['tool-sequence extra-call'],
    ],
  ])('a failed call that was made good is no extra: %s', async (_name, steps, reasons) => {
    const item = 'tool-sequence: { exact: [{ tool: search, args: { q: good } }, answer] }'
    expect(reasonsOf(await checkRun(item, steps)).reasons).toEqual(reasons)
  })

  test.each(['[search, { tool: search, args: { q: good } }]', '[{ tool: search, args: { q: good } }, search]'])(
    'pairs as many as it can, whatever the order of the items: %s',
    async (items) => {
      const steps = [call('search', { q: 'x' }), call('search', { q: 'good' })]
      expect((await checkRun(`tool-sequence: { anyOrder: ${items} }`, steps)).verdict).toBe('pass')
    },
  )

  test('two extras where nothing may be called', async () => {
    const { findings } = await checkRun('tool-sequence: { exact: [], empty: true }', calls('ab'))
    expect(findings.map(({ data }) => [data['reason'], data['extras']])).toEqual([['extra-call', ['a', 'b']]])
  })

  test.each<[string, string, StepSketch[], string[]]>([
    ['embedded is proven', '[a, b]', calls('ab'), []],
    ['a lost call may be the missing one', '[a, b, a]', calls('ab'), ['tool-sequence evidence-incomplete']],
    ['nothing may follow unseen', '{ exact: [a, b] }', calls('ab'), ['tool-sequence evidence-incomplete']],
    ['what was seen is already wrong', '{ exact: [a, b] }', calls('ba'), ['tool-sequence out-of-order']],
    [
      'a failed call may have been made good',
      '{ exact: [a, "b*"] }',
      [call('a', {}, { error: 'x' }), call('x', {}, { error: 'x' })],
      ['tool-sequence evidence-incomplete'],
    ],
    ['contiguous may be torn apart', '{ contiguous: [a, b] }', calls('ab'), ['tool-sequence evidence-incomplete']],
  ])('of a recording with lost spans: %s', async (_name, items, steps, reasons) => {
    const damage = ['line 3 is unreadable']
    expect(reasonsOf(await checkRun(`tool-sequence: ${items}`, steps, { damage })).reasons).toEqual(reasons)
  })

  test.each<[string, string, StepSketch[], string[]]>([
    [
      'arguments that were not recorded',
      '[{ tool: a, args: { x: 1 } }]',
      [{ tool: 'a' }],
      ['tool-sequence content-unknown'],
    ],
    ['an extra, or not', '{ exact: [b], extras: forbid }', calls('bb'), ['tool-sequence extra-call']],
    [
      'an extra by unknown arguments',
      '{ inOrder: [b], extras: [{ tool: a, args: { x: 1 } }] }',
      [{ tool: 'a' }, call('b')],
      ['tool-sequence content-unknown'],
    ],
    ['a name seen nowhere', '[a, pya]', calls('a'), ['tool-sequence name-never-seen']],
    ['a name that may be left out', '[a, { optional: pya }]', calls('a'), []],
    ['a search without end', '{ inOrder: [b, a], stateCap: 1 }', calls('aabb'), ['tool-sequence state-cap']],
  ])('%s', async (_name, items, steps, reasons) => {
    expect(reasonsOf(await checkRun(`tool-sequence: ${items}`, steps)).reasons).toEqual(reasons)
  })

  test.each<[string, string]>([
    ['[]', 'the list is empty'],
    ['{ exact: [] }', 'the list is empty; where nothing may be called, add `empty: true`'],
    ['{ anyOrder: [] }', 'the list is empty; where nothing may be called, add `empty: true`'],
    ['{ inOrder: [], empty: true }', 'is empty and allows all calls, so that every run would pass: write `exact: []`'],
    ['{ exact: [a], empty: true }', 'is not empty, and `empty: true` says it is'],
    ['{ inOrder: [{ optional: a }] }', 'can match nothing at all, so that every run would pass'],
    ['{ inOrder: [a], exact: [b] }', 'needs one of `inOrder`, `anyOrder`, `exact`, `contiguous`'],
    ['{ exact: [a], extras: [b] }', 'has `extras` beside `exact`'],
    ['{ inOrder: [{ repeat: a, min: 3, max: 2 }] }', 'has `min` above `max`'],
    ['{ inOrder: [{ oneOf: [] }] }', 'the list is empty'],
    ['{ inOrder: [{ optional: a, oneOf: [b] }] }', 'stands beside'],
    ['{ inOrder: [{ args: {} }] }', 'is neither a step nor a group'],
    ['{ inOrder: [{ exact: [a] }] }', 'exact'],
    ['{ turns: [{ exact: [a] }], inOrder: [b] }', 'has `turns` beside a sequence for the whole run'],
    ['{ turns: [null] }', 'asks nothing of any turn'],
    ['{ turns: [{ inOrder: [] }] }', 'the list is empty'],
    ['{ turns: [{ extras: forbid }] }', 'needs one of `inOrder`'],
  ])('refuses %s', async (items, message) => {
    const contract = `trajectories:\n  run:\n    expect:\n      - tool-sequence: ${items}\n`
    await expect(contractOf(contract)).rejects.toThrow(message)
  })

  test.each<[string, string[], string | undefined]>([
    ['each its own', ['ab', 'x', 'c'], undefined],
    [
      'a call at another message',
      ['a', 'b', 'c'],
      'run at message 1 of its user has no step for `b` at `exact[1]`, expected `exact: a → b`',
    ],
    ['a message fewer', ['ab', 'c'], 'run answers 2 messages of its user, expected 3'],
    ['a message more', ['ab', 'x', 'c', ''], 'run answers 4 messages of its user, expected 3'],
  ])('a sequence for each message of the user: %s', async (_name, turns, message) => {
    const run = {
      agent: null,
      steps: [{ tool: 'request', steps: turns.map((names) => ({ agent: 'support', steps: calls(names) })) }],
    }
    const item = 'tool-sequence: { turns: [{ exact: [a, b] }, null, { inOrder: [c] }] }'
    const { findings } = await checkRun(item, run)
    expect(findings.map((finding) => finding.message)).toEqual(message === undefined ? [] : [message])
  })

  test('shows what was expected, what came and where it broke', async () => {
    const item = 'tool-sequence: { inOrder: [a, { anyOrder: [b, c] }, { tool: pay, args: { amount: 5 } }] }'
    const steps = [call('c'), call('a'), ...parallel('b', 'c'), call('pay', { amount: 7 })]
    const { findings } = await checkRun(item, steps, { settings: { showValues: true } })
    expect(findings[0]!.message).toBe(
      'run has no step for `pay {"amount":5}` at `inOrder[2]`, expected `inOrder: a → b & c → pay {"amount":5}`',
    )
    expect(findings[0]!.data).toMatchObject({
      expected: ['a', ['b', 'c'], 'pay {"amount":5}'],
      observed: ['c', 'a', ['b', 'c'], 'pay'],
      nearest: { step: 'pay', diff: [{ path: 'args.amount', expected: '`5`', actual: '7' }] },
    })
  })
})

/** Turns of calls that one output asked for: no order inside a turn, each turn before the next. */
const turns = fc.array(fc.array(fc.constantFrom('t0', 't1', 't2', 't3'), { minLength: 1, maxLength: 3 }), {
  maxLength: 3,
})

const stepsOf = (names: readonly (readonly string[])[]): StepSketch[] =>
  names.flatMap((turn, index) => {
    const ids = turn.map((_, at) => `${index} ${at}`)
    return [{ model: 'm', asks: ids }, ...turn.map((tool, at) => call(tool, {}, { id: ids[at]! }))]
  })

/** All orders that the turns allow. */
function wordsOf(names: readonly (readonly string[])[]): number[][] {
  const orders = (turn: readonly string[]): string[][] =>
    turn.length === 0 ? [[]] : turn.flatMap((name, at) => orders(turn.toSpliced(at, 1)).map((rest) => [name, ...rest]))
  return names
    .reduce((words: string[][], turn) => words.flatMap((word) => orders(turn).map((rest) => [...word, ...rest])), [[]])
    .map((word) => word.map((name) => Number(name.slice(1))))
}

function written(pattern: Pattern): unknown {
  if (pattern.kind === 'item') return `t${pattern.item}`
  if ('items' in pattern) return { [pattern.kind]: pattern.items.map(written) }
  if (pattern.kind === 'optional') return { optional: written(pattern.item) }
  const { min, max, item } = pattern
  return { repeat: written(item), min, ...(max === null ? {} : { max }) }
}

/** No empty group and no limits that contradict each other, anywhere: those are errors of the contract. */
const isWritable = (pattern: Pattern): boolean => {
  if (pattern.kind === 'item') return true
  if ('items' in pattern) return pattern.items.length > 0 && pattern.items.every(isWritable)
  return (
    !isImpossible(pattern) &&
    isWritable(pattern.item) &&
    (pattern.kind !== 'repeat' || pattern.min <= (pattern.max ?? Infinity))
  )
}

const readablePatterns = patterns(2).filter(isWritable)

describe('against every order of the calls', () => {
  test('a pattern matches iff one of them is a word of it, or has one as subsequence', async () => {
    await fc.assert(
      fc.asyncProperty(turns, readablePatterns, fc.boolean(), async (names, pattern, isExact) => {
        fc.pre(isExact || !acceptsEmpty(pattern))
        const matches = matcherOf(pattern, (letter, item) => letter === item, 9)
        const parts = (word: readonly number[]): number[][] =>
          Array.from({ length: 2 ** word.length }, (_, mask) => word.filter((_letter, at) => mask & (1 << at)))
        const expected = wordsOf(names).some((word) => (isExact ? matches(word) : parts(word).some(matches)))
        const item = JSON.stringify({ inOrder: [written(pattern)], extras: isExact ? 'forbid' : 'allow' })
        // Offers all tools, so that none is a name never seen.
        const offered = JSON.stringify(['t0', 't1', 't2', 't3'].map((name) => ({ type: 'function', name })))
        const run = { attributes: { 'gen_ai.tool.definitions': offered }, steps: stepsOf(names) }
        const { verdict, findings } = await checkRun(`tool-sequence: ${item}`, [run])
        expect([verdict, findings.map(({ id }) => id)]).toEqual(expected ? ['pass', []] : ['fail', ['tool-sequence']])
      }),
      { numRuns: 300 },
    )
  })

  test('lost calls never turn a verdict round', async () => {
    await fc.assert(
      fc.asyncProperty(turns, readablePatterns, fc.boolean(), fc.nat(), async (names, pattern, isExact, at) => {
        fc.pre(isExact || !acceptsEmpty(pattern))
        fc.pre(names.length > 0)
        const item = `tool-sequence: ${JSON.stringify({ inOrder: [written(pattern)], extras: isExact ? 'forbid' : 'allow' })}`
        const whole = await checkRun(item, stepsOf(names))
        const damage = ['line 3 is unreadable']
        const less = names.map((turn, index) => (index === at % names.length ? turn.slice(1) : turn))
        const part = await checkRun(item, stepsOf(less.filter((turn) => turn.length > 0)), { damage })
        expect(['inconclusive', whole.verdict]).toContain(
          whole.verdict === 'inconclusive' ? 'inconclusive' : part.verdict,
        )
      }),
      { numRuns: 200 },
    )
  })
})

test('names the item that a step in another place answers to, not one that may be left out', async () => {
  const item = 'tool-sequence: { inOrder: [look, check, { optional: ask }, pay] }'
  const misplaced = await checkRun(item, [{ tool: 'look' }, { tool: 'pay' }, { tool: 'check' }])
  expect(misplaced.findings[0]).toMatchObject({
    message: 'run has `pay` in another place than `inOrder[3]`, expected `inOrder: look → check → optional ask → pay`',
    data: { reason: 'out-of-order', firstUnmatched: 'pay' },
  })
})
