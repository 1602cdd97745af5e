const slots = 128
/** Longer names are hostile rather than frequent, and would be held here for nothing. */
const maxNameLength = 256

/**
 * Creates a function that gives the string it gave before for an equal name, if that was not long ago. Every name that
 * is parsed is a new string, which whoever looks it up has to hash; one that was seen before has its hash.
 */
export function createRecentNames(): (name: string) => string {
  const recent: (string | undefined)[] = Array.from({ length: slots })
  return (name) => {
    const { length } = name
    if (length > maxNameLength) return name
    const slot = (length * 31 + name.charCodeAt(length >> 1) * 7 + name.charCodeAt(length - 1)) % slots
    const known = recent[slot]
    if (known === name) return known
    recent[slot] = name
    return name
  }
}
