import type { Content } from '../model/span-facts.ts'
import { isValueMap } from '../model/value.ts'
import { contentOf } from './content.ts'

/**
 * The arguments a model gave, out of what a Python instrumentation records of the function that ran: `{ args, kwargs }`
 * of a call by name alone, or LangChain's `{ input_str, inputs, … }` around them. Anything else stays as it is.
 */
export function callArguments(content: Content): Content {
  if (!('value' in content) || !isValueMap(content.value)) return content
  const { args, kwargs, inputs, input_str: inputText } = content.value
  if (Array.isArray(args) && args.length === 0 && kwargs !== undefined && isValueMap(kwargs)) return { value: kwargs }
  if (typeof inputText !== 'string') return content
  return inputs !== undefined && isValueMap(inputs) ? { value: inputs } : contentOf(inputText, 'either')
}
