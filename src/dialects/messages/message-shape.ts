import { isValueMap, type Value, type ValueMap } from '../../model/value.ts'
import type { Content, ToolRequest } from '../../model/span-facts.ts'
import { contentOf, notCaptured } from '../content.ts'

/**
 * Where the messages of one vendor say which tools are asked for, and which calls are answered. Shapes differ in the
 * words they use, so that a message is read by all of them and answers to the one it has.
 */
export interface MessageShape {
  readonly requests: (message: ValueMap) => readonly ToolRequest[]
  readonly answers: (message: ValueMap) => readonly (string | null)[]
}

/** The maps in a list; nothing for any other value. */
export function mapsIn(value: Value | undefined): readonly ValueMap[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isValueMap) : []
}

/** A text with something in it, or null. */
export function textIn(value: Value | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** A tool call, unless nothing says which tool; text as arguments is JSON in every shape. */
export function requestOf(
  callId: Value | undefined,
  name: Value | undefined,
  args: Value | undefined,
): readonly ToolRequest[] {
  const tool = textIn(name)
  return tool === null ? [] : [{ callId: textIn(callId), name: tool, args: argsOf(args) }]
}

function argsOf(args: Value | undefined): Content {
  return args === undefined || args === null ? notCaptured : contentOf(args, 'json')
}
