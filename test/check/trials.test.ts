import { describe, expect, test } from 'vitest'

import { isInfraErrorType } from '../../src/check/trajectories/infra-error.ts'
import { createCheck, type CheckSettings } from '../../src/check/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import type { TrialResults } from '../../src/stats/index.ts'
import { checkSpans, contractOf, defaultSettings } from '../support/check-spans.ts'
import { span } from '../support/span.ts'
import { checkRun, spansOfRun, type RunSketch } from '../support/step-sketch.ts'
import { runsOf } from '../support/trial-runs.ts'

const contract = (keys: string, items = '{ tool-used: refund }', when = ''): string =>
  `trajectories:\n  refund:\n    ${when}\n    expect: [${items}]\n    trials: { ${keys} }\n`

/** `case verdict reason: passes/failures/inconclusive/infra` of every finding of trials, and the ids of the others. */
function summaryOf({ findings }: CheckReport): readonly string[] {
  return findings.map(({ id, verdict, data }) => {
    if (id !== 'trials') return `${id} ${String(data['reason'])}`
    const { reason, passes, failures, inconclusive, infra } = data
    return `${String(data['case'])} ${verdict} ${String(reason)}: ${[passes, failures, inconclusive, infra].join('/')}`
  })
}

const check = (keys: string, runs: readonly RunSketch[], items?: string): Promise<CheckReport> =>
  checkRun(contract(keys, items), runs)

describe('runs of a case are judged together', () => {
  test('single runs have no findings; those that did not pass are listed with their reasons', async () => {
    const report = await check('runs: 5, passRate: 0.9, stop: none', runsOf('+-?+x'))
    expect(summaryOf(report)).toEqual(['a inconclusive infra-errors: 2/1/1/1'])
    const failed = report.findings[0]!.data['failed'] as {
      outcome: string
      because: { reason: string; message: string }[]
    }[]
    expect(failed.map(({ outcome, because }) => [outcome, because[0]!.reason, because[0]!.message])).toEqual([
      ['fail', 'too-few', 'run has 0 calls of tool `refund`, expected at least 1'],
      [
        'inconclusive',
        'evidence-incomplete',
        '`tool-used` is undecided for run: 1 tool call that a model asked for has no span: `lost`',
      ],
      ['infra', 'too-few', 'run has 0 calls of tool `refund`, expected at least 1'],
    ])
  })

  test('cases are judged one by one, in order of their names', async () => {
    const runs = [...runsOf('++', 'b'), ...runsOf('+-', 'a'), ...runsOf('+', 'c')]
    expect(summaryOf(await check('runs: 2, passRate: 1', runs))).toEqual([
      'a fail run-failed: 1/1/0/0',
      'c inconclusive runs-missing: 1/0/0/0',
    ])
  })

  test('a case that passes is a note with rate, interval and bound', async () => {
    const report = await check('runs: 3, passRate: 0.3', runsOf('+++'))
    expect(report.verdict).toBe('pass')
    expect(report.notes).toEqual([
      {
        recording: 'test.contract.yaml',
        message:
          'case `a` of `trajectories.refund` passes 3 of 3 runs (1; Wilson 0.4385 to 1): the lower bound 0.3684 shows 0.3',
      },
    ])
  })

  test('an inconclusive run proves no pass and refutes nothing', async () => {
    expect(summaryOf(await check('runs: 3, passRate: 1', runsOf('+?+')))).toEqual([
      'a inconclusive rate-undecided: 2/0/1/0',
    ])
  })

  test('a name that no run has leaves every run open', async () => {
    expect(summaryOf(await check('runs: 3, passRate: 1', runsOf('---')))).toEqual([
      'a inconclusive rate-undecided: 0/0/3/0',
    ])
  })

  test('the order of the spans changes nothing', async () => {
    const spans = runsOf('++-+-x+?').flatMap(spansOfRun)
    const one = await contractOf(contract('runs: 9, passRate: 0.9'))
    const forward = checkSpans(
      spans.map((sketch) => span(sketch, 1)),
      [one],
    )
    const backward = checkSpans(spans.map((sketch) => span(sketch, 1)).toReversed(), [one])
    expect(backward).toEqual(forward)
    expect(summaryOf(forward)).toHaveLength(1)
  })

  test('runs count in the order in which they were made: their number, where they began at once', async () => {
    const [first, ...rest] = runsOf('+++++-----')
    const shown = await check('runs: 13, passRate: 0.9', [...rest.toReversed(), first!])
    // E(5, 5) is the first above 20 after five passes; two failures at the start would be enough.
    expect(summaryOf(shown)).toEqual(['a fail rate-refuted: 5/5/0/0'])
  })

  test('a run of two cases is of the one that the trajectory speaks of', async () => {
    const both = runsOf('++').map((run) => ({
      ...run,
      attributes: { ...run.attributes, 'spanpact.case.id': ['a', 'b'] },
    }))
    const keys = 'runs: 2, passRate: 1'
    expect(summaryOf(await checkRun(contract(keys), both))).toEqual(['undefined inconclusive case-unknown: ///'])
    expect(summaryOf(await checkRun(contract(keys, undefined, 'when: { case: b }'), both))).toEqual([])
  })

  test('a trajectory that no run meets is idle', async () => {
    const report = await checkRun(contract('runs: 2, passRate: 1', undefined, 'when: { case: z }'), runsOf('++'))
    expect(report.findings.map(({ id, data }) => [id, data['reason']])).toEqual([
      ['contract-unexercised', 'no-trajectory'],
    ])
  })
})

