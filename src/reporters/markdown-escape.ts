// Ends what GitHub would turn into a mention, a reference or a link; nothing is seen of it.
const zeroWidthSpace = '&#8203;'

/**
 * A sentence of a finding as Markdown: identifiers in backticks become code, everything else is plain text that holds
 * no markup, HTML, mention, reference or link.
 */
export function prose(sentence: string): string {
  const parts = sentence.split('`')
  const closed = parts.length % 2 === 1 ? parts.length : parts.length - 1
  return parts
    .map((part, index) => {
      if (index >= closed) return `&#96;${plain(part)}`
      return index % 2 === 1 ? code(part) : plain(part)
    })
    .join('')
}

/** A code span; with characters that would end it or its table cell, a code element of character references. */
export function code(text: string): string {
  if (/^[^`|\\\s](?:[^`|\\]*[^`|\\\s])?$/.test(text)) return `\`${text}\``
  return `<code>${text.replace(/[!-/:-@[-`{-~]/g, reference)}</code>`
}

/** Text of a `<pre>` block, where GitHub reads neither Markdown nor mentions. */
export function preformatted(text: string): string {
  return text.replace(/[&<>"']/g, reference)
}

function plain(text: string): string {
  return text
    .replace(/[\\`*_~|<>&[\]#@$]/g, (character) =>
      character === '#' || character === '@' ? `${reference(character)}${zeroWidthSpace}` : reference(character),
    )
    .replaceAll('://', `:${zeroWidthSpace}//`)
    .replace(/www\./gi, (match) => `${match}${zeroWidthSpace}`)
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`
}
