import type { Selector } from '../../model/selector.ts'
import type { Resource, Span } from '../../model/span.ts'
import { canonicalText } from '../../model/canonical.ts'
import { compileSelector } from '../../selectors/index.ts'
import type { RunRead } from '../../runs/index.ts'
import { compileStepNames, listOf } from '../step-selector.ts'
import { selectorOf, type SpanQuery } from './span-query-shape.ts'
import { ternary, unsure, type Ternary } from './ternary.ts'

/** What a query asks of the span alone. */
export type OwnTests = Pick<SpanQuery, 'name' | 'has' | 'hasKeys' | 'status' | 'duration'>

/** Tests of single spans, asked while spans stream by; a run keeps the answers. */
export interface SpanTests {
  /** Adds a test, and gives its number. */
  readonly add: (tests: OwnTests) => number
  /** The read that keeps the answers, once all tests are added; `name` is unique for them. */
  readonly read: (name: string) => RunRead
}

/** What the answers begin with. */
const transcript = 't'
const unknownParent = 'p'
const plain = '-'

export function createSpanTests(): SpanTests {
  const tests: ((span: Span) => Ternary)[] = []
  return {
    add: (given) => tests.push(compileOwn(given)) - 1,
    read: (name) => ({
      name,
      take(span) {
        const { isTranscript, lacks } = span.source
        let answers = plain
        if (isTranscript) answers = transcript
        else if (span.parentSpanId === null && lacks.has('parent')) answers = unknownParent
        for (const test of tests) answers += String(test(span))
        return answers
      },
    }),
  }
}

/** What a span answered to the test of that number. */
export function answerOf(answers: unknown, test: number): Ternary {
  const digit = typeof answers === 'string' ? Number(answers[test + 1]) : unsure
  return digit as Ternary
}

/** A message log has no spans of its producer. */
export function isOfTranscript(answers: unknown): boolean {
  return typeof answers === 'string' && answers.startsWith(transcript)
}

/** The format does not say what is around the span. */
export function hasUnknownParent(answers: unknown): boolean {
  return typeof answers === 'string' && answers.startsWith(unknownParent)
}

function compileOwn({ name, has, hasKeys, status, duration }: OwnTests): (span: Span) => Ternary {
  const isName = name === undefined ? undefined : compileStepNames(name)
  const selectors: Selector[] = listOf(hasKeys ?? []).map((key) => ({ [selectorKey(key)]: { exists: true } }))
  if (has !== undefined) selectors.push(selectorOf(has))
  if (status !== undefined) selectors.push({ 'span.status': listOf(status) })
  // Bounds of durations are texts in a selector too.
  if (duration !== undefined) selectors.push({ 'span.duration': definedOf(duration) })
  const test = selectors.length === 0 ? undefined : compileSelector({ and: selectors }).test
  return (span) => {
    const named = isName === undefined ? true : span.source.lacks.has('name') ? undefined : isName(span.name)
    if (named === false) return ternary(false)
    const decision = test === undefined ? true : test(span)
    return ternary(decision === true ? named : decision)
  }
}

/** Keys that a selector does not reserve are attributes, even those called `and`, `or` and `not`. */
function selectorKey(key: string): string {
  return /^(span|scope|resource|event)\../.test(key) ? key : `span.attributes.${key}`
}

function definedOf(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** Which clock a span's times are of, and their smallest step in nanoseconds. */
export const clockRead: RunRead = {
  name: 'span-query clock',
  take: ({ resource, source }) => [clockOf(resource), source.timePrecisionNano ?? 1],
}

const clocks = new WeakMap<Resource, string>()

function clockOf(resource: Resource): string {
  let clock = clocks.get(resource)
  if (clock === undefined) clocks.set(resource, (clock = canonicalText(Object.fromEntries(resource.attributes))))
  return clock
}
