/** Orders texts by code unit, the same everywhere; an absent one counts as empty. */
export function compareText(left = '', right = ''): number {
  return left < right ? -1 : left > right ? 1 : 0
}
