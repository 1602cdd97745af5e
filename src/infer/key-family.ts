/** Keys of instrumentations' own bookkeeping, which no contract is about. */
const bookkeeping = /^(?:code|container|host|k8s|net|os|otel|process|sampler|spanpact|telemetry|thread)\./

/** Keys that the contract language cannot have. */
const refused = /^(?:__proto__|constructor|prototype)$/
/** Keys that it can write, and that mean one thing. */
const writable = /^[^\s*\p{Cc}]{1,120}$/u

/**
 * The key, or the family of an indexed one: `llm.input_messages.0.message.role` is one of `llm.input_messages.*`.
 * Undefined for a key that no draft speaks of.
 */
export function familyOf(key: string): string | undefined {
  if (!writable.test(key) || bookkeeping.test(key) || refused.test(key)) return undefined
  const index = /\.\d+(?=\.|$)/.exec(key)
  return index === null ? key : `${key.slice(0, index.index)}.*`
}

export function isFamily(key: string): boolean {
  return key.endsWith('.*')
}
