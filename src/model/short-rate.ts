/**
 * Four significant digits; more where a number would look as if it lay on the other side of `limit`, or on it: a bound just
 * below a claim does not show it.
 */
export function shortRate(rate: number, limit?: number): string {
  for (let digits = 4; digits < 16; digits++) {
    const short = Number(rate.toPrecision(digits))
    if (limit === undefined || Math.sign(short - limit) === Math.sign(rate - limit)) return String(short)
  }
  return String(rate)
}
