import { createHmac } from 'node:crypto'

import { isContentKey } from '../model/content-keys.ts'
import type { FindingData } from '../model/finding.ts'
import { sensitivities, type Contract, type Sensitivity } from '../model/contract.ts'
import type { Value } from '../model/value.ts'
import { compileDetectors, detectorIds, redact } from '../privacy/index.ts'

/** Decides what of a recording may appear in a report. */
export interface Redaction {
  /** Renders a value for a message: at most 80 characters, or only its kind, length and a keyed hash. */
  readonly show: (
    value: Value,
    clause?: { readonly key: string; readonly sensitivity?: Sensitivity | undefined },
  ) => string
  /** The keyed hash of a value alone, whatever may be shown. */
  readonly hash: (value: Value) => string
  /** Replaces everything that a detector finds in a sentence or a name. */
  readonly clean: (text: string) => string
  readonly cleanData: (data: FindingData) => FindingData
}

const longestShown = 80

/**
 * The hash tells whether two redacted values are equal; it is keyed so that nobody without the key can try out guesses.
 * `showValues` switches all redaction off.
 */
export function createRedaction(options: {
  readonly showValues: boolean
  readonly key: string
  readonly canaries: readonly string[]
  /** The strictest sensitivity that any contract of the invocation declares for a key. */
  readonly sensitivities: ReadonlyMap<string, Sensitivity>
}): Redaction {
  const hash = (value: Value): string => hashOf(render(value))
  const hashOf = (text: string): string => createHmac('sha256', options.key).update(text).digest('hex').slice(0, 8)
  if (options.showValues) {
    return { hash, show: (value) => cut(render(value)), clean: (text) => text, cleanData: (data) => data }
  }
  const scan = compileDetectors(detectorIds, options.canaries)
  const clean = (text: string): string => {
    const hits = scan(text)
    return hits.length === 0 ? text : redact(text, hits)
  }
  const cleanAny = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value)
    if (Array.isArray(value)) return value.map(cleanAny)
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleanAny(item)]))
    }
    return value
  }
  return {
    hash,
    show(value, clause) {
      const text = render(value)
      // Cleaned before it is cut: half a secret is still a secret.
      if (clause === undefined || !isContent(clause, options.sensitivities.get(clause.key))) return cut(clean(text))
      return `[${typeName(value)}, ${text.length} characters, #${hashOf(text)}]`
    },
    clean,
    cleanData: (data) => cleanAny(data) as FindingData,
  }
}

function isContent(
  clause: { readonly key: string; readonly sensitivity?: Sensitivity | undefined },
  declared: Sensitivity | undefined,
): boolean {
  const said = [clause.sensitivity, declared].filter((one) => one !== undefined)
  if (said.length > 0) return said.some((one) => one !== 'public' && one !== 'internal')
  return isContentKey(clause.key)
}

/** The strictest sensitivity of each key, over definitions and clauses of all contracts. */
export function strictestSensitivities(contracts: readonly Contract[]): ReadonlyMap<string, Sensitivity> {
  const strictest = new Map<string, Sensitivity>()
  for (const contract of contracts) {
    const clauses = [
      ...contract.attributes,
      ...contract.resource,
      ...contract.spans.flatMap((span) => [
        ...span.attributes,
        ...span.resource,
        ...span.events.flatMap((event) => event.attributes),
        ...span.links.flatMap((link) => link.attributes),
      ]),
    ]
    for (const { key, sensitivity } of clauses) {
      if (sensitivity === undefined) continue
      const known = strictest.get(key)
      if (known === undefined || sensitivities.indexOf(sensitivity) > sensitivities.indexOf(known)) {
        strictest.set(key, sensitivity)
      }
    }
  }
  return strictest
}

function cut(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}… (${text.length} characters)`
}

function render(value: Value): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return JSON.stringify(value, replaceUnwritable) ?? 'nothing'
}

/** What JSON cannot say; a `Buffer` has turned itself into a list of its bytes when it arrives as `item`. */
function replaceUnwritable(this: Readonly<Record<string, unknown>>, key: string, item: unknown): unknown {
  if (typeof item === 'bigint') return String(item)
  const original = this[key]
  return original instanceof Uint8Array ? `${original.length} bytes` : item
}

function typeName(value: Value): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Uint8Array) return 'bytes'
  return typeof value === 'object' ? 'map' : typeof value
}
