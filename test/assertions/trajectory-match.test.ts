import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const call = (tool: string, args: unknown = {}, rest: Partial<StepSketch> = {}): StepSketch => ({ tool, args, ...rest })
const calls = (names: string): StepSketch[] => names.split('').map((name) => call(name))
const parallel = (names: string): StepSketch[] => [
  { model: 'm', asks: names.split('') },
  ...names.split('').map((name) => call(name, {}, { id: name })),
]
const f = (...args: unknown[]): StepSketch[] => args.map((one) => call('f', one))

const match = (
  options: string,
  golden: readonly StepSketch[] | RunSketch | readonly RunSketch[],
  run: readonly StepSketch[] | RunSketch | readonly RunSketch[],
  damage: readonly string[] = [],
): ReturnType<typeof checkRun> =>
  checkRun(`trajectory-match: { golden: g.json, ${options} }`, run, { goldens: { 'g.json': golden }, damage })

describe('trajectory-match', () => {
  test.each<[string, string, StepSketch[], StepSketch[], string[]]>([
    ['strict, the same', 'mode: strict', calls('ab'), calls('ab'), []],
    ['strict, another order', 'mode: strict', calls('ab'), calls('ba'), ['out-of-order']],
    ['strict, parallel in the golden', 'mode: strict', parallel('ab'), calls('ba'), []],
    ['strict, parallel in the run', 'mode: strict', calls('ba'), parallel('ab'), []],
    ['strict, one missing', 'mode: strict', calls('ab'), calls('a'), ['call-missing']],
    ['strict, one more', 'mode: strict', calls('ab'), calls('abb'), ['extra-call']],
    ['unordered', 'mode: unordered', calls('aab'), calls('baa'), []],
    ['unordered counts', 'mode: unordered', calls('aab'), calls('abb'), ['call-missing']],
    ['one for two', 'mode: unordered', f({ x: 1 }, { x: 1 }), f({ x: 1 }), ['call-missing']],
    ['subset', 'mode: subset', calls('abc'), calls('ca'), []],
    ['subset, one more', 'mode: subset', calls('abc'), calls('cax'), ['extra-call']],
    ['superset', 'mode: superset', calls('ab'), calls('bxa'), []],
    ['superset, one missing', 'mode: superset', calls('abc'), calls('bxa'), ['call-missing']],
    ['arguments differ', 'mode: unordered', f({ q: 1 }), f({ q: 2 }), ['args-differ']],
    ['arguments do not matter', 'mode: unordered, args: ignore', f({ q: 1 }), f({ q: 2 }), []],
    ['key order is free', 'mode: strict', f({ a: 1, b: 2 }), f({ b: 2, a: 1.0 }), []],
    ['nothing is coerced', 'mode: strict', f({ a: 1 }), f({ a: '1' }), ['args-differ']],
    ['more arguments', 'mode: unordered, args: superset', f({ q: 1 }), f({ q: 1, page: 2 }), []],
    ['fewer arguments', 'mode: unordered, args: superset', f({ q: 1, page: 2 }), f({ q: 1 }), ['args-differ']],
    ['fewer are allowed', 'mode: unordered, args: subset', f({ q: 1, page: 2 }), f({ q: 1 }), []],
    ['more are not', 'mode: unordered, args: subset', f({ q: 1 }), f({ q: 1, page: 2 }), ['args-differ']],
    [
      'arguments keep their direction in `subset`',
      'mode: subset, args: superset',
      f({ q: 1 }),
      f({ q: 1, page: 2 }),
      [],
    ],
    ['one tool alone', 'mode: strict, argsFor: { f: ignore }', f({ q: 1 }), f({ q: 2 }), []],
    ['keys named as operators are keys', 'mode: strict', f({ min: 1 }), f({ min: 2 }), ['args-differ']],
    [
      'pairs as many as possible',
      'mode: superset, args: superset',
      f({ q: 1 }, { q: 1, page: 2 }),
      f({ q: 1, page: 2 }, { q: 1, page: 9 }),
      [],
    ],
    [
      'in either order',
      'mode: superset, args: superset',
      f({ q: 1, page: 2 }, { q: 1 }),
      f({ q: 1, page: 9 }, { q: 1, page: 2 }),
      [],
    ],
    [
      'a failed call is not the golden one',
      'mode: superset',
      calls('a'),
      [call('a', {}, { error: 'x' })],
      ['call-missing'],
    ],
    [
      'one that was made good is left out',
      'mode: strict',
      f({ q: 1 }),
      [call('f', { q: 0 }, { error: 'x' }), ...f({ q: 1 })],
      [],
    ],
    ['graded', 'mode: graded, min: 0.75', calls('abc'), calls('axbyc'), []],
    ['graded, an order both allow', 'mode: graded, min: 0.7', calls('abc'), calls('bca'), ['score-low']],
    ['graded, any order', 'mode: graded, min: 1, order: ignore', calls('abc'), calls('bca'), []],
    ['nothing where nothing is meant', 'mode: superset, empty: true', [{ model: 'm' }], [{ model: 'm' }], []],
    ['something where nothing is meant', 'mode: superset, empty: true', [{ model: 'm' }], calls('a'), ['extra-call']],
  ])('%s', async (_name, options, golden, run, reasons) => {
    const { verdict, reasons: found } = reasonsOf(await match(options, golden, run))
    expect([verdict, found]).toEqual([
      reasons.length === 0 ? 'pass' : 'fail',
      reasons.map((reason) => `trajectory-match ${reason}`),
    ])
  })

  test.each<[string, StepSketch[], StepSketch[], number]>([
    ['golden a b c, run b c a', calls('abc'), calls('bca'), 0.666667],
    ['golden a b c, run a x b y c', calls('abc'), calls('axbyc'), 0.75],
    ['golden a, run a and 20 others', calls('a'), calls('axxxxxxxxxxxxxxxxxxxx'), 0.090909],
    ['nothing in common', calls('a'), calls('x'), 0],
  ])('scores %s', async (_name, golden, run, score) => {
    const { findings } = await match('mode: graded, min: 1', golden, run)
    expect(findings.map(({ data }) => data['score'])).toEqual([score])
  })

  test.each<[string, string, StepSketch[], StepSketch[], string[]]>([
    ['superset, all seen', 'superset', calls('a'), calls('ab'), []],
    ['superset, one not seen', 'superset', calls('ab'), calls('a'), ['evidence-incomplete']],
    ['subset, none seen', 'subset', calls('ab'), calls('a'), ['evidence-incomplete']],
    ['subset, one seen', 'subset', calls('ab'), calls('x'), ['extra-call']],
    ['strict, all seen', 'strict', calls('ab'), calls('ab'), ['evidence-incomplete']],
    ['strict, already out of order', 'strict', calls('ab'), calls('ba'), ['out-of-order']],
    [
      'a failed call may have been made good',
      'strict',
      calls('ab'),
      [call('x', {}, { error: 'x' })],
      ['evidence-incomplete'],
    ],
  ])('of a run with lost spans: %s', async (_name, mode, golden, run, reasons) => {
    const report = await match(`mode: ${mode}`, golden, run, ['line 3 is unreadable'])
    expect(reasonsOf(report).reasons).toEqual(reasons.map((reason) => `trajectory-match ${reason}`))
  })

  test.each<[string, string, string[]]>([
    ['superset', 'superset', ['evidence-incomplete']],
    ['subset', 'subset', []],
    ['unordered', 'unordered', ['evidence-incomplete']],
  ])('what the golden lost is not proven: %s', async (_name, mode, reasons) => {
    // The model asked for `b`, and the golden has no span of it.
    const golden: StepSketch[] = [{ model: 'm', asks: ['a', 'b'] }, call('a', {}, { id: 'a' })]
    const report = await match(`mode: ${mode}`, golden, calls('a'))
    expect(reasonsOf(report).reasons).toEqual(reasons.map((reason) => `trajectory-match ${reason}`))
  })

  test('arguments that were not recorded are open', async () => {
    const report = await match('mode: strict', f({ q: 1 }), [{ tool: 'f' }])
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['trajectory-match content-unknown'] })
  })

  describe('which golden', () => {
    const of = (id: string | null, names: string): RunSketch => ({
      attributes: id === null ? {} : { 'spanpact.case.id': id },
      steps: calls(names),
    })
    test.each<[string, RunSketch[], RunSketch, string[]]>([
      ['that of the case', [of('1', 'a'), of('2', 'b')], of('2', 'b'), []],
      ['never another one', [of('1', 'a'), of('2', 'b')], of('2', 'a'), ['call-missing']],
      ['none of that case', [of('1', 'a'), of('2', 'b'), of('3', 'c')], of('4', 'a'), ['golden-missing']],
      ['none, as the run declares no case', [of('1', 'a')], of(null, 'a'), ['golden-missing']],
      ['any of several', [of('1', 'a'), of('1', 'b')], of('1', 'b'), []],
      ['one without a case is for all', [of(null, 'a')], of('9', 'a'), []],
    ])('%s', async (_name, goldens, run, reasons) => {
      const report = await match('mode: unordered', goldens, [run])
      expect(reasonsOf(report).reasons).toEqual(reasons.map((reason) => `trajectory-match ${reason}`))
    })

    test('of those that do not match, the closest is reported', async () => {
      const { findings } = await match('mode: unordered', [of(null, 'xyz'), of(null, 'abc')], [of(null, 'abd')])
      expect(findings.map(({ data }) => [data['missing'], data['extra']])).toEqual([[['c'], ['d']]])
    })

    test('a recording without runs leaves it open', async () => {
      const report = await checkRun('trajectory-match: { golden: gone.json, mode: strict }', calls('a'))
      expect(reasonsOf(report).reasons).toEqual(['trajectory-match golden-missing'])
    })
  })

  describe('calls that the contract writes out', () => {
    test.each<[string, string, StepSketch[], string[]]>([
      ['the same', 'mode: strict, args: ignore, calls: [a, b]', calls('ab'), []],
      ['another order', 'mode: strict, args: ignore, calls: [a, b]', calls('ba'), ['out-of-order']],
      ['with arguments', 'mode: strict, calls: [{ tool: f, args: { q: 1 } }]', f({ q: 1 }), []],
      ['with others', 'mode: strict, calls: [{ tool: f, args: { q: 1 } }]', f({ q: 2 }), ['args-differ']],
      ['operators are keys', 'mode: strict, calls: [{ tool: f, args: { min: 1 } }]', f({ min: 2 }), ['args-differ']],
      ['of one tool alone', 'mode: unordered, argsFor: { f: ignore }, calls: [f]', f({ q: 2 }), []],
      ['none', 'mode: strict, empty: true, calls: []', calls('a'), ['extra-call']],
    ])('%s', async (_name, options, run, reasons) => {
      const report = await checkRun(`trajectory-match: { ${options} }`, run)
      expect(reasonsOf(report).reasons).toEqual(reasons.map((reason) => `trajectory-match ${reason}`))
      expect(report.findings.map(({ data }) => data['golden'])).toEqual(reasons.map(() => 'calls'))
    })

    test.each([
      ['mode: strict', 'needs one of `golden` and `calls`'],
      ['mode: strict, golden: g.json, args: ignore, calls: [a]', 'needs one of `golden` and `calls`'],
      ['mode: strict, calls: [a]', 'has `calls` without arguments'],
      ['mode: strict, calls: []', 'has no `calls` without `empty: true`'],
    ])('refuses %s', async (options, message) => {
      const contract = `trajectories:\n  run:\n    expect:\n      - trajectory-match: { ${options} }\n`
      await expect(contractOf(contract)).rejects.toThrow(message)
    })
  })

  describe('turns of the user', () => {
    const conversation = (...turns: string[]): RunSketch => ({
      agent: null,
      steps: [
        {
          tool: 'request',
          steps: turns.map((names) => ({ agent: 'support', steps: calls(names) })),
        },
      ],
    })
    test.each<[string, string, RunSketch, RunSketch, string[]]>([
      ['as many', 'superset', conversation('a', 'b'), conversation('a', 'b'), []],
      ['a call in another turn', 'superset', conversation('ab', 'c'), conversation('a', 'bc'), ['call-missing']],
      ['one turn fewer', 'superset', conversation('a', ''), conversation('a'), ['call-missing']],
      ['one turn more', 'subset', conversation('a', 'b'), conversation('a', 'b', ''), ['extra-call']],
    ])('%s', async (_name, mode, golden, run, reasons) => {
      const report = await match(`mode: ${mode}, scope: 'agent:support'`, golden, run)
      expect(reasonsOf(report).reasons).toEqual(reasons.map((reason) => `trajectory-match ${reason}`))
    })
  })

  test('shows both sides and the nearest call', async () => {
    const { findings } = await checkRun(
      'trajectory-match: { golden: g.json, mode: strict }',
      [call('lookup'), call('refund', { id: 'O-1', amount: 300 }), call('log')],
      {
        goldens: { 'g.json': [call('lookup'), call('refund', { id: 'O-1', amount: 30 })] },
        settings: { showValues: true },
      },
    )
    expect(findings[0]!.message).toBe(
      'run has `refund` and 1 more where golden `g.json` has `refund`, with other arguments',
    )
    expect(findings[0]!.data).toMatchObject({
      golden: 'g.json',
      missing: ['refund'],
      extra: ['refund', 'log'],
      swapped: [],
      score: 0.4,
      expected: ['lookup', 'refund'],
      observed: ['lookup', 'refund', 'log'],
      nearest: { step: 'refund', diff: [{ path: 'args.amount', expected: '30', actual: '300' }] },
    })
  })

  test('what recordings say of arguments is redacted on both sides', async () => {
    const report = await match('mode: strict', f({ q: 'golden secret' }), f({ q: 'run secret' }))
    expect(JSON.stringify(report)).not.toMatch(/golden secret|run secret/)
  })

  test.each<[string, string]>([
    ['{ golden: [], mode: strict }', 'the list is empty'],
    ['{ golden: g.json }', '`mode` is missing'],
    ['{ golden: g.json, mode: graded }', '`graded` needs `min`, the least score'],
    ['{ golden: g.json, mode: graded, min: 0 }', 'is no score that says anything'],
    ['{ golden: g.json, mode: strict, min: 0.5 }', 'has `min` or `order`, which only `graded` takes'],
    ['{ golden: g.json, mode: strict, argz: exact }', 'args'],
  ])('refuses %s', async (options, message) => {
    const contract = `trajectories:\n  run:\n    expect:\n      - trajectory-match: ${options}\n`
    await expect(contractOf(contract)).rejects.toThrow(message)
  })

  test('refuses a golden without calls', async () => {
    await expect(match('mode: superset', [{ model: 'm' }], calls('a'))).rejects.toThrow(
      '`g.json` has a run without tool calls; where nothing may be called, add `empty: true` to `trajectory-match`',
    )
  })
})

