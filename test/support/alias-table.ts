import { expect, test } from 'vitest'

import { checkRun, reasonsOf, type RunSketch, type StepSketch } from './step-sketch.ts'

type Verdict = 'pass' | 'fail' | 'inconclusive'

/** What is asked, of which run, what the other tool says, and the findings that ours gives: id and reason. */
export type AliasRow = readonly [
  name: string,
  item: string,
  run: readonly StepSketch[] | RunSketch,
  verdict: Verdict,
  reasons?: readonly string[],
]

/** Tests that an alias means what its tool does; every finding of ours carries the name that the contract uses. */
export function testAliases(rows: readonly AliasRow[], options: Parameters<typeof checkRun>[2] = {}): void {
  test.each(rows.map((row) => [row[0], row] as const))('%s', async (_name, [, item, run, verdict, reasons = []]) => {
    const report = await checkRun(item, run, options)
    expect(report.unreadable).toEqual([])
    expect(reasonsOf(report)).toEqual({ verdict, reasons })
    const alias = /^(?:type: |\{ ?type: )?'?([\w:-]+)/.exec(item)?.[1]?.replace(/:$/, '')
    for (const { id, data } of report.findings) {
      expect(id === 'clause-unexercised' ? alias : data['alias']).toBe(alias)
    }
  })
}

/** Calls of tools, one after another. */
export function calls(...names: readonly string[]): StepSketch[] {
  return names.map((tool, index) => ({ tool, args: { n: index } }))
}
