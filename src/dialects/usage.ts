import type { Usage } from '../model/span-facts.ts'

/**
 * Makes cached and cache-write tokens a part of the input, as the conventions have it. Anthropic's own count leaves
 * them out, which shows where the parts are more than the whole; a count that could hold them is believed.
 */
export function withCacheInInput(usage: Usage): Usage {
  const cache = (usage.cachedInput ?? 0) + (usage.cacheWrite ?? 0)
  return usage.input !== null && cache > usage.input ? { ...usage, input: usage.input + cache } : usage
}
