/** The text before the first `{placeholder}` of a template; undefined for a name without one. */
export function templateBeginning(name: string): string | undefined {
  const match = /^([^{]*)\{[^{}]+\}/.exec(name)
  return match?.[1]
}

/** Attribute keys that a template stands on. */
export function templateKeys(name: string): readonly string[] {
  if (name.length > 2 && name.startsWith('/') && name.endsWith('/')) return []
  return [...name.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!)
}