describe('what must never happen', () => {
  const never = '{ tool-used: refund }, { tool-not-used: delete }'
  const [plain] = runsOf('+')
  const deleting: RunSketch = {
    ...plain!,
    trace: 'deleting',
    attributes: { ...plain!.attributes, 'spanpact.trial': 9 },
    steps: [...plain!.steps, { tool: 'delete' }],
  }

  test('refutes at once, also behind the runs that count', async () => {
    expect(summaryOf(await check('runs: 2, passRate: 0.2', [...runsOf('++'), deleting], never))).toEqual([
      'a fail run-failed: 2/1/0/0',
    ])
  })

  test('is no infrastructure error, whatever ended the run', async () => {
    const ended = { ...deleting, steps: [...deleting.steps, { model: 'gpt-5', error: '503' }] }
    expect(summaryOf(await check('runs: 9, passRate: 0.2', [ended], never))).toEqual(['a fail run-failed: 0/1/0/0'])
  })

  test('leaves other failures to the rate', async () => {
    expect(summaryOf(await check('runs: 3, passRate: 0.13', runsOf('+-+'), never))).toEqual([])
  })
})

describe('what a severity says', () => {
  test('items that are less grave advise, run by run', async () => {
    const items = '{ tool-used: refund }, { tool-used: { tool: search, id: advice, severity: warning } }'
    const report = await check('runs: 2, passRate: 1', runsOf('++'), items)
    expect(report.findings.map(({ id, severity }) => [id, severity])).toEqual([
      ['tool-used', 'warning'],
      ['tool-used', 'warning'],
    ])
    expect(report.notes).toHaveLength(1)
  })

  test('trials are as grave as what they repeat', async () => {
    const report = await check(
      'runs: 2, passRate: 1',
      runsOf('+-'),
      '{ tool-used: { tool: refund, severity: warning } }',
    )
    expect(report.findings.map(({ id, severity }) => [id, severity])).toEqual([['trials', 'warning']])
  })

  test('without the rule each run is judged by itself', async () => {
    const report = await checkRun(contract('runs: 9, passRate: 0.2'), runsOf('+-'), {
      settings: { severities: { trials: 'off' } },
    })
    expect(summaryOf(report)).toEqual(['tool-used too-few'])
  })
})

