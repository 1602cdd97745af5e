import type { ValueType } from '../model/contract.ts'
import { durationNano } from '../model/duration.ts'
import {
  equalsLiteral,
  isLiteral,
  type Decision,
  type Literal,
  type Selector,
  type SelectorOperators,
  type SelectorTest,
} from '../model/selector.ts'
import type { Span } from '../model/span.ts'
import { isValueMap, type Value } from '../model/value.ts'
import type { JsonSchema } from './json-schema.ts'
import { parseJsonText } from './json-text.ts'
import { compilePattern } from './pattern.ts'
import { scalarOf } from './scalar-text.ts'
import { typedText } from './typed-text.ts'
import { compileValueSchema } from './value-schema.ts'

/** A selector ready to be asked of spans. */
export interface CompiledSelector {
  /** Undefined when dropped attributes, or a span that never ended, leave it open. */
  readonly test: (span: Span) => Decision
  /** Entries that must hold; the more, the more specific. */
  readonly keys: number
  /** How many of them name literals rather than patterns or ranges. */
  readonly literals: number
  /** Span attributes that must equal one of the values: what an index can look spans up by. */
  readonly equalities: readonly { readonly key: string; readonly values: readonly Literal[] }[]
}

type Test = (span: Span) => Decision
type ValueTest = (value: Value | undefined) => Decision

/**
 * Compiles a selector.
 * @throws SpanpactError `pattern-unsupported` for patterns that are not RE2.
 */
export function compileSelector(selector: Selector): CompiledSelector {
  const tests: Test[] = []
  const equalities: { key: string; values: readonly Literal[] }[] = []
  let keys = 0
  let literals = 0
  for (const [key, entry] of Object.entries(selector)) {
    tests.push(compileEntry(key, entry))
    if (key === 'and') {
      for (const part of entry as readonly Selector[]) {
        const compiled = compileSelector(part)
        keys += compiled.keys
        literals += compiled.literals
        equalities.push(...compiled.equalities)
      }
      continue
    }
    keys += 1
    const values = literalValues(entry)
    if (values === undefined) continue
    literals += 1
    const attribute = attributeKey(key)
    if (attribute !== undefined) equalities.push({ key: attribute, values })
  }
  return { test: every(tests), keys, literals, equalities }
}

/** The literals an entry accepts, when it accepts nothing else. */
function literalValues(entry: Selector[string]): readonly Literal[] | undefined {
  if (isLiteral(entry)) return [entry]
  if (Array.isArray(entry)) return entry.every(isLiteral) ? entry : undefined
  const operators = entry as SelectorOperators
  if (operators.eq !== undefined) return [operators.eq]
  return operators.anyOf
}

const reservedPrefixes = ['span.', 'scope.', 'resource.', 'event.'] as const

/** The span attribute that a selector key names, or undefined for a reserved key. */
export function attributeKey(key: string): string | undefined {
  if (key === 'and' || key === 'or' || key === 'not') return undefined
  if (key.startsWith('span.attributes.')) return key.slice('span.attributes.'.length)
  return reservedPrefixes.some((prefix) => key.startsWith(prefix)) ? undefined : key
}

function compileEntry(key: string, entry: Selector[string]): Test {
  if (key === 'and') return every((entry as readonly Selector[]).map((part) => compileSelector(part).test))
  if (key === 'or') return some((entry as readonly Selector[]).map((part) => compileSelector(part).test))
  if (key === 'not') return negate(compileSelector(entry as Selector).test)
  const test = compileTest(entry as SelectorTest, key)
  const attribute = attributeKey(key)
  if (attribute !== undefined) {
    const testText = compileTextTest(entry as SelectorTest, key)
    return (span) => {
      const value = span.attributes.get(attribute)
      // A dropped attribute is neither missing nor present.
      if (value === undefined && span.droppedAttributes > 0) return undefined
      return typeof value === 'string' && isLostType(value, span) ? testText(value) : test(value)
    }
  }
  const take = reserved(key)
  return (span) => take(span, test)
}

