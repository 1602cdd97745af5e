const longestId = 40

/** A readable id from words such as an operation or a span name: `invoke-agent`, `call-llm`. */
export function spanIdOf(words: string): string {
  // A dotted path is known by its end: `a2a.server.events.EventQueue.close` is `event-queue-close`.
  const path = /^(?:\w+\.){2,}\w+$/.test(words) ? words.split('.').slice(-2).join('.') : words
  const parts = path
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '' && !/^\d+$/.test(part))
  while (parts.length > 1 && parts.join('-').length > longestId) parts.shift()
  const id = parts.join('-').slice(0, longestId)
  return id === '' ? 'span' : id === 'entry' ? 'entry-span' : id
}

/** The id, or the id with the first number that makes it one of its own. */
export function uniqueId(id: string, taken: Set<string>): string {
  let unique = id
  for (let number = 2; taken.has(unique); number++) unique = `${id}-${number}`
  taken.add(unique)
  return unique
}
