import { isConsoleSpan } from './console-span.ts'
import { parseHead, type JsonHead } from './json-head.ts'
import { isObject, listOf } from './json-lists.ts'

/** Content that is known, and is no recording that could be read. */
interface Refusal {
  /** From the first kilobytes, and from what they hold as JSON; null where they hold none. */
  readonly recognises: (head: Buffer, json: JsonHead | null) => boolean
  /** What the content is, and what to do: "the content" comes before it. */
  readonly reason: string
}

const refusals: readonly Refusal[] = [
  {
    recognises: startsWith(/^\s*<(?:!doctype|html|head|body)\b/i),
    reason: 'is a web page, often that of a login or an error; save the answer of the API instead',
  },
  { recognises: startsWith(/^\s*<\?xml\b/i), reason: 'is XML; export the spans as JSON' },
  { recognises: isCsv, reason: 'is a table with separators (CSV); export the spans as JSON' },
  {
    recognises: (head, json) => isInspectText(head) || json?.documents.flat().some(isConsoleSpan) === true,
    reason:
      'is what the console exporter of the OpenTelemetry JS SDK prints, which cuts off nested values; export the spans as OTLP',
  },
  {
    recognises: (head) => hasMagic('fffe')(head, null) || hasMagic('feff')(head, null),
    reason: 'is UTF-16 text, as some shells write what they redirect; save it as UTF-8',
  },
  { recognises: hasMagic('fd377a585a00'), reason: 'is compressed with xz; decompress it first' },
  { recognises: hasMagic('425a68'), reason: 'is compressed with bzip2; decompress it first' },
  { recognises: hasMagic('04224d18'), reason: 'is compressed with lz4; decompress it first' },
  { recognises: hasMagic('ff060000734e61507059'), reason: 'is compressed with snappy; decompress it first' },
  { recognises: hasMagic('504b0304'), reason: 'is a zip archive; unpack it first' },
  { recognises: hasMagic('377abcaf271c'), reason: 'is a 7z archive; unpack it first' },
  { recognises: isTar, reason: 'is a tar archive; unpack it first' },
  { recognises: hasMagic('50415231'), reason: 'is Parquet; export the spans as JSON lines' },
  { recognises: startsWith(/^SQLite format 3\0/), reason: 'is a SQLite database; export the spans as JSON lines' },
  {
    recognises: startsWith(/^(?:age-encryption\.org\/|Salted__|-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE)-----)/),
    reason: 'is encrypted; decrypt it first',
  },
  {
    recognises: (_, json) => json?.documents.some(isDatadogSpan) === true,
    reason: 'is an export of Datadog LLM Observability, which is not read; export the spans as OTLP beside it',
  },
  {
    recognises: (_, json) => json?.documents.some((one) => hasList(one, 'eval_cases')) === true,
    reason: 'is an evaluation set of the Agent Development Kit: it holds what runs are expected to do, and no run',
  },
  {
    recognises: (_, json) => json?.documents.flat().some(isZipkinV1) === true,
    reason: 'is Zipkin JSON of version 1; fetch it from `/api/v2`',
  },
  {
    recognises: (_, json) => json?.documents.some(isSearchResult) === true,
    reason: 'is a list of search results without spans; fetch each trace by its id',
  },
  {
    recognises: (_, json) => isCompactTable(json),
    reason: 'is a ClickHouse answer in format JSONCompact; query with `FORMAT JSONEachRow`',
  },
  {
    recognises: (_, json) => json?.documents.some(isAttributeMap) === true,
    reason: 'is a map of attributes without the ids, times and name of a span; record the whole span',
  },
  {
    recognises: (_, json) => isOnly(json, isErrorAnswer),
    reason: 'is the answer of an API that reports an error; ask it again',
  },
  {
    recognises: (_, json) => json?.isList === true && json.documents.length === 0,
    reason: 'is an empty list: it holds no spans',
  },
  { recognises: (_, json) => isOnly(json, isEmptyAnswer), reason: 'is an answer without spans' },
]

/** Why the content is no recording; undefined where it is none of the known ones. */
export function refusalOf(head: Buffer): string | undefined {
  const json = parseHead(head)
  return refusals.find((refusal) => refusal.recognises(head, json))?.reason
}

/** Patterns look at the beginning: content may be binary, or one long line. */
const lookedAt = 4096

