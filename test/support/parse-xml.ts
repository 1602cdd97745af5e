export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

// Char of XML 1.0, section 2.2.
const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u
const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/
const token = /<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^<"]*")*)>|([^<]+)/y

/** Parses the XML that reporters write, and nothing looser: no comments, CDATA or other constructs. */
export function parseXml(source: string): Element {
  if (illegal.test(source)) throw new Error('illegal character')
  const head = declaration.exec(source)?.[0].length
  if (head === undefined) throw new Error('no declaration')
  type Open = { name: string; attributes: Record<string, string>; children: Element[]; text: string }
  const top: Open = { name: '', attributes: {}, children: [], text: '' }
  const stack = [top]
  token.lastIndex = head
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const match = token.exec(source)
    const parent = stack.at(-1)
    if (match === null || parent === undefined) throw new Error(`not well-formed at ${at}`)
    const [, closing, opening, attributes = '', text] = match
    if (text !== undefined) parent.text += decode(text)
    if (opening !== undefined) {
      const element: Open = { name: opening, attributes: parseAttributes(attributes), children: [], text: '' }
      parent.children.push(element)
      stack.push(element)
    }
    if (closing !== undefined && stack.pop()?.name !== closing) throw new Error(`unexpected </${closing}> at ${at}`)
  }
  const [root, ...others] = top.children
  if (root === undefined || others.length > 0 || stack.length !== 1) throw new Error('not one root element')
  return root
}

function parseAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', value = ''] of source.matchAll(/ ([\w-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`duplicate attribute ${name}`)
    attributes[name] = decode(value)
  }
  return attributes
}

function decode(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot);)/.test(text)) throw new Error('bare ampersand')
  const named = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' } as Readonly<Record<string, string>>
  return text.replace(/&\w+;/g, (entity) => named[entity] ?? '')
}
