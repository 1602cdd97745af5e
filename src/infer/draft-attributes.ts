import { valueTypes, type ValueType } from '../model/contract.ts'
import { compareText } from '../model/compare-text.ts'
import { isContentKey } from '../model/content-keys.ts'
import type { DraftAttribute } from './draft.ts'
import { isFamily } from './key-family.ts'
import type { KeyStats } from './key-stats.ts'
import { isIdLike } from './name-shape.ts'
import type { SpanGroup } from './span-group.ts'

/** Spans below which presence on all of them proves little. */
export const fewSpans = 3
/** Spans that a list of values takes, unless the key is one of a small vocabulary. */
const manySpans = 20
const longestEnum = 5
/** Times a value was seen before it counts as one of a few: as long as some are new, more are to come. */
const settledOccurrences = 3
/** Attributes of some spans only: those on at least half of them, and no more than these. */
const listedOptional = 8

/** Keys whose values are the producer's own words: they change when the program does, not with its input. */
const vocabularyKeys = new Set([
  'gen_ai.agent.name',
  'gen_ai.provider.name',
  'gen_ai.system',
  'gen_ai.tool.type',
  'gen_ai.workflow.name',
  'llm.provider',
  'llm.system',
  'ai.model.provider',
  'ai.telemetry.functionId',
  'traceloop.workflow.name',
])

/** Numbers that a whole value does not make integers: exporters write `1.0` as `1`. */
const fractional =
  /(?:temperature|top_?p|penalty|cost|price|usd|score|ratio|rate|share|probability|seconds|_ms|Ms|duration|latency|per_?second)/i

/** What infrastructure spans are asked for; what else they carry is their instrumentation's business. */
const infrastructureKeys = /^(?:http|url|rpc|db|messaging|server)\.|^error\.type$/

/** Clauses on the attributes of a group, in the order of their keys, and how many more keys only some spans have. */
export function draftAttributes(
  group: SpanGroup,
  isSecret: (text: string) => boolean,
): { readonly attributes: readonly DraftAttribute[]; readonly more: number } {
  const isInfrastructure = group.grouping?.isInfrastructure === true
  const spansWith = ([, { okSpans, errorSpans }]: [string, KeyStats]): number => okSpans + errorSpans
  const isAsked = (key: string, stats: KeyStats): boolean =>
    !isSecret(key) &&
    !isSelecting(key, group) &&
    (!isInfrastructure || infrastructureKeys.test(key)) &&
    (key !== 'error.type' || tellsErrors(stats, group))
  const drafted = [...group.keys]
    .filter(([key, stats]) => isAsked(key, stats))
    .sort((left, right) => spansWith(right) - spansWith(left) || compareText(left[0], right[0]))
    .map(([key, stats]) => ({ spans: spansWith([key, stats]), attribute: draftAttribute(key, stats, group, isSecret) }))
  const optional = drafted.filter(({ attribute }) => attribute.requirement === 'optional')
  const listed = isInfrastructure
    ? []
    : optional.filter(({ spans }) => spans * 2 >= group.spans).slice(0, listedOptional)
  return {
    attributes: drafted
      .filter((one) => one.attribute.requirement !== 'optional' || listed.includes(one))
      .map(({ attribute }) => attribute)
      .sort((left, right) => compareText(left.key, right.key)),
    more: isInfrastructure ? 0 : optional.length - listed.length,
  }
}

/** `error.type` belongs to errors, and to all of them; anything else is a finding of its own. */
function tellsErrors({ okSpans, errorSpans }: KeyStats, group: SpanGroup): boolean {
  return okSpans === 0 && errorSpans === group.errorSpans
}

/** A span that lacks the value which selects it is none of the clause's: nothing is left to ask. */
function isSelecting(key: string, { grouping }: SpanGroup): boolean {
  return typeof grouping?.match[key] === 'string'
}

