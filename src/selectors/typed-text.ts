import type { ValueType } from '../model/contract.ts'
import type { Value } from '../model/value.ts'
import { parseJsonText } from './json-text.ts'
import { scalarOf } from './scalar-text.ts'

type Read = (text: string) => Value | undefined

const number: Read = (text) => {
  const scalar = scalarOf(text)
  return typeof scalar === 'boolean' ? undefined : scalar
}

const boolean: Read = (text) => {
  const scalar = scalarOf(text)
  return typeof scalar === 'boolean' ? scalar : undefined
}

/** Lists were written as JSON, or joined with commas. */
const listOf =
  (read: Read): Read =>
  (text) => {
    const json = parseJsonText(text)
    if (json !== undefined && !Array.isArray(json)) return undefined
    const members = (json as readonly Value[] | undefined) ?? text.split(',')
    return members.map((member) => (typeof member === 'string' ? (read(member) ?? member) : member))
  }

const map: Read = (text) => {
  const json = parseJsonText(text)
  return json === undefined || Array.isArray(json) ? undefined : (json as Value)
}

const asIs: Read = (text) => text

const readAs: Readonly<Record<ValueType, Read>> = {
  string: asIs,
  any: asIs,
  int: number,
  double: number,
  boolean,
  'string[]': listOf(asIs),
  'int[]': listOf(number),
  'double[]': listOf(number),
  'boolean[]': listOf(boolean),
  map,
}

/** What a text reads as, in a recording that turned all values into text; the text itself where it is no such value. */
export function typedText(text: string, type: ValueType): Value {
  return readAs[type](text) ?? text
}
