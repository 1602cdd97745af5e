/** Texts remembered; ids, of which none comes again, push the others out now and then. */
const rememberedTexts = 4096
/** Longer texts are content, and seldom equal. */
const longestShared = 64
/** Levels of what is kept with a span by which names, models and dialects are reached; below is content. */
const sharedDepth = 3

/**
 * Creates a function that makes equal short texts in plain data one text, in place. What is read back from a file shares
 * none, and the facts of a span are mostly names that thousands of others have.
 */
export function createTextSharing(): (data: unknown) => void {
  const known = new Map<string, string>()
  const share = (text: string): string => {
    if (text.length > longestShared) return text
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= rememberedTexts) known.clear()
    known.set(text, text)
    return text
  }
  const shareIn = (data: unknown, depth: number): void => {
    if (typeof data !== 'object' || data === null || data instanceof Uint8Array) return
    const members = data as Record<string, unknown>
    for (const key of Object.keys(members)) {
      const member = members[key]
      if (typeof member === 'string') members[key] = share(member)
      else if (depth > 0) shareIn(member, depth - 1)
    }
  }
  return (data) => shareIn(data, sharedDepth)
}
