import { defineRule } from './rule.ts'

/** Words for a clause the team wrote that no run exercised; the engine decides when. */
export const clauseUnexercised = defineRule({
  id: 'clause-unexercised',
  summary: 'Requires that every clause the team wrote is exercised by some run of the invocation',
  severity: 'error',
  scope: 'meta',
  describe(data, place) {
    if (data['reason'] === 'open') {
      return {
        message: `which clause selects ${place} is undecided: it dropped attributes or events that clauses select by`,
        help: 'raise the limits of the SDK, or set what clauses select by when the span starts',
      }
    }
    if (data['reason'] === 'source' || data['reason'] === 'transcript') {
      return {
        message: `which clause selects ${place} is undecided: the recording (\`${String(data['format'])}\`) does not hold what clauses select by`,
        help: 'record the run as OTLP, which keeps all of a span',
      }
    }
    if (data['reason'] === 'log-record') {
      const event = String(data['event'])
      return {
        message: `what the contract asks of ${place} is undecided: a log record gives it event \`${event}\`, which a selector asks for when the span is read`,
        help: `add event \`${event}\` to the span itself, or select by what the span carries`,
      }
    }
    const clause = String(data['clause'])
    if (data['reason'] === 'when') {
      return {
        message: `\`${clause}\` was never exercised: no run is one that its \`when\` speaks of`,
        help: 'add a recording of such a run, or correct `when`',
      }
    }
    if (data['reason'] === 'not-activated') {
      return {
        message: `\`${clause}\` was never exercised: no run it speaks of has anything that \`${String(data['assertion'])}\` judges`,
        help: 'add a recording that has, correct the names in it, or mark it `exercise: optional`',
      }
    }
    const names = data['names'] as readonly string[]
    const runs = Number(data['runs'])
    const called = names.length === 0 ? '' : ` (${names.map((name) => `\`${name}\``).join(' or ')})`
    return {
      message: `\`${clause}\`${called} was never exercised: nothing in the ${runs === 1 ? 'run' : `${runs} runs`} it applies to is selected by it`,
      help: clause.startsWith('spans.')
        ? 'add a recording that exercises it, correct its name or `match`, or mark it `exercise: optional`'
        : 'add a recording that exercises it, or remove the clause',
    }
  },
})
