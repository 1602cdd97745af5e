import type { Value } from '../model/value.ts'
import { isValueMap } from '../model/value.ts'
import { field } from './messages/content.ts'
import { valueMap } from './transcript-span.ts'
import type { Content } from './transcript.ts'

const scheme = 'attachment://'

/** Puts long texts back where a log only refers to them; a text it does not hold stays a reference. */
export type ResolveAttachments = (content: Content) => Content

export function attachmentsOf(sample: unknown): ResolveAttachments {
  const attachments = field(sample, 'attachments')
  const resolve = (value: Value): Value => {
    if (typeof value === 'string') {
      const text = value.startsWith(scheme) ? field(attachments, value.slice(scheme.length)) : undefined
      return typeof text === 'string' ? text : value
    }
    if (Array.isArray(value)) return value.map(resolve)
    if (!isValueMap(value)) return value
    return valueMap(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)])))
  }
  return (content) => (content !== null && 'value' in content ? { value: resolve(content.value) } : content)
}
