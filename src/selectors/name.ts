import type { Span } from '../model/span.ts'
import type { Decision } from '../model/selector.ts'
import type { Value } from '../model/value.ts'
import { compilePattern, type Pattern } from './pattern.ts'

/** Names of one span clause: literals, `{attribute}` templates, `/regex/`; any of several. */
export interface NameMatcher {
  /** Whether the span's name is one of them exactly; undefined when a dropped attribute leaves a template open. */
  readonly matches: (span: Span) => Decision
  /** Whether the name alone makes the span one of this clause: a template needs only its literal beginning. */
  readonly selects: (span: Span) => boolean
  /** Cheap necessary condition for `selects`, on the name alone. */
  readonly mayContain: (name: string) => boolean
  /** The names this span could have, for messages; `shownAs` says how an attribute's value may be written there. */
  readonly expected: (span: Span, shownAs?: (key: string, value: Value) => string) => readonly string[]
  /** 3 literal, 2 template, 1 regex; of the most specific name. */
  readonly specificity: number
}

type Segment = { readonly text: string } | { readonly key: string }

interface OneName {
  readonly matches: (span: Span) => Decision
  readonly selects: (span: Span) => boolean
  readonly mayContain: (name: string) => boolean
  readonly expected: (span: Span, shownAs?: (key: string, value: Value) => string) => string
  readonly specificity: number
}

/**
 * Compiles the names of a clause.
 * Template semantics: `{key}` stands for the span's own attribute value; a missing attribute leaves out the placeholder
 * and the space before it; a present one must appear.
 * @throws SpanpactError `pattern-unsupported` for a regex that is not RE2.
 */
export function compileNames(names: readonly string[]): NameMatcher {
  const compiled = names.map(compileOne)
  return {
    matches(span) {
      let open = false
      for (const one of compiled) {
        const decision = one.matches(span)
        if (decision === true) return true
        if (decision === undefined) open = true
      }
      return open ? undefined : false
    },
    selects: (span) => compiled.some((one) => one.selects(span)),
    mayContain: (name) => compiled.some((one) => one.mayContain(name)),
    expected: (span, shownAs) => compiled.map((one) => one.expected(span, shownAs)),
    specificity: Math.max(0, ...compiled.map((one) => one.specificity)),
  }
}

function compileOne(name: string): OneName {
  if (name.length > 2 && name.startsWith('/') && name.endsWith('/')) return fromPattern(name)
  const segments = templateSegments(name)
  return segments.some((segment) => 'key' in segment) ? fromTemplate(segments) : fromLiteral(name)
}

function fromLiteral(name: string): OneName {
  const equal = (span: Span): boolean => span.name === name
  return { matches: equal, selects: equal, mayContain: (other) => other === name, expected: () => name, specificity: 3 }
}

function fromPattern(name: string): OneName {
  const pattern: Pattern = compilePattern(name.slice(1, -1))
  const test = (span: Span): boolean => pattern.test(span.name)
  return { matches: test, selects: test, mayContain: pattern.test, expected: () => name, specificity: 1 }
}

function fromTemplate(segments: readonly Segment[]): OneName {
  const beginning = segments[0] !== undefined && 'text' in segments[0] ? segments[0].text : ''
  const beginningWord = beginning.trimEnd()
  const hasSpace = beginning !== beginningWord
  const keys = segments.flatMap((segment) => ('key' in segment ? [segment.key] : []))
  const matches = (span: Span): Decision => {
    if (isSubstituted(segments, span) || span.name === substitute(segments, span)) return true
    return span.droppedAttributes > 0 && keys.some((key) => !span.attributes.has(key)) ? undefined : false
  }
  return {
    matches,
    // Only the literal beginning selects, so that a span whose attribute is missing or differs is judged, not ignored.
    selects: (span) =>
      matches(span) === true ||
      (beginningWord !== '' && (span.name === beginningWord || (hasSpace && span.name.startsWith(beginning)))),
    mayContain: (name) => name.startsWith(beginningWord),
    expected: (span, shownAs) => substitute(segments, span, shownAs),
    specificity: 2,
  }
}

/** The usual case of a name, with all its values in place, without building the text to compare. */
function isSubstituted(segments: readonly Segment[], { name, attributes }: Span): boolean {
  let at = 0
  for (const segment of segments) {
    const part = 'text' in segment ? segment.text : attributes.get(segment.key)
    if (typeof part !== 'string' || !name.startsWith(part, at)) return false
    at += part.length
  }
  return at === name.length
}

function substitute(
  segments: readonly Segment[],
  span: Span,
  shownAs: (key: string, value: Value) => string = (_key, value) => textOf(value),
): string {
  let name = ''
  let endsInText = false
  for (const segment of segments) {
    if ('text' in segment) name += segment.text
    else {
      const value = span.attributes.get(segment.key)
      if (value !== undefined) name += shownAs(segment.key, value)
      // Only a space of the template goes with the placeholder, not one that another value ends in.
      else if (endsInText && name.endsWith(' ')) name = name.slice(0, -1)
    }
    endsInText = 'text' in segment
  }
  return name
}

function textOf(value: Value): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  if (typeof value !== 'object' || value === null) return String(value)
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
}

/** Splits `chat {gen_ai.request.model}` into text and keys; an unclosed brace is text. */
export function templateSegments(name: string): readonly Segment[] {
  const segments: Segment[] = []
  let end = 0
  for (const match of name.matchAll(/\{([^{}]+)\}/g)) {
    if (match.index > end) segments.push({ text: name.slice(end, match.index) })
    segments.push({ key: match[1]! })
    end = match.index + match[0].length
  }
  if (end < name.length) segments.push({ text: name.slice(end) })
  return segments
}