function startsWith(pattern: RegExp): Refusal['recognises'] {
  return (head) => pattern.test(head.toString('latin1', 0, lookedAt))
}

function hasMagic(hex: string): Refusal['recognises'] {
  return (head) => head.toString('hex', 0, hex.length / 2) === hex
}

function isTar(head: Buffer): boolean {
  return head.toString('latin1', 257, 262) === 'ustar'
}

/** A line of names, and one behind it with as many cells. */
function isCsv(head: Buffer): boolean {
  const [names = '', cells = ''] = head.toString('utf8', 0, lookedAt).split('\n', 2)
  const separator = ['\t', ';', ','].find((one) => names.split(one).length > 2)
  if (separator === undefined || !/^"?[a-z_]/i.test(names) || /[{}<>]/.test(names)) return false
  return cells.split(separator).length >= names.split(separator).length
}

/** `util.inspect` writes names without quotes, and texts in single ones. */
function isInspectText(head: Buffer): boolean {
  const text = head.toString('utf8', 0, lookedAt)
  return /^\s*\{\s*\w+: /.test(text) && /^\s+(?:traceId|id): '[0-9a-f]{16,32}'/m.test(text)
}

function member(json: unknown, name: string): unknown {
  return isObject(json) && Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined
}

function hasList(json: unknown, name: string): boolean {
  return Array.isArray(member(json, name))
}

function entriesOf(json: unknown, name: string): readonly unknown[] {
  return listOf(member(json, name))
}

/** A span, or the list of them in which they are sent or exported. */
function isDatadogSpan(json: unknown): boolean {
  const attributes = member(member(json, 'data'), 'attributes')
  return [json, ...entriesOf(json, 'spans'), ...entriesOf(json, 'data'), ...entriesOf(attributes, 'spans')].some(
    (span) => typeof member(member(span, 'meta'), 'kind') === 'string' && member(span, 'start_ns') !== undefined,
  )
}

function isZipkinV1(json: unknown): boolean {
  if (typeof member(json, 'traceId') !== 'string') return false
  return (
    hasList(json, 'binaryAnnotations') ||
    entriesOf(json, 'annotations').some((one) => isObject(member(one, 'endpoint')))
  )
}

function isSearchResult(json: unknown): boolean {
  return entriesOf(json, 'traces').some((trace) => member(trace, 'rootServiceName') !== undefined)
}

function isCompactTable(json: JsonHead | null): boolean {
  return (
    json?.documents.some(
      (one) =>
        entriesOf(one, 'meta').some((column) => member(column, 'name') === 'TraceId') &&
        entriesOf(one, 'data').some((row) => Array.isArray(row)),
    ) === true
  )
}

/** Namespaces that attributes of model and tool spans have. */
const attributeKey = /^(?:gen_ai|llm|openinference|traceloop|ai|input|output|tool|session|metadata)\./
const spanMember = /trace|span|parent|context|attributes|start|messages|run/i

function isAttributeMap(json: unknown): boolean {
  if (!isObject(json)) return false
  const names = Object.keys(json)
  return (
    names.some((name) => attributeKey.test(name)) && !names.some((name) => !name.includes('.') && spanMember.test(name))
  )
}

function isOnly(json: JsonHead | null, test: (document: object) => boolean): boolean {
  const [document, ...others] = json?.documents ?? []
  return json?.isList === false && others.length === 0 && isObject(document) && test(document)
}

/** Members of such answers that hold nothing to read. */
const answerMember =
  /^(?:errors?|message|detail|title|type|code|status|statusCode|data|total|limit|offset|traceID|requestId)$/

function isErrorAnswer(json: object): boolean {
  const names = Object.keys(json)
  const isError = names.some((name) => ['error', 'errors', 'message', 'detail'].includes(name) && member(json, name))
  return isError && names.every((name) => answerMember.test(name)) && isEmpty(member(json, 'data'))
}

function isEmptyAnswer(json: object): boolean {
  const lists = ['data', 'traces', 'batches', 'spans', 'observations', 'runs'].filter((name) =>
    Object.hasOwn(json, name),
  )
  return lists.length > 0 && lists.every((name) => isEmpty(member(json, name)))
}

function isEmpty(json: unknown): boolean {
  return json === undefined || json === null || (Array.isArray(json) && json.length === 0)
}
