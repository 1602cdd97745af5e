import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const search = (q: number, rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'search', args: { q }, ...rest })
const failing = (q: number, rest: Partial<StepSketch> = {}): StepSketch => search(q, { error: 'timeout', ...rest })
const think = (rest: Partial<StepSketch> = {}): StepSketch => ({ model: 'gpt-5', ...rest })
const failed = (count: number, at = 1): StepSketch[] => Array.from({ length: count }, () => failing(at))

type Case = [name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]
const pass: [string, string[]] = ['pass', []]
const fail = (reason: string): [string, string[]] => ['fail', [`retry-bound ${reason}`]]
const open = (reason: string): [string, string[]] => ['inconclusive', [`retry-bound ${reason}`]]
const cases = (table: readonly Case[]): void => {
  test.each(table)('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`retry-bound: ${item}`, steps))).toEqual({ verdict, reasons })
  })
}

describe('retry-bound by number', () => {
  cases([
    ['as many tries as allowed', '{ maxAttempts: 3 }', [...failed(2), search(1)], ...pass],
    ['one more', '{ maxAttempts: 2 }', [...failed(2), search(1)], ...fail('too-many-attempts')],
    [
      'what stands between does not reset the count',
      '{ maxAttempts: 2 }',
      [failing(1), { tool: 'fetch' }, failing(1), { tool: 'fetch', args: 2 }, failing(1)],
      ...fail('too-many-attempts'),
    ],
    ['other arguments are another step', '{ maxAttempts: 1 }', [failing(1), search(2)], ...pass],
    [
      'unless the tool alone counts',
      '{ maxAttempts: 1, retryIdentity: tool }',
      [failing(1), search(2)],
      ...fail('too-many-attempts'),
    ],
    [
      'or some of the arguments',
      '{ maxAttempts: 1, retryIdentity: [id] }',
      [
        { tool: 'pay', args: { id: 7, note: 'a' }, error: 'x' },
        { tool: 'pay', args: { id: 7, note: 'b' } },
      ],
      ...fail('too-many-attempts'),
    ],
    ['a repeat after success is no retry', '{ maxAttempts: 1, retryIdentity: tool }', [search(1), search(1)], ...pass],
    [
      'arguments that are not recorded may be equal',
      '{ maxAttempts: 1 }',
      [{ tool: 'search', error: 'x' }, { tool: 'search' }],
      ...open('content-unknown'),
    ],
    ['or they do not matter', '{ maxAttempts: 2 }', [{ tool: 'search', error: 'x' }, { tool: 'search' }], ...pass],
    ['over the run', '{ total: 2 }', [...failed(2), ...failed(2, 2)], ...pass],
    ['one retry too many', '{ total: 1 }', [...failed(2), ...failed(2, 2)], ...fail('total-exceeded')],
    ['no retry at all', '{ total: 0 }', failed(2), ...fail('total-exceeded')],
    ['of another tool', '{ tool: fetch, maxAttempts: 1 }', [...failed(3), { tool: 'fetch' }], ...pass],
    ['of a model', '{ maxAttempts: 1 }', [think({ error: '503' }), think()], ...fail('too-many-attempts')],
    [
      'only those of the runtime',
      '{ maxAttempts: 1, by: runtime }',
      [failing(1, { id: 'c1' }), search(1, { id: 'c1' })],
      ...fail('too-many-attempts'),
    ],
    [
      'and none of the model',
      '{ maxAttempts: 1, by: model }',
      [failing(1, { id: 'c1' }), search(1, { id: 'c1' })],
      ...pass,
    ],
  ])

  test('lost spans leave open what is seen to be within', async () => {
    const damage = ['line 3 is unreadable']
    const reasons = async (item: string): Promise<string[]> =>
      reasonsOf(await checkRun(`retry-bound: ${item}`, failed(2), { damage })).reasons
    expect(await reasons('{ maxAttempts: 2 }')).toEqual(['retry-bound evidence-incomplete'])
    expect(await reasons('{ maxAttempts: 1 }')).toEqual(['retry-bound too-many-attempts'])
  })
})

