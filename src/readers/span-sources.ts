import type { LackingPart, SpanSource } from '../model/span.ts'

/** What differs between spans of one format. */
interface Variant {
  readonly timePrecisionNano: number
  readonly isStringly: boolean
  readonly lacks: readonly LackingPart[]
}

/** Sources of one format: spans that lack the same share one object. */
export function spanSources(format: string): (variant: Variant) => SpanSource {
  const sources = new Map<string, SpanSource>()
  return ({ timePrecisionNano, isStringly, lacks }) => {
    const key = `${timePrecisionNano} ${isStringly} ${lacks.join(' ')}`
    let source = sources.get(key)
    if (source === undefined) {
      source = { format, timePrecisionNano, isStringly, isTranscript: false, lacks: new Set(lacks) }
      sources.set(key, source)
    }
    return source
  }
}
