import type { RunRead, RunSpan } from '../runs/index.ts'

/** Retains the value of a span attribute, or of a resource attribute written `resource.<key>`. */
export function valueRead(key: string): RunRead {
  if (key.startsWith('resource.')) {
    const name = key.slice('resource.'.length)
    return { name: `value ${key}`, take: (span) => span.resource.attributes.get(name) }
  }
  return { name: `value ${key}`, take: (span) => span.attributes.get(key) }
}

/** Retains only that a span attribute is there, however large its value is. */
export function presenceRead(key: string): RunRead {
  return { name: `presence ${key}`, take: (span) => (span.attributes.has(key) ? true : undefined) }
}

/** Retains how many attributes a span dropped, where it dropped some. */
export const droppedAttributesRead: RunRead = {
  name: 'dropped attributes',
  take: (span) => (span.droppedAttributes > 0 ? span.droppedAttributes : undefined),
}

/** Retains how many links a span dropped, where it dropped some. */
export const droppedLinksRead: RunRead = {
  name: 'dropped links',
  take: (span) => (span.droppedLinks > 0 ? span.droppedLinks : undefined),
}

export function hasRead(span: RunSpan, read: RunRead): boolean {
  return span.values.has(read.name)
}

export function textRead(span: RunSpan, read: RunRead): string | undefined {
  const value = span.values.get(read.name)
  return typeof value === 'string' ? value : undefined
}