describe('retry-bound by layer', () => {
  const resent = (count: number, rest: Partial<StepSketch> = {}): StepSketch =>
    think({ ...rest, attributes: { 'http.request.resend_count': count } })
  cases([
    ['the agent tries once', '{ maxAttempts: 1 }', [resent(2)], ...pass],
    ['the SDK thrice', '{ maxAttempts: 2, layer: sdk }', [resent(2)], ...fail('too-many-attempts')],
    ['each layer within', '{ maxAttempts: 3, layer: any }', [resent(2, { error: '503' }), resent(2)], ...pass],
    [
      'their product is not',
      '{ amplification: 5 }',
      [resent(2, { error: '503' }), resent(2)],
      ...fail('amplification-exceeded'),
    ],
    ['and is', '{ amplification: 6 }', [resent(2, { error: '503' }), resent(2)], ...pass],
    ['in all', '{ total: 4, layer: any }', [resent(2, { error: '503' }), resent(2)], ...fail('total-exceeded')],
    ['below the agent', '{ total: 4, layer: wire }', [resent(2, { error: '503' }), resent(2)], ...pass],
    ['nothing shows the tries', '{ maxAttempts: 3, layer: wire }', [think()], ...open('evidence-incomplete')],
    ['nobody asks for them', '{ maxAttempts: 3 }', [think()], ...pass],
  ])

  test('three layers of three tries are 27 for one step, and the layer is named', async () => {
    const steps = [resent(8, { error: '503' }), resent(8, { error: '503' }), resent(8)]
    const [finding] = (await checkRun('retry-bound: { layer: any, maxAttempts: 3, amplification: 3 }', steps)).findings
    expect(finding!.data).toMatchObject({ reason: 'too-many-attempts', layer: 'sdk or wire', value: 9, limit: 3 })
    const [product] = (await checkRun('retry-bound: { amplification: 3 }', steps)).findings
    expect(product!.data).toMatchObject({ value: 27, limit: 3 })
  })
})

describe('retry-bound by error', () => {
  const coded = (code: number, error = 'APIError'): StepSketch =>
    failing(1, { error, attributes: { 'http.response.status_code': code } })
  cases([
    ['an error that may be tried again', '{ onlyOn: [timeout, 5xx] }', failed(2), ...pass],
    ['by its code', '{ onlyOn: [5xx] }', [coded(503), search(1)], ...pass],
    ['another one', '{ onlyOn: [5xx] }', [coded(404), search(1)], ...fail('not-retryable')],
    ['a permanent one', '{ neverOn: [400, 401, 403, 404, 422] }', [coded(422), search(1)], ...fail('not-retryable')],
    ['not that one', '{ neverOn: [400] }', [coded(503), search(1)], ...pass],
    ['not tried again', '{ neverOn: [422] }', [coded(422)], ...pass],
    ['a word for a kind', '{ neverOn: [validation] }', [coded(422), search(1)], ...fail('not-retryable')],
    [
      'by its type',
      '{ neverOn: [validation] }',
      [failing(1, { error: 'ValidationError' }), search(1)],
      ...fail('not-retryable'),
    ],
    ['a timeout has no code', '{ neverOn: [400] }', failed(2), ...pass],
    ['others may have', '{ neverOn: [400] }', [failing(1, { error: 'APIError' }), search(1)], ...open('error-unknown')],
    ['a code as the type', '{ neverOn: [400] }', [failing(1, { error: '400' }), search(1)], ...fail('not-retryable')],
    ['no type', '{ onlyOn: [timeout] }', [search(1, { status: 'error' }), search(1)], ...open('error-unknown')],
  ])
})

