import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Decision } from '../../src/model/selector.ts'
import { compileNames } from '../../src/selectors/index.ts'
import { span } from '../support/span.ts'

type Row = [names: string | string[], name: string, attributes: Record<string, unknown>, expected: Decision]

const model = 'gen_ai.request.model'

describe('names', () => {
  test.each<Row>([
    // Literals are plain text.
    ['chat', 'chat', {}, true],
    ['chat', 'chat ', {}, false],
    ['chat', 'Chat', {}, false],
    ['a.b*', 'axbb', {}, false],
    ['a.b*', 'a.b*', {}, true],
    ['/', '/', {}, true],
    ['//', '//', {}, true],
    ['//', '/x/', {}, false],
    ['GET /orders', 'GET /orders', {}, true],
    // Templates.
    [`chat {${model}}`, 'chat gpt-5', { [model]: 'gpt-5' }, true],
    [`chat {${model}}`, 'chat gpt-4', { [model]: 'gpt-5' }, false],
    [`chat {${model}}`, 'chat', { [model]: 'gpt-5' }, false],
    [`chat {${model}}`, 'chat', {}, true],
    [`chat {${model}}`, 'chat ', {}, false],
    [`chat {${model}}`, 'chat gpt-5', {}, false],
    [`chat {${model}}`, 'chat ', { [model]: '' }, true],
    [`{op} {${model}}`, 'chat gpt-5', { op: 'chat', [model]: 'gpt-5' }, true],
    [`{op} {${model}}`, 'chat', { op: 'chat' }, true],
    [`{op} {${model}}`, ' gpt-5', { [model]: 'gpt-5' }, true],
    ['a {x} b', 'a b', {}, true],
    ['a {x} b', 'a 1 b', { x: 1 }, true],
    ['a {x} {y}', 'a', {}, true],
    ['a {x} {y}', 'a 2', { y: 2 }, true],
    ['a  {x}', 'a ', {}, true],
    ['a{x}', 'a', {}, true],
    ['a{x}', 'ab', { x: 'b' }, true],
    ['{x}{y}', 'bc', { x: 'b', y: 'c' }, true],
    // Only a space of the template goes with a missing attribute, never one of another attribute's value.
    ['a{x}{y}', 'ab ', { x: 'b ' }, true],
    ['a{x}{y}', 'ab', { x: 'b ' }, false],
    // Every scalar stands for itself.
    ['v {x}', 'v 0', { x: 0 }, true],
    ['v {x}', 'v false', { x: false }, true],
    ['v {x}', 'v 1.5', { x: 1.5 }, true],
    // A value is text, not a template or a pattern.
    ['v {x}', 'v {y}', { x: '{y}', y: 'z' }, true],
    ['v {x}', 'v z', { x: '{y}', y: 'z' }, false],
    ['v {x}', 'v $&', { x: '$&' }, true],
    ['v {x}', 'v ab', { x: 'a.' }, false],
    // Braces that are no placeholder are text.
    ['a{', 'a{', {}, true],
    ['a{}', 'a{}', {}, true],
    ['{{x}}', '{1}', { x: 1 }, true],
    // Keys of objects are no attributes.
    ['v {__proto__}', 'v', {}, true],
    ['v {constructor}', 'v', {}, true],
    // Regular expressions, unanchored.
    ['/^chat/', 'chat gpt-5', {}, true],
    ['/chat/', 'my chat', {}, true],
    ['/^chat$/', 'chat gpt-5', {}, false],
    ['/a\\/b/', 'a/b', {}, true],
    // Any of a list.
    [['chat', 'answer'], 'answer', {}, true],
    [['chat', 'answer'], 'ask', {}, false],
    [['chat', '/^ask/', 'v {x}'], 'v 1', { x: 1 }, true],
    [['chat', '/^ask/', 'v {x}'], 'ask me', { x: 1 }, true],
    [[], 'chat', {}, false],
  ])('%j and span `%s` with %j: %s', (names, name, attributes, expected) => {
    const matcher = compileNames(Array.isArray(names) ? names : [names])
    const subject = span({ name, attributes })
    expect(matcher.matches(subject)).toBe(expected)
    if (expected === true) {
      expect(matcher.selects(subject)).toBe(true)
      expect(matcher.mayContain(name)).toBe(true)
    }
  })

  test('a dropped attribute leaves a template open, and nothing else', () => {
    const dropped = { dropped: { attributes: 1 } }
    const template = compileNames([`chat {${model}}`])
    expect(template.matches(span({ name: 'chat gpt-5', ...dropped }))).toBe(undefined)
    expect(template.matches(span({ name: 'chat', ...dropped }))).toBe(true)
    expect(template.matches(span({ name: 'chat gpt-4', attributes: { [model]: 'gpt-5' }, ...dropped }))).toBe(false)
    expect(compileNames(['chat']).matches(span({ name: 'chat gpt-5', ...dropped }))).toBe(false)
    expect(compileNames(['/^x/']).matches(span({ name: 'chat gpt-5', ...dropped }))).toBe(false)
    const list = compileNames(['ask', `chat {${model}}`])
    expect(list.matches(span({ name: 'ask', ...dropped }))).toBe(true)
    expect(list.matches(span({ name: 'other', ...dropped }))).toBe(undefined)
  })

  test.each([
    [Object.assign(Object.create(null) as object, { a: 1 })],
    [[Object.create(null)]],
    [[[Object.create(null)]]],
    [{ id: 2n ** 60n }],
    [[[2n ** 60n, { a: [2n ** 60n] }]]],
    [new Uint8Array([1, 2])],
    [null],
    [['a', 'b']],
  ])('a value that is no scalar is judged, not a crash (%#)', (value) => {
    const matcher = compileNames([`chat {${model}}`])
    const subject = span({ name: 'chat gpt-5', attributes: { [model]: value } })
    expect(matcher.matches(subject)).toBe(false)
    expect(matcher.expected(subject)).toHaveLength(1)
  })

  test('an integer beyond 2^53 stands for all its digits', () => {
    const matcher = compileNames(['v {x}'])
    expect(matcher.matches(span({ name: 'v 9007199254740993', attributes: { x: 9007199254740993n } }))).toBe(true)
    expect(matcher.matches(span({ name: 'v 9007199254740992', attributes: { x: 9007199254740993n } }))).toBe(false)
  })

  test('the names a span could have are those its attributes give', () => {
    const subject = span({ name: 'x', attributes: { [model]: 'gpt-5' } })
    expect(compileNames(['ask', `chat {${model}}`, 'run {gone}', '/^a/']).expected(subject)).toEqual([
      'ask',
      'chat gpt-5',
      'run',
      '/^a/',
    ])
  })

  test('a template selects by its literal beginning, so that a wrong ending is judged', () => {
    const matcher = compileNames([`chat {${model}}`])
    const selects = (name: string, attributes = {}): boolean => matcher.selects(span({ name, attributes }))
    expect(selects('chat gpt-4', { [model]: 'gpt-5' })).toBe(true)
    expect(selects('chat gpt-4')).toBe(true)
    expect(selects('chat')).toBe(true)
    expect(selects('chatty gpt-5', { [model]: 'gpt-5' })).toBe(false)
    expect(selects('my chat gpt-5', { [model]: 'gpt-5' })).toBe(false)
  })

  test('a literal is more specific than a template, a template than a regex; the best of a list counts', () => {
    expect(compileNames(['chat']).specificity).toBe(3)
    expect(compileNames(['chat {x}']).specificity).toBe(2)
    expect(compileNames(['/chat/']).specificity).toBe(1)
    expect(compileNames(['/chat/', 'chat {x}']).specificity).toBe(2)
  })
})