describe('errors of provider, network and quota', () => {
  test('end a run that is none, also one that would pass', async () => {
    const [run] = runsOf('+')
    const ended = { ...run!, trace: 'ended', steps: [...run!.steps, { model: 'gpt-5', error: 'RateLimitError' }] }
    const report = await check('runs: 3, passRate: 0.2, infraErrors: { max: 0.5 }', [...runsOf('++'), ended])
    expect(summaryOf(report)).toEqual(['a inconclusive runs-missing: 2/0/0/1'])
  })

  test('from which the agent recovered are part of its run', async () => {
    const recovered: RunSketch = {
      ...runsOf('+')[0]!,
      steps: [{ model: 'gpt-5', error: '503' }, { model: 'gpt-4' }, { tool: 'refund' }],
    }
    expect(summaryOf(await check('runs: 1, passRate: 1', [recovered]))).toEqual([])
  })

  test('that a fault injected are failures of the agent', async () => {
    const [, run] = runsOf('+x')
    const faulty = {
      ...run!,
      steps: run!.steps.map((step) =>
        step.error === undefined ? step : { ...step, attributes: { 'spanpact.fault.ids': ['overload'] } },
      ),
    }
    expect(summaryOf(await check('runs: 2, passRate: 1', [...runsOf('+'), faulty]))).toEqual([
      'a fail run-failed: 1/1/0/0',
    ])
  })

  test.each([
    ['503', true],
    ['529', true],
    ['429', true],
    ['openai.RateLimitError', true],
    ['insufficient_quota', true],
    ['ECONNRESET', true],
    ['google.api_core.exceptions.ServiceUnavailable', true],
    ['overloaded_error', true],
    ['anthropic.InternalServerError', true],
    ['APIConnectionTimeoutError', true],
    ['com.amazonaws.ThrottlingException', true],
    ['400', false],
    ['5000', false],
    ['AuthenticationError', false],
    ['ValueError', false],
    ['context_length_exceeded', false],
    ['', false],
  ])('%s: %s', (type, isInfra) => {
    expect(isInfraErrorType(type)).toBe(isInfra)
  })
})

describe('replays', () => {
  const answer = { 'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"done"}]}]' }
  const recorded = (runs: readonly RunSketch[]): RunSketch[] =>
    runs.map((run) => ({
      ...run,
      steps: run.steps.map((step) => (step.model === undefined ? step : { ...step, attributes: answer })),
    }))

  test('of equal content count once, with a note', async () => {
    const report = await check('runs: 3, passRate: 1', recorded(runsOf('+++')))
    expect(summaryOf(report)).toEqual(['a inconclusive runs-missing: 1/0/0/0'])
    expect(report.notes.map(({ message }) => message.replaceAll(/`[0-9a-f]{32}`/g, 'ID'))).toEqual([
      'case `a` of `trajectories.refund`: run ID counts once: ID, ID recorded the same as it',
    ])
  })

  test('are none where outputs are not recorded: nobody knows what was said', async () => {
    expect(summaryOf(await check('runs: 3, passRate: 1', runsOf('+++')))).toEqual([])
  })

  test('that differ in one answer are runs of their own', async () => {
    const [first, second] = recorded(runsOf('++'))
    const other = { 'gen_ai.output.messages': answer['gen_ai.output.messages'].replace('done', 'paid') }
    const changed = {
      ...second!,
      steps: second!.steps.map((step) => (step.model === undefined ? step : { ...step, attributes: other })),
    }
    expect(summaryOf(await check('runs: 2, passRate: 1', [first!, changed]))).toEqual([])
  })

  test('of one trace in two recordings count once', async () => {
    const one = await contractOf(contract('runs: 2, passRate: 1'))
    const spans = runsOf('+').flatMap(spansOfRun)
    const running = createCheck([one], defaultSettings)
    for (const name of ['a.jsonl', 'b.jsonl']) {
      const recording = running.recording(name, [name], [one])
      for (const [index, sketch] of spans.entries()) recording.addSpan(span(sketch, index + 1), 0)
      recording.finish()
    }
    expect(summaryOf(running.finish())).toEqual(['a inconclusive runs-missing: 1/0/0/0'])
  })

  test('agents side by side in one trace are runs of their own', async () => {
    const spans = runsOf('++').flatMap((run) => spansOfRun(run).map((sketch) => ({ ...sketch, trace: 'one' })))
    const one = await contractOf(contract('runs: 2, passRate: 1'))
    expect(
      summaryOf(
        checkSpans(
          spans.map((sketch, index) => span(sketch, index + 1)),
          [one],
        ),
      ),
    ).toEqual([])
  })
})

