const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const

export type Style = keyof typeof codes
export type Paint = (text: string, ...styles: readonly Style[]) => string

/** Without colour the text comes back as it is. */
export function painter(color: boolean): Paint {
  if (!color) return (text) => text
  return (text, ...styles) => `${styles.map((style) => `\x1b[${codes[style]}m`).join('')}${text}\x1b[0m`
}
