/**
 * Names of the members that the first documents in `head` have at their top level; elements of a top-level list count
 * as documents. A line that starts with an object gives its first name even behind damage.
 */
export function topLevelNames(head: Buffer): readonly string[] {
  const text = head.toString('utf8').trimStart()
  const names = [...text.matchAll(/^\{\s*"(\w+)"\s*:/gm)].map((match) => match[1] ?? '')
  if (!text.startsWith('{') && !text.startsWith('[')) return names

  const base = text.startsWith('[') ? 1 : 0
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const char = text[index]
    if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') depth -= 1
    else if (char === '"') {
      const close = endOfString(text, index)
      if (depth === base + 1 && /^\s*:/.test(text.slice(close + 1, close + 20)))
        names.push(text.slice(index + 1, close))
      index = close
    }
  }
  return names
}

function endOfString(text: string, open: number): number {
  let index = open + 1
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index
}
