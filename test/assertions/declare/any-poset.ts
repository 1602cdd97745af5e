import * as fc from 'fast-check'

import type { SpanSketch } from '../../support/span.ts'
import { spansOfRun, type StepSketch } from '../../support/step-sketch.ts'

/** A run of up to five tools `a`, `b`, `c` that overlap as they like; outputs of models ask for some of them. */
export interface Poset {
  readonly tools: readonly {
    readonly tool: string
    readonly start: number
    readonly length: number
    readonly key: number | null
    readonly isFailed: boolean
    /** Which model output asked for it, if one did. */
    readonly output: number | null
  }[]
}

export const anyPoset: fc.Arbitrary<Poset> = fc.record({
  tools: fc.array(
    fc.record({
      tool: fc.constantFrom('a', 'b', 'c'),
      start: fc.nat(12),
      length: fc.nat(5),
      key: fc.constantFrom(1, 1, 2, null),
      isFailed: fc.constantFrom(false, false, false, true),
      output: fc.constantFrom(null, null, 0, 1),
    }),
    { maxLength: 5 },
  ),
})

/** The spans of such a run, as far as its tools had started by `until`; the first is the agent's, then the models'. */
export function spansOfPoset({ tools }: Poset, until = Infinity): SpanSketch[] {
  const outputs = [...new Set(tools.map(({ output }) => output).filter((output) => output !== null))].sort(
    (left, right) => left - right,
  )
  const ids = (output: number): string[] =>
    tools.flatMap((one, index) => (one.output === output ? [`call${index}`] : []))
  return spansOfRun({
    steps: [
      ...outputs.map((output): StepSketch => ({
        model: 'gpt-5',
        asks: ids(output),
        at: [-20 + output * 10, -15 + output * 10],
      })),
      ...tools.flatMap(({ tool, start, length, key, isFailed }, index): StepSketch[] => {
        const step: StepSketch = {
          tool,
          id: `call${index}`,
          // Another argument each, so that none is a second try of another.
          args: { number: index, ...(key === null ? {} : { key }) },
          at: [start * 10, (start + length) * 10],
          ...(isFailed ? { error: 'refused' } : {}),
        }
        return start < until ? [step] : []
      }),
    ],
  })
}
