import { compareText } from '../model/compare-text.ts'
import type { Finding, FindingVerdict, Location, Severity } from '../model/finding.ts'
import { shorten } from '../model/shorten.ts'
import { describeLack, type Fact, type Rule } from '../rules/index.ts'
import type { ClauseCheck } from './clause-reference.ts'
import type { Redaction } from './redaction.ts'

/** Where a fact shows, with what orders it in the report. */
export interface Place {
  readonly location: Location
  /** The recording set; the spans of one run may lie in several of its files. */
  readonly recording: string
  readonly startUnixNano: bigint | null
  /** What the fact is about, in words: "span `chat gpt-5`", "run". */
  readonly words: string
}

/** Facts in, findings out: one per clause, verdict, subject and run, in report order. */
export interface FindingCollector {
  readonly add: (check: number, fact: Fact, place: Place | undefined) => void
  readonly findings: () => Finding[]
}

interface Group {
  readonly check: number
  readonly verdict: FindingVerdict
  occurrences: number
  /** The five smallest in report order; the first one gives the words. */
  places: { readonly place: Place | undefined; readonly fact: Fact }[]
}

const listedLocations = 5

/** A rule whose `describe` throws is told to `crashed`; what it found stays a finding, in words of this module. */
export function createFindingCollector(
  table: readonly ClauseCheck[],
  redaction: Redaction,
  crashed: (recording: string, check: number, cause: unknown) => void,
): FindingCollector {
  const groups = new Map<string, Group>()
  return {
    add(check, fact, place) {
      const verdict = fact.undecided === true ? 'inconclusive' : 'fail'
      const { rule } = table[check]!
      const perInvocation = 'grouping' in rule && rule.grouping === 'invocation'
      const run = perInvocation ? '' : `${place?.recording ?? ''}\n${place?.location.run ?? ''}`
      const key = `${check} ${verdict} ${fact.subject ?? ''}\n${fact.path ?? ''}\n${run}`
      let group = groups.get(key)
      if (group === undefined) {
        group = { check, verdict, occurrences: 0, places: [] }
        groups.set(key, group)
      }
      group.occurrences += 1
      const entry = { place, fact }
      const last = group.places[listedLocations - 1]
      if (last !== undefined && byPlace(last, entry) <= 0) return
      group.places.push(entry)
      group.places.sort(byPlace)
      group.places.length = Math.min(group.places.length, listedLocations)
    },
    findings: () =>
      [...groups.values()]
        .map((group) => ({
          start: group.places[0]!.place?.startUnixNano ?? null,
          finding: toFinding(group, table, redaction, crashed),
        }))
        .sort((left, right) => byReportOrder(left.finding, right.finding, left.start, right.start))
        .map(({ finding }) => finding),
  }
}

type PlacedFact = { readonly place: Place | undefined; readonly fact: Fact }

function byPlace(left: PlacedFact, right: PlacedFact): number {
  return (
    compareText(left.place?.location.recording, right.place?.location.recording) ||
    compareText(left.place?.location.run, right.place?.location.run) ||
    compareStart(left.place?.startUnixNano ?? null, right.place?.startUnixNano ?? null) ||
    compareText(left.place?.location.traceId, right.place?.location.traceId) ||
    compareText(left.place?.location.spanId, right.place?.location.spanId) ||
    compareText(left.place?.words, right.place?.words) ||
    compareText(dataText(left.fact), dataText(right.fact))
  )
}

/** Recording, run, span start, span id, finding id, clause path; findings without a recording last. */
function byReportOrder(left: Finding, right: Finding, leftStart: bigint | null, rightStart: bigint | null): number {
  const [at, other] = [left.location, right.location]
  if ((at === undefined) !== (other === undefined)) return at === undefined ? 1 : -1
  return (
    compareText(at?.recording, other?.recording) ||
    compareText(at?.run, other?.run) ||
    compareStart(leftStart, rightStart) ||
    compareText(at?.spanId, other?.spanId) ||
    compareText(left.id, right.id) ||
    compareText(left.contract?.name, right.contract?.name) ||
    compareText(left.contract?.path, right.contract?.path) ||
    compareText(left.verdict, right.verdict) ||
    compareText(dataText(left), dataText(right))
  )
}

