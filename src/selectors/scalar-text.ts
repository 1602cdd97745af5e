/** As numbers are written: text with leading zeros or a plus sign was never one. */
const numberText = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|-?Infinity)$/
const longestNumber = 40

/** The number or boolean that a text reads as; integers beyond 2^53 are bigint. Undefined for any other text. */
export function scalarOf(text: string): number | bigint | boolean | undefined {
  if (text === 'true') return true
  if (text === 'false') return false
  if (text.length > longestNumber || !numberText.test(text)) return undefined
  const number = Number(text)
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text) ? BigInt(text) : number
}
