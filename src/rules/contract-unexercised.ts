import { defineRule } from './rule.ts'

const listedSpans = 6

/** Words for a contract that judged nothing; the engine decides when. */
export const contractUnexercised = defineRule({
  id: 'contract-unexercised',
  summary: 'Requires that a contract speaks of at least one run of the invocation',
  severity: 'error',
  scope: 'meta',
  describe(data, place) {
    const contract = String(data['contract'])
    if (data['reason'] === 'open') {
      return {
        message: `whether contract \`${contract}\` speaks of the run of ${place} is undecided: it dropped attributes that \`appliesTo\` asks for`,
        help: 'raise the attribute limit of the SDK, or set what `appliesTo` asks for when the span starts',
      }
    }
    if (data['reason'] === 'transcript') {
      return {
        message: `contract \`${contract}\` could judge no span of the run of ${place}: the recording (\`${String(data['format'])}\`) holds messages, and no spans of the producer`,
        help: 'record the run with OpenTelemetry to check what its spans say',
      }
    }
    if (data['reason'] === 'source') {
      return {
        message: `whether contract \`${contract}\` speaks of the run of ${place} is undecided: the recording (\`${String(data['format'])}\`) does not hold what \`appliesTo\` asks for`,
        help: 'record the run as OTLP, which keeps all of a span',
      }
    }
    if (data['reason'] === 'no-contract') {
      return {
        message: `no contract was found; the recordings were compared with pack \`${contract}\`, which only advises`,
        help: 'draft one from the recording with `spanpact infer`, or name one with `-c`',
      }
    }
    if (data['reason'] === 'no-runs') {
      return {
        message: `contract \`${contract}\` judged nothing: the recordings hold no run`,
        help: 'check that the recordings are the right ones and that the exporter wrote spans into them',
      }
    }
    if (data['reason'] === 'no-clause') {
      return {
        message: `contract \`${contract}\` judged nothing: it asks for nothing`,
        help: 'write `spans`, `trace`, `privacy`, or a `resource` attribute that is not optional, or extend a pack',
      }
    }
    if (data['reason'] === 'no-trajectory') {
      return {
        message: `contract \`${contract}\` judged nothing: no run is one that the \`when\` of any of its trajectories speaks of`,
        help: 'compare `when` with the agents, tags and cases that `spanpact show` lists, or give the recording it is for',
      }
    }
    const spans = data['spans'] as readonly string[]
    const listed = spans.slice(0, listedSpans).map((id) => `\`${id}\``)
    const more = spans.length > listedSpans ? `, and ${spans.length - listedSpans} more` : ''
    const who = data['runs'] === 1 ? 'the only run holds no' : `none of the ${String(data['runs'])} runs holds a`
    const what =
      data['reason'] === 'applies-to'
        ? 'entry span that its `appliesTo` selects'
        : `span of its clauses (${listed.join(', ')}${more})`
    return {
      message: `contract \`${contract}\` judged nothing: ${who} ${what}`,
      help: 'compare names and selectors with what `spanpact show` lists, or give the recording this contract is for',
    }
  },
})
