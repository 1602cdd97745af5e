import type { FindingData } from '../model/finding.ts'

/** Words of a finding: one sentence, and the concrete edit. */
export interface Description {
  readonly message: string
  readonly help: string
}

interface ShownGap {
  readonly facet: string
  readonly message: string
}

/** What to do about a hole of that kind. */
const helpOf: Readonly<Record<string, string>> = {
  root: 'record the run to its end, root span included',
  orphans: 'export every span of the run: raise sampling and queue limits',
  unended: 'end every span, and flush before the process exits',
  calls: 'instrument the tools, so that every call has a span',
  drops: "raise the SDK's limits for attributes, events and spans",
  sampling: 'sample whole traces, not single spans',
  flush: 'flush the exporter before the run is judged',
  content: 'switch content capture on for these tools',
  usage: 'record token usage on every model call, of streams too',
  attempts: 'instrument the HTTP client or record `http.request.resend_count`, so that tries show',
  times: 'record start and end of every step',
}

/** Words for what may leave any assertion open, or turns it round; undefined for reasons of its own. */
export function describeCommon(id: string, data: FindingData, place: string): Description | undefined {
  switch (data['reason']) {
    case 'evidence-incomplete': {
      const { gaps = [] } = (data['evidence'] ?? {}) as { readonly gaps?: readonly ShownGap[] }
      const [first] = gaps
      return {
        message: `\`${id}\` is undecided for ${place}: ${first?.message ?? 'its recording is incomplete'}`,
        help: helpOf[first?.facet ?? ''] ?? 'record the run whole',
      }
    }
    case 'content-unknown':
      return {
        message: `\`${id}\` is undecided for ${place}: names, arguments or results of the steps it asks for are not recorded`,
        help: helpOf['content']!,
      }
    case 'name-never-seen': {
      const near = typeof data['nearest'] === 'string' ? `; the nearest name seen is \`${data['nearest']}\`` : ''
      const name = String(data['name'])
      if (name.startsWith('agent:')) {
        return {
          message: `\`${id}\` is undecided: no run has an agent as \`${name}\` names it${near}`,
          help: 'correct the name under `scope`, or add a recording in which that agent runs',
        }
      }
      return {
        message: `\`${id}\` is undecided: tool \`${name}\` is in no run and in no recorded tool list${near}`,
        help: 'correct the name, or record the list of tools that the model is offered',
      }
    }
    case 'when-open':
      return {
        message: `\`${id}\` is undecided for ${place}: the recording does not say whether its \`when\` holds`,
        help: 'record what `when` asks for: agent names, tags, the tool list, the input',
      }
    case 'not-activated':
      return {
        message: `\`${id}\` is undecided: ${place} has nothing that it judges, and \`activation: each\` wants that in every run`,
        help: 'remove `activation: each`, or narrow `when` to runs that have it',
      }
    case 'state-cap':
      if (typeof data['tangled'] === 'number') {
        return {
          message: `\`${id}\` is undecided for ${place}: more than ${data['tangled']} of its steps hang together with no order that holds for all`,
          help: 'record which model output asked for which call, or narrow `scope`',
        }
      }
      return {
        message: `\`${id}\` is undecided for ${place}: the search visited ${String(data['states'])} states without an answer`,
        help: 'raise `stateCap`, or make the pattern more specific',
      }
    case 'not-awaited':
      return {
        message: `\`${id}\` is undecided for ${place}: it answers later, and spans in memory are judged at once`,
        help: 'check a recording, or give an answer that is no promise',
      }
    case 'negated':
      return {
        message: `${place} does what \`${id}\` describes, expected that it does not`,
        help: 'change the agent, or drop the negation',
      }
    default:
      return undefined
  }
}
