import type { Outcome } from './outcome.ts'

/** All parts must hold: the first that fails decides, else the first that is open. Activations add up. */
export function mergeOutcomes(parts: readonly Outcome[]): Outcome {
  const activations = parts.reduce((total, one) => total + one.activations, 0)
  const decisive =
    parts.find(({ verdict }) => verdict === 'fail') ??
    parts.find(({ verdict }) => verdict === 'inconclusive') ??
    parts[0]!
  return { ...decisive, activations }
}
