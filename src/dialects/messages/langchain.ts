import type { Value, ValueMap } from '../../model/value.ts'
import { asMap } from '../json-value.ts'
import { mapsIn } from './message-shape.ts'

/**
 * The messages in what LangChain records of a run: the input `{ messages }` or output `{ generations }` of a model call, or
 * one message. Null for any other value.
 */
export function langchainMessages(value: Value | undefined): readonly ValueMap[] | null {
  if (Array.isArray(value)) return mapsIn(value).map(plainMessage)
  const map = asMap(value)
  if (map === undefined) return null
  const batches = map['generations'] ?? map['messages']
  if (!Array.isArray(batches)) return isMessage(map) ? [plainMessage(map)] : null
  const entries = (batches as readonly Value[]).flatMap((entry) =>
    Array.isArray(entry) ? mapsIn(entry) : mapsIn([entry]),
  )
  return entries.map((entry) => plainMessage(asMap(entry['message']) ?? entry))
}

/** A message as it is, out of its serial form, with the tool calls that only the provider's part of it has. */
export function plainMessage(message: ValueMap): ValueMap {
  const inner = asMap(message['kwargs']) ?? asMap(message['data']) ?? message
  const calls = asMap(inner['additional_kwargs'])?.['tool_calls']
  const own = inner['tool_calls']
  return calls === undefined || (Array.isArray(own) && own.length > 0) ? inner : { ...inner, tool_calls: calls }
}

function isMessage(map: ValueMap): boolean {
  return 'lc' in map || 'additional_kwargs' in map || ('type' in map && asMap(map['data']) !== undefined)
}