/** Whether the text may have been something else in the producer. */
function isLostType(text: string, { source }: Span): boolean {
  return source.isStringly || (source.lacks.has('lists') && parseJsonText(text) !== undefined)
}

/** How a reserved key reads a span. */
function reserved(key: string): (span: Span, test: ValueTest) => Decision {
  if (key.startsWith('resource.')) {
    const name = key.slice('resource.'.length)
    return (span, test) => {
      const value = span.resource.attributes.get(name)
      return value === undefined && span.source.lacks.has('resource') ? undefined : test(value)
    }
  }
  if (key.startsWith('event.')) {
    const name = key.slice('event.'.length)
    return (span, test) => {
      const found = span.events.some((event) => event.name === name)
      return !found && (span.droppedEvents > 0 || span.source.lacks.has('events'))
        ? undefined
        : test(found ? true : undefined)
    }
  }
  switch (key) {
    case 'span.name':
      return (span, test) => test(span.name)
    case 'span.kind':
      return (span, test) =>
        span.source.lacks.has('kind') ? undefined : test(span.kind === 'unspecified' ? 'internal' : span.kind)
    case 'span.status':
      return (span, test) => (span.source.lacks.has('status') ? undefined : test(span.status.code))
    case 'span.parent':
      return (span, test) =>
        span.parentSpanId === null && span.source.lacks.has('parent') ? undefined : test(span.parentSpanId ?? undefined)
    case 'span.duration':
      return (span, test) =>
        span.startUnixNano === null || span.endUnixNano === null
          ? undefined
          : test(Number(span.endUnixNano - span.startUnixNano))
    case 'scope.name':
      return (span, test) =>
        span.source.lacks.has('scope') ? undefined : test(span.scope.name === '' ? undefined : span.scope.name)
    case 'scope.version':
      return (span, test) =>
        span.source.lacks.has('scope') ? undefined : test(span.scope.version === '' ? undefined : span.scope.version)
    default:
      return () => false
  }
}

function compileTest(entry: SelectorTest, key: string): ValueTest {
  if (isLiteral(entry)) return (value) => value !== undefined && equalsLiteral(value, entry)
  if (Array.isArray(entry)) return anyOf(entry as readonly Literal[])
  const operators = entry as SelectorOperators
  const tests: ValueTest[] = []
  if (operators.eq !== undefined) tests.push(compileTest(operators.eq, key))
  if (operators.anyOf !== undefined) tests.push(anyOf(operators.anyOf))
  if (operators.exists !== undefined) tests.push((value) => (value !== undefined) === operators.exists)
  if (operators.not !== undefined) {
    const inner = compileTest(operators.not, key)
    tests.push((value) => {
      const decision = inner(value)
      return decision === undefined ? undefined : !decision
    })
  }
  if (operators.pattern !== undefined) {
    const pattern = compilePattern(operators.pattern)
    tests.push((value) => typeof value === 'string' && pattern.test(value))
  }
  const { min, max } = { min: bound(operators.min, key), max: bound(operators.max, key) }
  if (min !== undefined) tests.push((value) => isNumber(value) && value >= min)
  if (max !== undefined) tests.push((value) => isNumber(value) && value <= max)
  if (operators.contains !== undefined) {
    const member = operators.contains
    tests.push((value) => contains(value, member))
  }
  if (operators.type !== undefined) {
    const type = operators.type
    tests.push((value) => value !== undefined && typeNameOf(value, type))
  }
  if (operators.schema !== undefined) {
    // Texts are replaced by the schemas they name when the contract is loaded.
    const judge = compileValueSchema(operators.schema as JsonSchema)
    tests.push((value) => {
      if (value === undefined) return false
      const breach = judge(value)
      return breach === 'too-deep' ? undefined : breach === undefined
    })
  }
  return (value) => {
    let open = false
    for (const test of tests) {
      const decision = test(value)
      if (decision === false) return false
      if (decision === undefined) open = true
    }
    return open ? undefined : true
  }
}

