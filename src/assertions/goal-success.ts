import { durationNano } from '../model/duration.ts'
import { duration, filledIn, text } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { judgedRun, outputRead, type Judgement } from './judge.ts'
import { fullForm } from './options.ts'
import { fail, open, pass, type Outcome } from './outcome.ts'

const defaultTimeout = '60s'

const full = fullForm(() => ({
  goal: text.describe('What the run must have achieved, in words for the judge'),
  judge: text.describe('File with the judge, relative to the contract: `export default (run) => ({ pass, reason })`'),
  timeout: duration.optional().describe('How long the judge may think about one run. Default: 60s'),
})).refine(
  ({ severity }) => severity !== 'error',
  filledIn('has severity `error`: a judge advises, and decides no gate alone'),
)

export const goalSuccess = defineAssertion({
  id: 'goal-success',
  summary: 'Asks a judge of yours whether the run reached its goal',
  scope: 'deep',
  severity: 'warning',
  options: full,
  judges: ({ judge }) => [judge],
  compile({ goal, judge: path, timeout = defaultTimeout, scope }, { agent, judge: find, show }) {
    const judge = find(path)
    const limitMs = durationNano(timeout)! / 1e6
    const outcomeOf = (answer: unknown): Outcome => {
      if (!isJudgement(answer)) return open(1, 'judge-unreadable', { data: { goal, judge: path } })
      const data = { goal, judge: path, ...(answer.reason === undefined ? {} : { opinion: show(answer.reason) }) }
      if (answer.pass === null) return open(1, 'judge-abstained', { data })
      return answer.pass ? pass(1) : fail(1, 'goal-missed', { data })
    }
    const failed = (error: unknown): Outcome => {
      const name = error instanceof Error ? error.name : typeof error
      // The message may quote the run.
      const message = show(error instanceof Error ? error.message : String(error))
      return open(1, 'judge-failed', { data: { goal, judge: path, error: name, opinion: message } })
    }
    return {
      content: { args: true, result: true },
      reads: [outputRead],
      check(run) {
        if (judge === undefined) return open(1, 'judge-missing', { data: { goal, judge: path } })
        const scoped = run.within(scope ?? 'deep', agent)
        // The agent that was asked has the answer: only a scope that is wanted leaves its step out.
        const { steps } = scope === undefined ? run.steps : scoped
        try {
          const answer = judge(judgedRun(run, steps, goal, scoped.holes('tools').length === 0))
          if (!(answer instanceof Promise)) return outcomeOf(answer)
          const late: Outcome = open(1, 'judge-late', { data: { goal, judge: path, timeout } })
          return within(limitMs, answer.then(outcomeOf, failed), late)
        } catch (error) {
          return failed(error)
        }
      },
    }
  },
  describe(data, place) {
    const { reason, goal, judge, opinion, error, timeout } = data
    const said = typeof opinion === 'string' ? `: ${opinion}` : ''
    const asked = `\`goal-success\` is undecided for ${place}: judge \`${String(judge)}\``
    switch (reason) {
      case 'judge-abstained':
        return { message: `${asked} abstains${said}`, help: 'record what the judge needs to see' }
      case 'judge-failed':
        return { message: `${asked} fails with ${String(error)}${said}`, help: 'make the judge run without errors' }
      case 'judge-late':
        return {
          message: `${asked} has no answer after ${String(timeout)}`,
          help: 'make it faster, or raise `timeout`',
        }
      case 'judge-unreadable':
        return {
          message: `${asked} answers something else than \`{ pass: true | false | null, reason }\``,
          help: 'return `pass`, and a text as `reason`',
        }
      case 'judge-missing':
        return { message: `${asked} could not be loaded`, help: 'name a file with a default export that is a function' }
      default:
        return {
          message: `judge \`${String(judge)}\` says that ${place} misses its goal \`${String(goal)}\`${said}`,
          help: 'read the run, and the judge where it is wrong',
        }
    }
  },
})

function isJudgement(answer: unknown): answer is Judgement {
  if (typeof answer !== 'object' || answer === null || !('pass' in answer)) return false
  const { pass: passes, reason } = answer as { readonly pass: unknown; readonly reason?: unknown }
  return (typeof passes === 'boolean' || passes === null) && (reason === undefined || typeof reason === 'string')
}

/** A promise that is never kept would let the process end with nothing said. */
async function within(limitMs: number, answer: Promise<Outcome>, late: Outcome): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      resolve(late)
    }, limitMs)
  })
  try {
    return await Promise.race([answer, limit])
  } finally {
    clearTimeout(timer)
  }
}
