/** How likely 0, 1, … n passes of n runs are: one run after the other, by sums of positive numbers alone. */
export function binomialChances(runs: number, rate: number): readonly number[] {
  let chances = [1]
  for (let run = 0; run < runs; run++) {
    const next = Array.from({ length: chances.length + 1 }, () => 0)
    for (const [passes, chance] of chances.entries()) {
      next[passes]! += chance * (1 - rate)
      next[passes + 1]! += chance * rate
    }
    chances = next
  }
  return chances
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
