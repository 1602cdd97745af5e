/** Brackets that are open around a span: the resource, its scopes, one scope, its spans. Log records lie as deep. */
const aroundSpan = '{[{['

/**
 * The part of a ResourceSpans or ResourceLogs that was complete before the text breaks off, closed so that it parses;
 * undefined where not one span or log record is complete.
 */
export function salvage(json: string): string | undefined {
  /** The outermost open brackets; deeper ones are only counted. */
  let outer = ''
  let depth = 0
  let inString = false
  let end = -1
  for (let index = 0; index < json.length; index++) {
    const char = json[index]
    if (inString) {
      if (char === '\\') index += 1
      else if (char === '"') inString = false
    } else if (char === '"') {
      inString = true
    } else if (char === '{' || char === '[') {
      depth += 1
      if (depth <= aroundSpan.length) outer = outer.slice(0, depth - 1) + char
    } else if (char === '}' || char === ']') {
      depth -= 1
      if (depth === aroundSpan.length && outer === aroundSpan) end = index + 1
    }
  }
  return end === -1 ? undefined : `${json.slice(0, end)}]}]}`
}