describe('pairing is the best of all', () => {
  const args = fc.record({ q: fc.nat({ max: 1 }) }, { requiredKeys: [] })
  const some = fc.array(fc.record({ tool: fc.constantFrom('a', 'b'), args: fc.tuple(args, fc.nat({ max: 2 })) }), {
    minLength: 1,
    maxLength: 4,
  })

  /** Most pairs over all assignments, each golden call in turn. */
  function best(fits: readonly (readonly boolean[])[], row = 0, used = 0): number {
    if (row === fits.length) return 0
    let most = best(fits, row + 1, used)
    fits[row]!.forEach((fit, column) => {
      if (fit && (used & (1 << column)) === 0) most = Math.max(most, 1 + best(fits, row + 1, used | (1 << column)))
    })
    return most
  }

  test('against all assignments, in every mode without order', async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        some,
        fc.constantFrom('unordered', 'subset', 'superset'),
        fc.constantFrom('exact', 'superset', 'subset'),
        async (golden, run, mode, how) => {
          const steps = (list: typeof golden): StepSketch[] =>
            list.map(({ tool, args: [one, page] }) => call(tool, page === 0 ? one : { ...one, page }))
          const within = (part: object, whole: object): boolean =>
            Object.entries(part).every(([key, value]) => (whole as Record<string, unknown>)[key] === value)
          const [goldenSteps, runSteps] = [steps(golden), steps(run)]
          const fits = goldenSteps.map((one) =>
            runSteps.map((other) => {
              if (one.tool !== other.tool) return false
              const isMore = within(one.args as object, other.args as object)
              const isLess = within(other.args as object, one.args as object)
              return how === 'superset' ? isMore : how === 'subset' ? isLess : isMore && isLess
            }),
          )
          const pairs = best(fits)
          const isAll = pairs === golden.length
          const isOnly = pairs === run.length
          const holds = mode === 'superset' ? isAll : mode === 'subset' ? isOnly : isAll && isOnly
          const report = await match(`mode: ${mode}, args: ${how}`, goldenSteps, runSteps)
          expect(report.verdict).toBe(holds ? 'pass' : 'fail')
          const swapped = await match(`mode: ${mode}, args: ${how}`, goldenSteps.toReversed(), runSteps)
          expect(swapped.verdict).toBe(report.verdict)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('lost calls never turn a verdict round', async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        some,
        fc.constantFrom('strict', 'unordered', 'subset', 'superset', 'graded, min: 0.6'),
        fc.nat(),
        async (golden, run, mode, at) => {
          const steps = (list: typeof golden): StepSketch[] => list.map(({ tool, args: [one] }) => call(tool, one))
          const whole = await match(`mode: ${mode}`, steps(golden), steps(run))
          const less = steps(run).toSpliced(at % run.length, 1)
          const part = await match(`mode: ${mode}`, steps(golden), less, ['line 3 is unreadable'])
          expect(['inconclusive', whole.verdict]).toContain(part.verdict)
        },
      ),
      { numRuns: 150 },
    )
  })
})