describe('baselines', () => {
  const keys = (margin = ''): string => `runs: 20, passRate: 0.05, baseline: { file: kept.json${margin} }`

  async function compare(
    text: string,
    outcomes: string,
    previous: TrialResults,
    change: (run: RunSketch, index: number) => RunSketch = (run) => run,
  ): Promise<CheckReport> {
    const one = await contractOf(text)
    const spans = runsOf(outcomes).map(change).flatMap(spansOfRun)
    const settings: Partial<CheckSettings> = { baselines: new Map([[one.trajectories[0]!, previous]]) }
    return checkSpans(
      spans.map((sketch, index) => span(sketch, index + 1)),
      [one],
      { settings },
    )
  }

  const of = (passes: number, runs: number): TrialResults => new Map([['a', { passes, runs }]])

  // Fisher one-sided of 12/20 against 19/20: 0.009828; of 15/20 against 19/20: 0.09088.
  test('a rate that fell', async () => {
    const report = await compare(contract(keys()), `${'+'.repeat(12)}${'-'.repeat(8)}`, of(19, 20))
    expect(report.findings.map(({ message, data, verdict }) => [verdict, data['reason'], message])).toEqual([
      [
        'fail',
        'regressed',
        'the pass rate of `trajectories.refund` is lower than in the baseline `kept.json` (p 0.009828)',
      ],
    ])
  })

  test('a rate that may have fallen by chance', async () => {
    const report = await compare(contract(keys()), `${'+'.repeat(15)}${'-'.repeat(5)}`, of(19, 20))
    expect(report.findings).toEqual([])
  })

  test('a margin asks for a proof', async () => {
    const report = await compare(contract(keys(', margin: 0.05')), `${'+'.repeat(15)}${'-'.repeat(5)}`, of(19, 20))
    expect(report.findings.map(({ verdict, data }) => [verdict, data['reason']])).toEqual([
      ['inconclusive', 'margin-undecided'],
    ])
    const { lower, upper } = report.findings[0]!.data['difference'] as { lower: number; upper: number }
    expect([lower.toFixed(4), upper.toFixed(4)]).toEqual(['-0.4225', '0.0318'])
  })

  test('tokens that grew', async () => {
    const previous: TrialResults = new Map([
      ['a', { passes: 5, runs: 5, metrics: new Map([['totalTokens', [1, 2, 3, 4, 5]]]) }],
    ])
    const report = await compare(
      contract('runs: 5, passRate: 0.05, baseline: { file: kept.json }'),
      '+++++',
      previous,
      (run, index) => ({
        ...run,
        steps: [{ model: 'gpt-5', usage: { input: 5 + index, output: 1 } }, { tool: 'refund' }],
      }),
    )
    const grown = report.findings.filter(({ data }) => data['metric'] === 'totalTokens')
    // Mann-Whitney of {1…5} below {6…10}: 0.003968.
    expect(grown.map(({ message }) => message)).toEqual([
      '`totalTokens` of `trajectories.refund` grew since the baseline `kept.json` (p 0.003968)',
    ])
  })

  test('a metric that the baseline keeps and runs no longer say', async () => {
    const previous: TrialResults = new Map([['a', { passes: 9, runs: 9, metrics: new Map([['costUsd', [1, 2]]]) }]])
    const report = await compare(contract(keys()), '+'.repeat(20), previous)
    expect(report.findings.map(({ verdict, message }) => [verdict, message])).toEqual([
      ['inconclusive', '`costUsd` of `trajectories.refund` has no case in common with the baseline `kept.json`'],
    ])
  })

  test('cases of one side, and other versions, are notes', async () => {
    const previous: TrialResults = new Map([
      ['a', { passes: 20, runs: 20, versions: 'other' }],
      ['gone', { passes: 1, runs: 1 }],
    ])
    const report = await compare(contract(keys()), '+'.repeat(20), previous)
    expect(report.notes.map(({ message }) => message)).toEqual([
      '`trajectories.refund`, baseline `kept.json`: `a` recorded with another contract, other models or other tools',
      '`trajectories.refund`, baseline `kept.json`: `gone` in the baseline alone',
      'case `a` of `trajectories.refund` passes 20 of 20 runs (1; Wilson 0.8389 to 1): the lower bound 0.8609 shows 0.05',
    ])
    expect(report.findings).toEqual([])
  })

  test('results are handed over instead of compared', async () => {
    const kept: unknown[] = []
    const settings: Partial<CheckSettings> = {
      keepTrials: (_contract, clause, results) =>
        void kept.push([clause.id, [...results].map(([name, { passes, runs }]) => [name, passes, runs])]),
    }
    const report = await checkRun(contract(keys()), [...runsOf('+-x'), ...runsOf('+', 'b')], { settings })
    expect(kept).toEqual([
      [
        'refund',
        [
          ['a', 1, 2],
          ['b', 1, 1],
        ],
      ],
    ])
    expect(report.findings.filter(({ data }) => data['baseline'] !== undefined)).toEqual([])
  })
})
