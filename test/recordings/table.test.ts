import { describe, expect, test } from 'vitest'

import type { ShownRun } from '../../src/model/report.ts'
import { countOf } from './counts.ts'
import { expectedRows, refusals } from './expected.ts'
import { recordedFiles, show } from './recorded-run.ts'
import { parseRow, type Row } from './table-row.ts'

const [, ...rows] = expectedRows.trim().split('\n').map(parseRow)

test('the table has all 102 files, each once', () => {
  expect(recordedFiles).toHaveLength(102)
  expect([...rows.map(({ file }) => file), ...Object.keys(refusals)].toSorted()).toEqual(recordedFiles)
})

describe('what a file holds', () => {
  test.each(rows)('$file', async (row) => {
    const report = await show(row.file)
    expect(report.unreadable).toEqual([])
    expect(rowOf(row.file, report.runs)).toEqual(row)
  })
})

describe('the raw file, counted without any reader', () => {
  test.each(rows)('$file', (row) => {
    expect({ ...row, ...countOf(row.file) }).toEqual(row)
  })
})

test.each(Object.entries(refusals))('%s is refused', async (file, reason) => {
  const { runs, unreadable } = await show(file)
  expect([runs, unreadable]).toEqual([[], [{ recording: file, byte: 0, message: reason }]])
})

function rowOf(file: string, runs: readonly ShownRun[]): Row {
  const total = (count: (run: ShownRun) => number | null): number | null =>
    runs.reduce<number | null>((sum, run) => {
      const more = count(run)
      return sum === null || more === null ? null : sum + more
    }, 0)
  return {
    file,
    format: [...new Set(runs.map(({ format }) => format))].join(', '),
    dialects: [...new Set(runs.flatMap(({ dialects }) => dialects))].toSorted().join(', ') || '-',
    runs: runs.length,
    spans: total((run) => run.spans)!,
    roots: total((run) => run.roots)!,
    orphans: total((run) => run.orphans)!,
    agents: add(runs.flatMap((run) => run.agents.map(({ name, invocations }) => [name ?? '?', invocations] as const))),
    tools: add(runs.flatMap((run) => Object.entries(run.toolCalls.byName))),
    modelCalls: total((run) => run.modelCalls?.count ?? null),
    input: total((run) => run.tokens.input),
    output: total((run) => run.tokens.output),
  }
}

function add(counts: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count)
  return Object.fromEntries(sums)
}
