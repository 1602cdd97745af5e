import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { checkRecordings, fileSource } from '../../src/index.ts'
import type { Finding } from '../../src/model/finding.ts'
import { contractOf } from '../support/check-spans.ts'

interface Action {
  readonly name: string
  readonly kwargs: Readonly<Record<string, unknown>>
}

interface Task {
  readonly task_id: number
  readonly info: { readonly task: { readonly actions: readonly Action[] } }
  readonly traj: readonly {
    readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[] | null
  }[]
}

const recording = 'tau-bench/gpt-4o-airline.trial-0.json'
const tasks = JSON.parse(readFileSync(`fixtures/recordings/${recording}`, 'utf8')) as readonly Task[]

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spanpact-goldens-'))
  for (const task of tasks) writeFileSync(join(folder, `${task.task_id}.json`), JSON.stringify(transcriptOf(task)))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What the benchmark says should be done, as a transcript of an agent that does it. */
function transcriptOf({ task_id: id, info }: Task): unknown {
  const messages = info.task.actions.flatMap(({ name, kwargs }, index) => {
    const call = { id: `call-${index}`, type: 'function', function: { name, arguments: JSON.stringify(kwargs) } }
    return [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: call.id, name, content: 'done' },
    ]
  })
  return { task_id: id, traj: [{ role: 'user', content: 'go' }, ...messages, { role: 'assistant', content: 'done' }] }
}

async function match(options: string): Promise<readonly Finding[]> {
  const goldens = tasks.map(({ task_id: id }) => `${id}.json`).join(', ')
  const contract = await contractOf(
    `trajectories:\n  task:\n    expect:\n      - trajectory-match: { golden: [${goldens}], empty: true, ${options} }\n`,
    join(folder, 'tau.contract.yaml'),
  )
  const report = await checkRecordings(
    [{ name: recording, files: [fileSource(`fixtures/recordings/${recording}`, recording)], contracts: [contract] }],
    { now: 0 },
  )
  expect(report.unreadable).toEqual([])
  expect(report.findings.filter(({ verdict }) => verdict !== 'fail')).toEqual([])
  return report.findings
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Calls in one text each: sorted keys, numbers as JavaScript prints them. */
function textOf(name: string, args: unknown): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([one], [other]) => byText(one, other))
        .map(([key, member]) => [key, sorted(member)]),
    )
  }
  return `${name} ${JSON.stringify(sorted(args))}`
}

/** What of the first list is not in the second, each as often as it is too many. */
function without(list: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return list.filter((one) => {
    const at = left.indexOf(one)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

const counted = tasks.map(({ task_id: id, info, traj }) => {
  const wanted = info.task.actions.map(({ name, kwargs }) => textOf(name, kwargs))
  const made = traj
    .flatMap(({ tool_calls: calls }) => calls ?? [])
    .map(({ function: { name, arguments: args } }) => textOf(name, JSON.parse(args)))
  return { id, wanted, made, missing: without(wanted, made), extra: without(made, wanted) }
})

describe('the actions that tau-bench expects, as goldens of its 50 runs', () => {
  test.each<[string, (one: (typeof counted)[number]) => boolean]>([
    ['mode: subset', ({ extra }) => extra.length === 0],
    ['mode: superset', ({ wanted, made, missing }) => (wanted.length === 0 ? made.length === 0 : missing.length === 0)],
    ['mode: unordered', ({ missing, extra }) => missing.length + extra.length === 0],
    [
      'mode: graded, order: ignore, min: 0.5',
      ({ wanted, made, missing }) =>
        wanted.length === 0
          ? made.length === 0
          : (2 * (wanted.length - missing.length)) / (wanted.length + made.length) >= 0.5,
    ],
  ])('%s', async (options, holds) => {
    const findings = await match(options)
    const failing = counted.filter((one) => !holds(one)).map(({ id }) => `${id}.json`)
    expect(findings.map(({ data }) => String(data['golden'])).toSorted(byText)).toEqual(failing.toSorted(byText))
  })

  test('each of them is explained: what was missing, what was too much, what came nearest', async () => {
    const findings = await match('mode: unordered')
    const byGolden = new Map(findings.map(({ data }) => [data['golden'], data]))
    for (const { id, missing, extra } of counted) {
      const data = byGolden.get(`${id}.json`)
      const names = (texts: readonly string[]): string[] => texts.map((text) => text.split(' ')[0]!).slice(0, 20)
      expect(
        [data?.['missing'] ?? [], data?.['extra'] ?? []].map((list) => [...(list as string[])].toSorted(byText)),
      ).toEqual([names(missing), names(extra)].map((list) => list.toSorted(byText)))
      const sameTool = names(missing).some((name) => names(extra).includes(name))
      expect(data?.['reason'] === 'args-differ').toBe(sameTool)
    }
  })
})