describe('retry-bound by time and arguments', () => {
  const asking = (header: string, at: [number, number]): StepSketch =>
    failing(1, { at, attributes: { 'http.response.header.retry-after': [header] } })
  cases([
    ['long enough', '{ minBackoff: 90ms }', [failing(1, { at: [0, 10] }), search(1, { at: [100, 110] })], ...pass],
    [
      'too short',
      '{ minBackoff: 91ms }',
      [failing(1, { at: [0, 10] }), search(1, { at: [100, 110] })],
      ...fail('backoff-too-short'),
    ],
    [
      'as long as asked',
      '{ respectRetryAfter: true }',
      [asking('2', [0, 10]), search(1, { at: [2010, 2020] })],
      ...pass,
    ],
    [
      'not as long',
      '{ respectRetryAfter: true }',
      [asking('2', [0, 10]), search(1, { at: [2009, 2020] })],
      ...fail('backoff-too-short'),
    ],
    [
      'until the date',
      '{ respectRetryAfter: true }',
      [asking('Thu, 09 Oct 2025 08:53:25 GMT', [0, 10]), search(1, { at: [5000, 5010] })],
      ...pass,
    ],
    [
      'before the date',
      '{ respectRetryAfter: true }',
      [asking('Thu, 09 Oct 2025 08:53:25 GMT', [0, 10]), search(1, { at: [4999, 5010] })],
      ...fail('backoff-too-short'),
    ],
    [
      'garbage asks nothing',
      '{ respectRetryAfter: true }',
      [asking('soon 1', [0, 10]), search(1, { at: [10, 20] })],
      ...pass,
    ],
    ['nothing asked', '{ respectRetryAfter: true }', failed(2), ...pass],
    [
      'growing gaps',
      '{ backoff: increasing }',
      [failing(1, { at: [0, 0] }), failing(1, { at: [100, 100] }), search(1, { at: [175, 180] })],
      ...pass,
    ],
    [
      'a gap that shrinks by more than jitter',
      '{ backoff: increasing }',
      [failing(1, { at: [0, 0] }), failing(1, { at: [100, 100] }), search(1, { at: [174, 180] })],
      ...fail('backoff-too-short'),
    ],
    ['the same arguments', '{ sameArgs: require, retryIdentity: tool }', failed(2), ...pass],
    ['others', '{ sameArgs: require, retryIdentity: tool }', [failing(1), search(2)], ...fail('args-changed')],
    [
      'the same where others are due',
      '{ sameArgs: forbid, retryIdentity: tool }',
      failed(2),
      ...fail('args-unchanged'),
    ],
  ])
})

test('shows the tries, their errors and the times between', async () => {
  const steps = [
    failing(1, { at: [0, 10], attributes: { 'http.response.header.retry-after': '3' } }),
    failing(1, { at: [50, 60] }),
    search(1, { at: [200, 210] }),
  ]
  const [finding] = (await checkRun('retry-bound: { maxAttempts: 2 }', steps)).findings
  const [one, two, three] = finding!.data['counterexample'] as [string, string, string]
  expect(finding!.data['attempts']).toEqual([
    { span: one, status: 'error', errorType: 'timeout', gapMs: null, retryAfterMs: 3000 },
    { span: two, status: 'error', errorType: 'timeout', gapMs: 40, retryAfterMs: null },
    { span: three, status: 'unset', errorType: null, gapMs: 140, retryAfterMs: null },
  ])
  expect(finding!.message).toBe('run tries tool `search` 3 times at layer `agent`, expected at most 2')
})

test.each([
  ['{ }', 'bounds nothing: give `maxAttempts`, `total` or another rule'],
  ['{ tool: search }', 'bounds nothing'],
  ['{ maxAttempts: 0 }', 'is below 1: the first try counts'],
  ['{ neverOn: [] }', 'the list is empty'],
  ['{ maxAttempts: 2, retryIdentity: [] }', 'the list is empty'],
  ['{ neverOn: [99] }', 'is no status code'],
])('%s is refused', async (item, message) => {
  await expect(contractOf(`trajectories:\n  run:\n    expect:\n      - retry-bound: ${item}\n`)).rejects.toThrow(
    message,
  )
})

test('counts tries as a fold over the calls does, and a higher limit never fails what a lower one passes', async () => {
  const calls = fc.array(fc.tuple(fc.nat(2), fc.boolean()), { minLength: 1, maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(calls, fc.integer({ min: 1, max: 4 }), async (all, limit) => {
      const repeated = new Map<number, number>()
      let most = 0
      for (const [q, fails] of all) {
        const count = (repeated.get(q) ?? 0) + 1
        most = Math.max(most, count)
        if (fails) repeated.set(q, count)
        else repeated.delete(q)
      }
      const steps = all.map(([q, fails]) => (fails ? failing(q) : search(q)))
      expect((await checkRun(`retry-bound: { maxAttempts: ${limit} }`, steps)).verdict).toBe(
        most > limit ? 'fail' : 'pass',
      )
    }),
    { seed: 20261120, numRuns: 60 },
  )
})
