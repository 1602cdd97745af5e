import type { FindingData } from '../model/finding.ts'
import { shortRate } from '../model/short-rate.ts'
import { defineRule, type Description } from './rule.ts'

/** Words for what repeated runs show of a case; the engine counts and judges them. */
export const trials = defineRule({
  id: 'trials',
  summary: 'Requires that as many runs of each case pass as `trials` claims',
  severity: 'error',
  scope: 'meta',
  describe(data) {
    if (data['reason'] === 'case-unknown') return describeUnknownCase(data)
    return typeof data['baseline'] === 'string' ? describeBaseline(data) : describeCase(data)
  },
})

function describeUnknownCase({ n, trajectory }: FindingData): Description {
  return {
    message: `${String(n)} ${n === 1 ? 'run' : 'runs'} of \`${String(trajectory)}\` cannot be counted: they declare no case, or several`,
    help: 'set `spanpact.case.id` on the root span of each run, or name the path of the case under `transcripts` of the configuration',
  }
}

function describeCase(data: FindingData): Description {
  const { reason, passRate, stop, lower, upper, needed, runs, infra } = data
  const result = resultWords(data)
  const wanted = numberOr(needed, runs)
  switch (reason) {
    case 'rate-refuted': {
      const evidence = data['evidence'] as { readonly value: number; readonly threshold: number } | null
      const shown =
        evidence === null
          ? `the upper bound ${boundWords(upper, passRate)} lies below ${rateWords(passRate)}`
          : `the evidence against a pass rate of ${rateWords(passRate)} is ${shortRate(evidence.value)}, and ${shortRate(evidence.threshold)} is enough`
      return { message: `${result}: ${shown}`, help: 'read why its runs fail, and change the agent' }
    }
    case 'run-failed':
      return {
        message: `${result}: one failed run refutes ${data['isNever'] === true ? 'a rule that says never' : stop === 'first-failure' ? '`stop: first-failure`' : '`passRate: 1`'}`,
        help: 'read why the run fails, and change the agent',
      }
    case 'regressed':
      return {
        message: `${result}: the sequential test decides for \`regressed\` ${rateWords(data['regressed'])} against \`healthy\` ${rateWords(data['healthy'])}`,
        help: 'read why its runs fail, and change the agent',
      }
    case 'infra-errors':
      return {
        message: `${result}, and ${String(infra)} more ended in errors of provider, network or quota, which is more than \`infraErrors.max\``,
        help: 'make the runs anew when the provider answers, or raise `infraErrors.max`',
      }
    default: {
      const unreachable = reason === 'rate-out-of-reach' ? ', and no rest of the runs could' : ''
      const again = typeof needed === 'number' ? ' anew' : ''
      const claim = `${String(wanted)} runs${again}, which show it with as many failures as there are, or claim less`
      if (stop === 'sprt') {
        return { message: `${result}: the sequential test has not decided`, help: `make up to ${String(runs)} runs` }
      }
      if (passRate === 1) {
        return { message: `${result}: ${String(runs)} runs that all pass are wanted`, help: 'make the runs that lack' }
      }
      return {
        message: `${result}: the lower bound ${boundWords(lower, passRate)} does not show ${rateWords(passRate)}${unreachable}`,
        help: `make ${claim}`,
      }
    }
  }
}

/** What a case that passed showed, in one sentence. */
export function describePass(data: FindingData): string {
  const { stop, lower, passRate, healthy, regressed } = data
  const result = resultWords(data)
  if (stop === 'sprt') {
    return `${result}: the sequential test decides for \`healthy\` ${rateWords(healthy)} against \`regressed\` ${rateWords(regressed)}`
  }
  return passRate === 1
    ? `${result}: every run passes, and the lower bound is ${boundWords(lower, passRate)}`
    : `${result}: the lower bound ${boundWords(lower, passRate)} shows ${rateWords(passRate)}`
}

/** "case `a` of `trajectories.refund` passes 19 of 20 runs (0.95; Wilson 0.7639 to 0.9911)". */
function resultWords(data: FindingData): string {
  const { trajectory, passes, n, infra, observed } = data
  const wilson = data['wilson'] as { readonly lower: number; readonly upper: number }
  const first = Number(observed) > Number(n) + Number(infra) ? 'the first ' : ''
  const runs = n === 1 ? `${first === '' ? '1' : first.trim()} run` : `${first}${String(n)} runs`
  const rate = n === 0 ? '' : `${shortRate(Number(passes) / Number(n))}; `
  return `case \`${String(data['case'])}\` of \`${String(trajectory)}\` passes ${String(passes)} of ${runs} (${rate}Wilson ${shortRate(wilson.lower)} to ${shortRate(wilson.upper)})`
}

const baselineWords: Readonly<Record<string, string>> = {
  regressed: 'is lower than in',
  inferior: 'the pass rate fell by more than `margin` since',
  grown: 'grew since',
  'too-few-runs': 'cannot be compared with',
  'no-common-case': 'has no case in common with',
  'margin-undecided': 'may have fallen by more than `margin` since',
  'baseline-zero': 'is 0 in',
  'baseline-missing': 'cannot be compared with',
}

function describeBaseline(data: FindingData): Description {
  const { reason, subject, trajectory, baseline } = data
  const words = baselineWords[String(reason)] ?? 'differs from'
  const pValue = typeof data['pValue'] === 'number' ? ` (p ${shortRate(data['pValue'])})` : ''
  const help: Readonly<Record<string, string>> = {
    'too-few-runs': 'make more runs: not even the worst result of so few would show a difference',
    'margin-undecided': 'make more runs, or widen `margin`',
    'baseline-missing': 'write it with `spanpact check -u`',
    'no-common-case': 'make runs of the same cases, or write the baseline anew with `spanpact check -u`',
  }
  return {
    message: `${String(subject)} of \`${String(trajectory)}\` ${words} the baseline \`${String(baseline)}\`${pValue}`,
    help: help[String(reason)] ?? 'find the change that did it, or accept it with `spanpact check -u`',
  }
}

function numberOr(value: unknown, otherwise: unknown): unknown {
  return typeof value === 'number' ? value : otherwise
}

function rateWords(rate: unknown): string {
  return shortRate(Number(rate))
}

function boundWords(bound: unknown, claim: unknown): string {
  return shortRate(Number(bound), Number(claim))
}