/**
 * The test of a text that may have been a number, a boolean or a list before the recording turned it into text: what names
 * a number, a boolean or a member is asked of what the text reads as, everything else of the text.
 */
function compileTextTest(entry: SelectorTest, key: string): (text: string) => Decision {
  if (isLiteral(entry)) return anyOfTexts([entry])
  if (Array.isArray(entry)) return anyOfTexts(entry as readonly Literal[])
  const tests = Object.entries(entry as SelectorOperators).map(([name, value]) =>
    compileTextOperator({ [name]: value }, key),
  )
  return (text) => {
    const decisions = tests.map((test) => test(text))
    if (decisions.includes(false)) return false
    return decisions.includes(undefined) ? undefined : true
  }
}

function compileTextOperator(operator: SelectorOperators, key: string): (text: string) => Decision {
  const test = compileTest(operator, key)
  const { eq, anyOf: listed, not, min, max, contains: member, type } = operator
  if (eq !== undefined) return anyOfTexts([eq])
  if (listed !== undefined) return anyOfTexts(listed)
  if (not !== undefined) {
    const inner = compileTextTest(not, key)
    return (text) => {
      const decision = inner(text)
      return decision === undefined ? undefined : !decision
    }
  }
  if (min !== undefined || max !== undefined) return (text) => test(scalarOf(text))
  if (member !== undefined)
    return (text) => test(parseJsonText(text) === undefined ? text : typedText(text, 'string[]'))
  // A text that reads as a number may have been one.
  if (type === 'string') return (text) => (scalarOf(text) === undefined ? true : undefined)
  return type === undefined ? test : (text) => test(typedText(text, type as ValueType))
}

function anyOfTexts(literals: readonly Literal[]): (text: string) => boolean {
  return (text) => {
    const scalar = scalarOf(text)
    return literals.some((literal) =>
      typeof literal === 'string' ? literal === text : scalar !== undefined && equalsLiteral(scalar, literal),
    )
  }
}

/** Bounds of `span.duration` are durations, `30s`; all others are numbers. */
function bound(value: number | string | undefined, key: string): number | undefined {
  if (typeof value !== 'string') return value
  return key === 'span.duration' ? durationNano(value) : Number(value)
}

function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function anyOf(literals: readonly Literal[]): ValueTest {
  return (value) => value !== undefined && literals.some((literal) => equalsLiteral(value, literal))
}

function contains(value: Value | undefined, member: Literal): boolean {
  if (typeof value === 'string') return typeof member === 'string' && value.includes(member)
  return Array.isArray(value) && value.some((item: Value) => equalsLiteral(item, member))
}

function typeNameOf(value: Value, type: string): boolean {
  switch (type) {
    case 'any':
      return true
    case 'string':
    case 'boolean':
      return typeof value === type
    case 'int':
      return typeof value === 'bigint' || Number.isInteger(value)
    case 'double':
      return isNumber(value)
    case 'map':
      return isValueMap(value)
    default:
      return Array.isArray(value) && value.every((item: Value) => typeNameOf(item, type.slice(0, -2)))
  }
}

function every(tests: readonly Test[]): Test {
  const [only] = tests
  if (tests.length === 1 && only !== undefined) return only
  return (span) => {
    let open = false
    for (const test of tests) {
      const decision = test(span)
      if (decision === false) return false
      if (decision === undefined) open = true
    }
    return open ? undefined : true
  }
}

function some(tests: readonly Test[]): Test {
  return (span) => {
    let open = false
    for (const test of tests) {
      const decision = test(span)
      if (decision === true) return true
      if (decision === undefined) open = true
    }
    return open ? undefined : false
  }
}

function negate(test: Test): Test {
  return (span) => {
    const decision = test(span)
    return decision === undefined ? undefined : !decision
  }
}