/** The rule of templates, written again over text alone: fill in what is there, take out what is not. */
function expand(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/ ?\{([^{}]+)\}/g, (placeholder, key: string) => {
    const value = values[key]
    if (value === undefined) return ''
    return placeholder.startsWith(' ') ? ` ${value}` : value
  })
}

test('templates expand as the rule says', () => {
  const template = fc
    .array(fc.constantFrom('a', 'b', ' ', '{x}', '{y}', '.', '{', '}', '/'), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''))
    // Text between slashes is a pattern.
    .filter((text) => !(text.startsWith('/') && text.endsWith('/')))
  const value = fc.option(fc.string({ unit: fc.constantFrom('a', ' ', '{x}', '$'), maxLength: 3 }), { nil: undefined })
  fc.assert(
    fc.property(template, value, value, (text, x, y) => {
      const values = { ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }) }
      const matcher = compileNames([text])
      const expected = expand(text, values)
      const subject = span({ name: expected, attributes: values })
      expect(matcher.matches(subject)).toBe(true)
      expect(matcher.expected(subject)).toEqual([expected])
      expect(matcher.mayContain(expected)).toBe(true)
      expect(matcher.selects(subject)).toBe(true)
      expect(matcher.matches(span({ name: `${expected}!`, attributes: values }))).toBe(false)
    }),
    { numRuns: 2000 },
  )
})
