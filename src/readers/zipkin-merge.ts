import type { Value } from '../model/value.ts'
import type { Half } from './zipkin-half.ts'

/** What the halves of one span say together. */
export interface LogicalSpan extends Half {
  /** Services of the side whose name, kind and times do not count, in the order of their names. */
  readonly otherServices: readonly string[]
  /** The halves give one tag different values; that of the sending side counts. */
  readonly hasConflict: boolean
}

/**
 * Merges the halves of one span. Name, kind and times are those of the side that sent; tags and annotations of all
 * halves are united. What comes out does not depend on the order of the halves; identical ones count once.
 */
export function mergeHalves(halves: readonly [Half, ...Half[]]): LogicalSpan {
  const [only] = halves
  if (halves.length === 1) return { ...only, otherServices: [], hasConflict: false }
  const { own, other } = sidesOf(inOrder(halves))
  const all = [...own, ...other]
  const { tags, hasConflict } = uniteTags(all)
  const events = all.flatMap((half) => half.events)
  return {
    ids: { ...only.ids, parentSpanId: first(all, (half) => half.ids.parentSpanId) },
    name: first(all, (half) => half.name || null) ?? '',
    kind: first(own, (half) => half.kind),
    isShared: false,
    ...(timesOf(own) ?? timesOf(other) ?? noTimes),
    service: first(own, (half) => half.service || null) ?? '',
    otherServices: [...new Set(other.map((half) => half.service).filter((service) => service !== ''))].toSorted(),
    tags,
    events: events.toSorted((left, right) => Number((left.timeUnixNano ?? 0n) - (right.timeUnixNano ?? 0n))),
    unread: all.reduce((sum, half) => sum + half.unread, 0),
    position: Math.min(...halves.map((half) => half.position)),
    hasConflict,
  }
}

const noTimes = { startUnixNano: null, durationNano: null }

/** By start, those without one last, then by content. */
function inOrder(halves: readonly Half[]): Half[] {
  const byText = new Map(halves.map((half) => [contentOf(half), half]))
  return [...byText]
    .toSorted(([leftText, left], [rightText, right]) => {
      const starts = compare(left.startUnixNano ?? 1n << 64n, right.startUnixNano ?? 1n << 64n)
      return starts === 0 ? compare(leftText, rightText) : starts
    })
    .map(([, half]) => half)
}

function compare<Ordered extends bigint | string>(left: Ordered, right: Ordered): number {
  return left < right ? -1 : Number(left > right)
}

function contentOf(half: Half): string {
  return JSON.stringify({ ...half, position: 0 }, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`
    return value instanceof Map ? [...value].toSorted(([left], [right]) => compare(String(left), String(right))) : value
  })
}

/** A late part without kind belongs to the sending side, if there is one. */
function sidesOf(halves: readonly Half[]): { readonly own: readonly Half[]; readonly other: readonly Half[] } {
  const sent = halves.filter((half) => !isReceiving(half))
  const received = halves.filter(isReceiving)
  const isSender = received.length === 0 || sent.some((half) => half.kind !== null)
  return isSender ? { own: sent, other: received } : { own: [...received, ...sent], other: [] }
}

function isReceiving({ isShared, kind }: Half): boolean {
  return isShared || kind === 'server' || kind === 'consumer'
}

/** The first start with its duration; a part that was sent late has only a duration. */
function timesOf(side: readonly Half[]): Pick<Half, 'startUnixNano' | 'durationNano'> | undefined {
  const started = side.find((half) => half.startUnixNano !== null)
  if (started === undefined) return undefined
  const late = side.find((half) => half.startUnixNano === null && half.durationNano !== null)
  return {
    startUnixNano: started.startUnixNano,
    durationNano: started.durationNano ?? late?.durationNano ?? null,
  }
}

function uniteTags(halves: readonly Half[]): { readonly tags: Map<string, Value>; readonly hasConflict: boolean } {
  const tags = new Map<string, Value>()
  let hasConflict = false
  for (const half of halves) {
    for (const [key, value] of half.tags) {
      if (!tags.has(key)) tags.set(key, value)
      else if (tags.get(key) !== value) hasConflict = true
    }
  }
  return { tags, hasConflict }
}

function first<Found>(halves: readonly Half[], find: (half: Half) => Found | null): Found | null {
  for (const half of halves) {
    const found = find(half)
    if (found !== null) return found
  }
  return null
}