/** Spans without a start, and runs as a whole, come after spans. */
function compareStart(left: bigint | null, right: bigint | null): number {
  if (left === right) return 0
  if (left === null) return 1
  if (right === null) return -1
  return left < right ? -1 : 1
}

function dataText({ data }: { readonly data: unknown }): string {
  return JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

function toFinding(
  group: Group,
  table: readonly ClauseCheck[],
  redaction: Redaction,
  crashed: (recording: string, check: number, cause: unknown) => void,
): Finding {
  const check = table[group.check]!
  const first = group.places[0]!
  const { message, help } = describe(group, check, (cause) => {
    crashed(first.place?.recording ?? check.contract.file, group.check, cause)
  })
  const locations = group.places.flatMap(({ place }) =>
    place === undefined ? [] : [cleanLocation(place.location, redaction)],
  )
  return makeFinding({
    check,
    // Keys and names that the recording brings are part of some paths.
    path: check.path + bounded(redaction.clean(first.fact.path ?? '')),
    severity: check.severity,
    verdict: group.verdict,
    message: bounded(redaction.clean(message)),
    help: bounded(redaction.clean(help)),
    data: plain(redaction.cleanData(first.fact.data)) as Finding['data'],
    subject: bounded(redaction.clean(first.fact.subject ?? '')),
    occurrences: group.occurrences,
    locations,
  })
}

function describe(
  { places, verdict }: Group,
  { rule, path }: ClauseCheck,
  crashed: (cause: unknown) => void,
): ReturnType<Rule['describe']> {
  const { fact, place } = places[0]!
  const words = place?.words ?? 'contract'
  try {
    return describeLack(fact.data, words, path + (fact.path ?? '')) ?? rule.describe(fact.data, words)
  } catch (cause) {
    crashed(cause)
    const breaks = verdict === 'fail' ? 'breaks' : 'leaves undecided'
    return {
      message: `${words} ${breaks} \`${path}\`, which rule \`${rule.id}\` failed to put into words`,
      help: 'read the data of the finding in the JSON report',
    }
  }
}

/** Names and values come from outside and may be megabytes long; a report is read by people. */
const longestText = 1000

function bounded(text: string): string {
  return shorten(text, longestText)
}

/** Data as JSON can hold it, with texts of bounded length. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return bounded(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

function cleanLocation(location: Location, redaction: Redaction): Location {
  return {
    ...location,
    ...(location.spanName === undefined ? {} : { spanName: bounded(redaction.clean(location.spanName)) }),
    ...(location.ancestors === undefined
      ? {}
      : { ancestors: location.ancestors.map((name) => bounded(redaction.clean(name))) }),
  }
}

/** Puts a finding together; one location stands alone, several are listed too. */
function makeFinding(parts: {
  readonly check: ClauseCheck
  readonly path: string
  readonly severity: Severity
  readonly verdict: FindingVerdict
  readonly message: string
  readonly help: string
  readonly data: Finding['data']
  readonly subject: string
  readonly occurrences: number
  readonly locations: readonly Location[]
}): Finding {
  const { check, path, locations } = parts
  const { contract } = check
  // A clause of a pack has no place in the team's file; the line that brought the pack in is where to act.
  const position = contract.locate(path) ?? contract.locate('extends')
  return {
    id: check.rule.id,
    severity: parts.severity,
    verdict: parts.verdict,
    message: parts.message,
    help: parts.help,
    data: parts.data,
    ...(locations[0] === undefined ? {} : { location: locations[0] }),
    ...(locations.length > 1 ? { locations } : {}),
    contract: {
      name: contract.name,
      file: position?.file ?? contract.file,
      ...(position === undefined ? {} : { line: position.line, column: position.column }),
      path,
    },
    ...(parts.subject === '' ? {} : { subject: parts.subject }),
    occurrences: parts.occurrences,
    docs: 'docs' in check.rule ? check.rule.docs : `docs/rules/${check.rule.id}.md`,
  }
}
