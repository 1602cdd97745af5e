const special = /[\\^$.|+()[\]{}*?]/g

/** The text as a part of a pattern that matches it alone. */
export function escapePattern(text: string): string {
  return text.replaceAll(special, String.raw`\$&`)
}

/** A glob (`*`, `?`) as a name of ours that takes any case. */
export function anyCase(glob: string): string {
  const source = escapePattern(glob)
    .replaceAll(String.raw`\*`, '.*')
    .replaceAll(String.raw`\?`, '.')
  return `/(?i)^${source}$/`
}

/** A name in which nothing stands for anything else. */
export function exactName(name: string): string {
  return /[*?]|^\/.*\/$/s.test(name) ? `/^${escapePattern(name)}$/` : name
}
