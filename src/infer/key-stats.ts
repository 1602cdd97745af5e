import type { SpanSource } from '../model/span.ts'
import { isValueMap, type Value } from '../model/value.ts'

/** Distinct values that are remembered of one key. */
const rememberedValues = 16
/** Longer texts are content, and never counted. */
const longestValue = 64
/** Texts that are longer are prompts, answers and documents rather than names. */
const contentLength = 200

/** What was seen under one attribute key, or under the keys of one family, in the spans of one group. */
export interface KeyStats {
  /** Spans that carry it, with and without status error. */
  okSpans: number
  errorSpans: number
  /**
   * Types of the values, in the words of the contract language; `null`, `bytes`, `list` for what has none; of text that
   * may have been something else, what it reads as with a question mark (`int?`), or `lost`.
   */
  readonly types: Set<string>
  /** How often each short value occurs; undefined once there are too many, or one that is no short value. */
  values: Map<string | number | boolean, number> | undefined
  holdsContent: boolean
}

export function createKeyStats(): KeyStats {
  return { okSpans: 0, errorSpans: 0, types: new Set(), values: new Map(), holdsContent: false }
}

/** Counts a value; a text that looks like something other than text may have lost its type in the recording. */
export function addValue(stats: KeyStats, value: Value, { isStringly, lacks }: SpanSource): void {
  const type = typeOf(value)
  const isLostList = lacks.has('lists') && isStructured(value)
  const known = isStringly && typeof value === 'string' ? typeInText(value) : type
  if (known !== undefined) stats.types.add(isLostList ? 'lost' : known)
  if (typeof value === 'string' && (value.length > contentLength || value.includes('\n'))) stats.holdsContent = true
  if (stats.values === undefined) return
  const members: readonly Value[] = Array.isArray(value) ? (value as readonly Value[]) : [value]
  for (const member of members) {
    if (!isShort(member) || (stats.values.size >= rememberedValues && !stats.values.has(member))) {
      stats.values = undefined
      return
    }
    stats.values.set(member, (stats.values.get(member) ?? 0) + 1)
  }
}

function isShort(value: Value): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= longestValue
  return typeof value === 'number' || typeof value === 'boolean'
}

/** The type of a value; undefined for an empty list, which is a list of anything. */
function typeOf(value: Value): string | undefined {
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return 'bytes'
  if (Array.isArray(value)) return listTypeOf(value as readonly Value[])
  if (isValueMap(value)) return 'map'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double'
  return typeof value
}

const listable = new Set(['string', 'int', 'double', 'boolean'])

function listTypeOf(list: readonly Value[]): string | undefined {
  if (list.length === 0) return undefined
  const members = new Set(list.map((member) => (Array.isArray(member) ? 'list' : typeOf(member))))
  if (members.size === 2 && members.has('int') && members.has('double')) return 'double[]'
  const [member] = members
  return members.size === 1 && member !== undefined && listable.has(member) ? `${member}[]` : 'list'
}

/** What a text may have been before everything was turned into text. */
function typeInText(text: string): string {
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return 'int?'
  if (/^-?\d+\.\d+(?:e[+-]?\d+)?$/i.test(text)) return 'double?'
  if (text === 'true' || text === 'false') return 'boolean?'
  return /^\s*(?:[[{]|-?[\d.]+(?:e[+-]?\d+)?\s*$|true\s*$|false\s*$|null\s*$)/i.test(text) ? 'lost' : 'string'
}

/** Whether a text may have been a list or a map. */
function isStructured(value: Value): boolean {
  return typeof value === 'string' && /^\s*[[{]/.test(value)
}
