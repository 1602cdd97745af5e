/**
 * Where in a text that is no JSON its parser stopped, from 0. Node's parser says so for some problems only; of the others it
 * names the token, and the text up to there is the longest that only ends too soon.
 */
export function jsonErrorOffset(text: string): number | null {
  const problem = problemOf(text)
  if (problem === undefined) return null
  const position = /at position (\d+)/.exec(problem)?.[1]
  if (position !== undefined) return Number(position)
  if (!isUnplaced(problem)) return text.length
  let [low, high] = [1, text.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isUnplaced(problemOf(text.slice(0, middle)) ?? '')) high = middle
    else low = middle + 1
  }
  return low - 1
}

function isUnplaced(problem: string): boolean {
  return problem.startsWith('Unexpected token')
}

function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
