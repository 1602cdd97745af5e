import type { FindingData } from '../model/finding.ts'
import type { LackingPart, SpanSource } from '../model/span.ts'
import type { Description, Fact, Rule } from './rule.ts'

/** What a recording cannot say: parts of its spans, or, for one made of messages, anything of what spans say. */
type Lack = LackingPart | 'spans'

/** What the source of a span, or the sources of the spans of a run, leave rules to judge by. */
export type SourceLimits = Pick<SpanSource, 'lacks' | 'isStringly' | 'isTranscript'> & {
  readonly formats: readonly string[]
}

type Reliance = Pick<Rule, 'restsOn' | 'breachRestsOn' | 'readsTranscripts'>

/** What a rule would need to be asked at all; undefined where it can be asked. */
export function lackFor(
  rule: Reliance,
  { lacks, isTranscript }: SourceLimits,
  also?: readonly LackingPart[],
): Lack | undefined {
  if (isTranscript && rule.readsTranscripts !== true) return 'spans'
  return rule.restsOn?.find((part) => lacks.has(part)) ?? also?.find((part) => lacks.has(part))
}

/** What a rule would need for its facts to be proven; undefined where they are. */
export function lackForBreach({ breachRestsOn }: Reliance, { lacks }: SourceLimits): Lack | undefined {
  return breachRestsOn?.find((part) => lacks.has(part))
}

/** The fact that a clause is undecided because recordings of the format say nothing of a part. */
export function lackingFact(lacks: Lack, { formats }: SourceLimits, fact?: Fact): Fact {
  return { ...fact, data: { ...fact?.data, lacks, formats }, undecided: true }
}

const words: Readonly<Record<Lack, string>> = {
  spans: 'spans as the producer made them',
  name: 'span names as the producer gave them',
  kind: 'span kinds',
  parent: 'the parents of spans',
  status: 'the status of spans',
  end: 'the ends of spans',
  events: 'events',
  'event-attributes': 'attributes of events',
  links: 'links',
  'link-attributes': 'attributes of links',
  resource: 'resources',
  scope: 'instrumentation scopes',
  'dropped-counts': 'how much spans dropped',
  lists: 'lists and maps as values',
  maps: 'maps in one piece',
  content: 'messages, arguments and results where the producer put them',
}

/** Words for such a fact; undefined for any other. */
export function describeLack(data: FindingData, place: string, path: string): Description | undefined {
  const { lacks, formats } = data
  if (typeof lacks !== 'string' || !Array.isArray(formats)) return undefined
  const from = formats.map((format) => `\`${String(format)}\``).join(', ')
  return {
    message: `whether ${place} meets \`${path}\` is undecided: the recording (${from}) does not hold ${words[lacks as Lack]}`,
    help:
      lacks === 'spans'
        ? 'record the run with OpenTelemetry to check what its spans say'
        : 'record the run as OTLP, which keeps all of a span',
  }
}
