import type { z } from 'zod'

import { nearest } from '../../model/nearest.ts'

interface Explanation {
  readonly message: string
  readonly help: string
  readonly at: 'key' | 'value'
}

interface Context {
  readonly key: string
  /** The value as the file has it. */
  readonly written?: string | undefined
  readonly later: readonly string[]
}

const startsWithSubject = /^`|^(the|a|an|unknown) /

/** Turns what the schema found into a sentence and the edit that cures it. */
export function explainIssue(issue: z.core.$ZodIssue, value: unknown, context: Context): Explanation {
  const { key } = context
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKey(key, own(issue.message, '').split(' '), context.later)
    case 'invalid_type':
      if (value === undefined || own(issue.message, '') === '') return wrongType(issue.expected, value, context)
      return {
        message: `\`${key}\` is ${describe(value)}, which ${issue.message}`,
        help: helpFor(issue.message, key),
        at: 'value',
      }
    case 'invalid_union':
      return wrongType(expectedOf(issue.errors), value, context)
    case 'invalid_value':
      return unknownValue(key, value, issue.values)
    case 'invalid_key':
      return {
        message: `\`${key}\` ${own(issue.issues[0]?.message, 'is no valid key')}`,
        help: 'rename the key',
        at: 'key',
      }
    default: {
      const params = issue.code === 'custom' ? (issue.params as Partial<Explanation> | undefined) : undefined
      const message = own(issue.message, wordsFor(issue))
      const shown = typeof value === 'string' || typeof value === 'number' ? ` \`${String(value).slice(0, 80)}\`` : ''
      return {
        // Sentences that name their subject stand alone; the others start with the verb.
        message: startsWithSubject.test(message) ? message : `\`${key}\`${shown} ${message}`,
        help: params?.help ?? helpFor(message, key),
        at: params?.at ?? 'value',
      }
    }
  }
}

function unknownKey(key: string, valid: readonly string[], later: readonly string[]): Explanation {
  if (later.includes(key)) {
    const help = 'remove it: nothing under it would be checked'
    return { message: `key \`${key}\` is not part of this version of spanpact`, help, at: 'key' }
  }
  const near = nearest(key, valid)
  if (near !== undefined) {
    return { message: `unknown key \`${key}\`; did you mean \`${near}\`?`, help: `write \`${near}\``, at: 'key' }
  }
  return { message: `unknown key \`${key}\``, help: `use one of ${list(valid)}, or remove the key`, at: 'key' }
}

function unknownValue(key: string, value: unknown, values: readonly unknown[]): Explanation {
  // `string?` and the like are understood from `string`.
  const valid = values.map(String)
  const shownValues = list(valid.filter((one) => !one.endsWith('?')))
  if (value === undefined)
    return { message: `\`${key}\` is missing`, help: `write \`${key}: ${valid[0] ?? ''}\``, at: 'key' }
  const shown = describe(value)
  const near = typeof value === 'string' ? nearest(value, valid) : undefined
  if (near !== undefined) {
    return {
      message: `\`${key}\` is ${shown}; did you mean \`${near}\`?`,
      help: `use one of ${shownValues}`,
      at: 'value',
    }
  }
  return {
    message: `\`${key}\` is ${shown}, which is none of its values`,
    help: `use one of ${shownValues}`,
    at: 'value',
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
  // A text that is one of a list; quoting another value does not make it one.
  word: 'text',
}

function wrongType(expected: string, value: unknown, { key, written }: Context): Explanation {
  const expectations = expected.split('|').map((type) => typeWords[type] ?? type)
  const wanted =
    expectations.length < 2
      ? expectations.join('')
      : `${expectations.slice(0, -1).join(', ')} or ${expectations.at(-1)}`
  if (value === undefined) {
    return { message: `\`${key}\` is missing, expects ${wanted}`, help: `add \`${key}\``, at: 'key' }
  }
  if (key === '')
    return { message: `the file holds ${describe(value)}, expects ${wanted}`, help: `write ${wanted}`, at: 'value' }
  const wantsText = expected.split('|').includes('string')
  if (wantsText && isEmptyTemplate(value)) {
    const quoted = written === undefined ? '' : `: \`${key}: '${written}'\``
    return { message: `\`${key}\` starts with \`{\`, which is a map in YAML`, help: `quote it${quoted}`, at: 'value' }
  }
  if (wantsText && (typeof value === 'number' || typeof value === 'boolean')) {
    const kind = typeof value === 'number' ? 'a number' : 'a boolean'
    const text = written ?? String(value)
    return {
      message: `\`${key}\` is ${kind} in YAML, expects text`,
      help: `quote it: \`${key}: '${fullVersion(key, text)}'\``,
      at: 'value',
    }
  }
  return {
    message: `\`${key}\` is ${describe(value)}, expects ${wanted}`,
    help: `write ${wanted} as \`${key}\``,
    at: 'value',
  }
}

/** A version that YAML reads as a number lacks its third part. */
function fullVersion(key: string, text: string): string {
  return key === 'version' && /^\d+(\.\d+)?$/.test(text) ? (text.includes('.') ? `${text}.0` : `${text}.0.0`) : text
}

/** `{gen_ai.agent.name}` without quotes: a map of keys without values. */
function isEmptyTemplate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const values = Object.values(value)
  return values.length > 0 && values.every((item) => item === null)
}

function expectedOf(branches: readonly (readonly z.core.$ZodIssue[])[]): string {
  const types = branches.flatMap((issues) =>
    issues.flatMap((issue) => {
      if (issue.code === 'invalid_type') return [issue.expected]
      if (issue.code === 'invalid_value') return ['word']
      return issue.code === 'invalid_union' ? expectedOf(issue.errors).split('|') : []
    }),
  )
  return [...new Set(types)].join('|')
}

/** How a value is shown in a message. */
function describe(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `\`${text.slice(0, 80)}…\` (${text.length} characters)` : `\`${text}\``
}

/** A message our schemas gave, or other words for one that comes from the validator. */
function own(message: string | undefined, otherwise: string): string {
  return message === undefined || /^(Invalid|Too|Unrecognized)/.test(message) ? otherwise : message
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return `is below ${String(issue.minimum)}`
  if (issue.code === 'too_big') return `is above ${String(issue.maximum)}`
  return 'is not what the key takes'
}

function helpFor(message: string, key: string): string {
  if (message.includes('such as'))
    return `write it as in ${message.slice(message.indexOf('`'), message.lastIndexOf('`') + 1)}`
  if (/empty$|neither|names no|has no operator$/.test(message)) return `fill in \`${key}\`, or remove the key`
  return `correct \`${key}\``
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}
