import type { Bounds } from '../model/contract.ts'

/** `1 span`, `2 spans`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `no span`, `1 span`, `2 spans`. */
export function countedOrNo(count: number, noun: string): string {
  return count === 0 ? `no ${noun}` : counted(count, noun)
}

/** `a`, `b` or `c`, each in backticks. */
export function anyOfWords(words: readonly string[]): string {
  return joined(words, 'or')
}

/** `a`, `b` and `c`, each in backticks. */
export function allOfWords(words: readonly string[]): string {
  return joined(words, 'and')
}

function joined(words: readonly string[], conjunction: string): string {
  const quoted = words.map((word) => `\`${word}\``)
  const last = quoted.pop() ?? 'nothing'
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${conjunction} ${last}`
}

/** What a contract says with a count: `requires 1`, `requires at least 2`, `allows at most 3`, `allows none`. */
export function demand({ min = 0, max }: Bounds): string {
  if (max === undefined) return `requires at least ${min}`
  if (max === 0) return 'allows none'
  if (min === 0) return `allows at most ${max}`
  return min === max ? `requires ${min}` : `requires ${min} to ${max}`
}

/** `90 %`, `32.1 %`. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}
