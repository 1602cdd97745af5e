import { defineRule } from './rule.ts'

/** Words for a contract that judged nothing; the engine decides when. */
export const contractUnexercised = defineRule({
  id: 'contract-unexercised',
  summary: 'Requires that a contract speaks of at least one run of the invocation',
  severity: 'error',
  scope: 'meta',
  describe(data) {
    const contract = String(data['contract'])
    if (data['reason'] === 'no-contract') {
      return {
        message: `no contract was found; the recordings were compared with pack \`${contract}\`, which only advises`,
        help: 'write a `*.contract.yaml` beside the recording, or name one with `-c`',
      }
    }
    if (data['reason'] === 'no-runs') {
      return {
        message: `contract \`${contract}\` judged nothing: the recordings hold no run`,
        help: 'check that the recordings are the right ones and that the exporter wrote spans into them',
      }
    }
    const spans = data['spans'] as readonly string[]
    const who = data['runs'] === 1 ? 'the only run holds no' : `none of the ${String(data['runs'])} runs holds a`
    const what = spans.length === 0 ? 'span that its `appliesTo` selects' : `span of its clauses (${spans.map((id) => `\`${id}\``).join(', ')})`
    return {
      message: `contract \`${contract}\` judged nothing: ${who} ${what}`,
      help: 'compare names and selectors with what `spanpact show` lists, or give the recording this contract is for',
    }
  },
})