function draftAttribute(
  key: string,
  stats: KeyStats,
  group: SpanGroup,
  isSecret: (text: string) => boolean,
): DraftAttribute {
  const type = isFamily(key) && hasMember(group, key) ? undefined : typeOf(key, stats)
  const values = enumOf(key, stats, group, isSecret)
  return {
    key,
    ...(type === undefined ? {} : { type }),
    ...requirementOf(key, stats, group),
    ...(values === undefined ? {} : { enum: values }),
    ...(isContentKey(key) || stats.holdsContent ? { sensitivity: 'content' } : {}),
  }
}

/** A key of its own beside the family: the family's clause would speak of it where the key has none. */
function hasMember(group: SpanGroup, family: string): boolean {
  const prefix = family.slice(0, -1)
  return [...group.keys.keys()].some((key) => key !== family && key.startsWith(prefix))
}

/**
 * Required on what all spans carry. What all spans with an error carry, and no others, or the reverse, is required on those;
 * anything else is optional.
 */
function requirementOf(
  key: string,
  stats: KeyStats,
  group: SpanGroup,
): Pick<DraftAttribute, 'requirement' | 'when' | 'evidence'> {
  const { okSpans, errorSpans } = stats
  const okTotal = group.spans - group.errorSpans
  if (key !== 'error.type' && okSpans === okTotal && errorSpans === group.errorSpans) return { requirement: 'required' }
  const evidence = `${okSpans + errorSpans} of ${group.spans} spans`
  const isKnown = !group.lacks.has('status')
  if (isKnown && okSpans === 0 && errorSpans === group.errorSpans) {
    return { requirement: 'required', when: { 'span.status': 'error' }, evidence }
  }
  if (isKnown && errorSpans === 0 && okSpans === okTotal && okTotal >= fewSpans) {
    return { requirement: 'required', when: { 'span.status': { not: 'error' } }, evidence }
  }
  return { requirement: 'optional', evidence }
}

function typeOf(key: string, stats: KeyStats): ValueType | undefined {
  // Digits under the key of a name or an id may be text; under others, every value that reads as a number is one.
  const types = new Set([...stats.types].map((type) => (isName(key) ? type : type.replace('?', ''))))
  if (types.has('int') && types.has('double')) types.delete('int')
  if (types.has('int[]') && types.has('double[]')) types.delete('int[]')
  const [type] = types
  if (types.size !== 1 || type === undefined) return undefined
  if (type === 'int' && fractional.test(key)) return 'double'
  return valueTypes.find((known) => known === type)
}

/** The values of a small vocabulary, where enough spans show that there are no others; never ids or content. */
function enumOf(
  key: string,
  stats: KeyStats,
  group: SpanGroup,
  isSecret: (text: string) => boolean,
): readonly string[] | undefined {
  const { values, holdsContent } = stats
  if (values === undefined || values.size === 0 || values.size > longestEnum || holdsContent || isFamily(key))
    return undefined
  if (group.grouping?.isInfrastructure === true || isContentKey(key)) return undefined
  const texts = [...values.keys()]
  if (!texts.every((text) => typeof text === 'string')) return undefined
  if (texts.some((text) => isIdLike(text) || isSecret(text))) return undefined
  const isSettled = [...values.values()].every((times) => times >= settledOccurrences)
  if (!isSettled || stats.okSpans + stats.errorSpans < group.spans) return undefined
  // One value may be a constant of this deployment; several that come again and again are a vocabulary.
  if (!vocabularyKeys.has(key) && (group.spans < manySpans || texts.length === 1 || isName(key))) return undefined
  return texts.sort(compareText)
}

/** Keys whose values name single things: more of them come with time. */
function isName(key: string): boolean {
  return /(?:^|[._-])(?:id|name|model|version|key|path|url|uri|route|target|address|host|port|user|time|timestamp|date|message)$|(?:Id|Name|Key|Path|Url|Model)$/.test(
    key,
  )
}
