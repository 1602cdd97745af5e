import { trials } from '../../src/rules/trials.ts'
import { spansOfRun } from '../support/step-sketch.ts'
import { testRule } from '../support/test-rule.ts'
import { runsOf } from '../support/trial-runs.ts'

const spans = (outcomes: string, caseId?: string | null) => runsOf(outcomes, caseId).flatMap(spansOfRun)

const contract = (keys: string, when = ''): string => `trajectories:
  refund:
    ${when}
    expect: [{ tool-used: refund }]
    trials: { ${keys} }`

const path = 'trajectories.refund.trials'
const passes = '+'.repeat(59)

testRule(trials, [
  {
    name: 'as many passes as the claim takes',
    contract: contract('runs: 59, passRate: 0.95'),
    spans: spans(passes),
    expect: [],
  },
  {
    name: 'one run shows next to nothing, and says how many would',
    contract: contract('runs: 20, passRate: 0.95'),
    spans: spans('+'),
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        path,
        span: null,
        message:
          'case `a` of `trajectories.refund` passes 1 of 1 run (1; Wilson 0.2065 to 1): the lower bound 0.05 does not show 0.95',
        help: 'make 59 runs anew, which show it with as many failures as there are, or claim less',
      },
    ],
  },
  {
    name: 'one failure of twenty',
    contract: contract('runs: 20, passRate: 0.95'),
    spans: spans('+++-++++++++++++++++'),
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'case `a` of `trajectories.refund` passes 19 of 20 runs (0.95; Wilson 0.7639 to 0.9911): the lower bound 0.7839 does not show 0.95',
        help: 'make 93 runs anew, which show it with as many failures as there are, or claim less',
      },
    ],
  },
  {
    name: 'the evidence after two failures in a row, whatever came later',
    contract: contract('runs: 59, passRate: 0.95'),
    spans: spans(`--${passes.slice(2)}`),
    expect: [
      {
        message:
          'case `a` of `trajectories.refund` passes 0 of the first 2 runs (0; Wilson 0 to 0.6576): the evidence against a pass rate of 0.95 is 140.3, and 20 is enough',
        help: 'read why its runs fail, and change the agent',
      },
    ],
  },
  {
    name: 'a fixed number of runs: the bound',
    contract: contract('runs: 10, passRate: 0.8, stop: none'),
    spans: spans('+---------'),
    expect: [
      {
        // The upper bound b of 1 of 10: (1 - b)^10 + 10 b (1 - b)^9 = 0.05.
        message:
          'case `a` of `trajectories.refund` passes 1 of 10 runs (0.1; Wilson 0.01788 to 0.4042): the upper bound 0.3942 lies below 0.8',
      },
    ],
  },
  {
    name: 'every run passes: the first failure decides',
    contract: contract('runs: 5, passRate: 1'),
    spans: spans('++-++'),
    expect: [
      {
        message:
          'case `a` of `trajectories.refund` passes 2 of the first 3 runs (0.6667; Wilson 0.2077 to 0.9385): one failed run refutes `passRate: 1`',
        help: 'read why the run fails, and change the agent',
      },
    ],
  },
  {
    name: 'every run passes: some are missing',
    contract: contract('runs: 5, passRate: 1'),
    spans: spans('++++'),
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'case `a` of `trajectories.refund` passes 4 of 4 runs (1; Wilson 0.5101 to 1): 5 runs that all pass are wanted',
        help: 'make the runs that lack',
      },
    ],
  },
  {
    name: 'a sequential test that finds the worse of two rates',
    contract: contract('runs: 60, healthy: 0.95, regressed: 0.8'),
    // Each failure weighs ln 4 = 1.386 of the ln 19 = 2.944 that decide.
    spans: spans('---+'),
    expect: [
      {
        message:
          'case `a` of `trajectories.refund` passes 0 of the first 3 runs (0; Wilson 0 to 0.5615): the sequential test decides for `regressed` 0.8 against `healthy` 0.95',
      },
    ],
  },
  {
    name: 'a sequential test that is not done',
    contract: contract('runs: 60, healthy: 0.95, regressed: 0.8'),
    spans: spans('++'),
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'case `a` of `trajectories.refund` passes 2 of 2 runs (1; Wilson 0.3424 to 1): the sequential test has not decided',
        help: 'make up to 60 runs',
      },
    ],
  },
  {
    name: 'too many errors of the provider',
    contract: contract('runs: 10, passRate: 0.5, infraErrors: { max: 0.1 }'),
    spans: spans('++xx++++++++'),
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'case `a` of `trajectories.refund` passes 10 of 10 runs (1; Wilson 0.7225 to 1), and 2 more ended in errors of provider, network or quota, which is more than `infraErrors.max`',
        help: 'make the runs anew when the provider answers, or raise `infraErrors.max`',
      },
    ],
  },
  {
    name: 'runs without a case are of no case',
    contract: contract('runs: 2, passRate: 1'),
    spans: [...spans('++'), ...spans('+++', null)],
    expect: [
      {
        verdict: 'inconclusive',
        message: '3 runs of `trajectories.refund` cannot be counted: they declare no case, or several',
        help: 'set `spanpact.case.id` on the root span of each run, or name the path of the case under `transcripts` of the configuration',
      },
    ],
  },
  {
    name: 'a case that is asked for and was not run',
    contract: contract('runs: 2, passRate: 1', 'when: { case: [a, b] }'),
    spans: spans('++'),
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'case `b` of `trajectories.refund` passes 0 of 0 runs (Wilson 0 to 1): 2 runs that all pass are wanted',
      },
    ],
  },
  {
    name: 'a baseline that was not read',
    contract: contract('runs: 2, passRate: 1, baseline: { file: kept.json }'),
    spans: spans('++'),
    expect: [
      {
        verdict: 'inconclusive',
        path: `${path}.baseline`,
        message: 'the pass rate of `trajectories.refund` cannot be compared with the baseline `kept.json`',
        help: 'write it with `spanpact check -u`',
      },
    ],
  },
])
