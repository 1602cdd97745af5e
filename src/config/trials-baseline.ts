import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

import { readSource, validate } from '../contract/index.ts'
import { compareText } from '../model/compare-text.ts'
import type { Contract } from '../model/contract.ts'
import type { Unreadable } from '../model/report.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import type { TrajectoryClause } from '../model/trajectory.ts'
import type { TrialResults } from '../stats/index.ts'
import { trialsBaseline, type TrialsBaseline } from './trials-baseline-schema.ts'

/** What the runs of one trajectory showed. */
export interface TrajectoryResults {
  readonly contract: Contract
  readonly clause: TrajectoryClause
  readonly results: TrialResults
}

type Entry = TrialsBaseline['trials'][number]

/**
 * Reads the baselines that trajectories of contracts name, each relative to its contract. One that is missing or broken goes
 * to `unreadable`, and its trajectories are not in the answer.
 */
export async function loadBaselines(
  contracts: readonly Contract[],
  unreadable: (entry: Unreadable) => void,
): Promise<ReadonlyMap<TrajectoryClause, TrialResults>> {
  const files = new Map<string, readonly Entry[] | undefined>()
  const found = new Map<TrajectoryClause, TrialResults>()
  for (const contract of contracts) {
    for (const clause of contract.trajectories) {
      const file = clause.trials?.baseline?.file
      if (file === undefined) continue
      const path = resolve(contract.folder, file)
      if (!files.has(path)) {
        const { entries, problems } = await readBaseline(path, file)
        for (const problem of problems) unreadable({ recording: file, ...problem })
        files.set(path, entries)
      }
      const entries = files.get(path)
      if (entries !== undefined) found.set(clause, resultsOf(entries, contract, clause))
    }
  }
  return found
}

/**
 * Writes what runs showed into the baselines that their trajectories name; results of other cases stay as they are. Returns
 * the files, as the contracts name them.
 * @throws SpanpactError `baseline-invalid` when an existing file is no baseline: nothing of it is overwritten.
 */
export async function updateBaselines(all: readonly TrajectoryResults[]): Promise<readonly string[]> {
  const byPath = Map.groupBy(all, ({ contract, clause }) => resolve(contract.folder, fileOf(clause)))
  for (const [path, updates] of byPath) {
    const file = fileOf(updates[0]!.clause)
    const { entries, problems } = existsSync(path) ? await readBaseline(path, file) : { entries: [], problems: [] }
    if (entries === undefined) {
      throw new SpanpactError(
        'baseline-invalid',
        `failed to update the baseline \`${file}\`: ${problems[0]?.message ?? 'it cannot be read'}; correct or remove it`,
      )
    }
    const made = updates.flatMap(entriesOf)
    const keys = new Set(made.map(keyOf))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, render([...entries.filter((entry) => !keys.has(keyOf(entry))), ...made]))
  }
  return [...byPath.values()].map(([first]) => fileOf(first!.clause)).sort(compareText)
}

function fileOf({ trials }: TrajectoryClause): string {
  return trials?.baseline?.file ?? ''
}

interface ReadBaseline {
  readonly entries: readonly Entry[] | undefined
  readonly problems: readonly { readonly line?: number; readonly message: string }[]
}

async function readBaseline(path: string, file: string): Promise<ReadBaseline> {
  if (!existsSync(path)) {
    const message = 'no baseline of trials lies here; write it with `spanpact check -u`'
    return { entries: undefined, problems: [{ message }] }
  }
  try {
    const source = await readSource(path, file)
    const problems = [...source.problems, ...(source.value === undefined ? [] : validate(trialsBaseline, source))]
    if (problems.length > 0)
      return { entries: undefined, problems: problems.map(({ line, message }) => ({ line, message })) }
    const { trials } = trialsBaseline.parse(source.value)
    const isTwice = new Set(trials.map(keyOf)).size < trials.length
    return isTwice
      ? { entries: undefined, problems: [{ message: 'a case is in the baseline twice; remove one of the two' }] }
      : { entries: trials, problems: [] }
  } catch (error) {
    if (!(error instanceof SpanpactError)) throw error
    return { entries: undefined, problems: [{ message: error.message }] }
  }
}

function resultsOf(entries: readonly Entry[], { name }: Contract, { id }: TrajectoryClause): TrialResults {
  return new Map(
    entries
      .filter(({ contract, trajectory }) => contract === name && trajectory === id)
      .map(({ case: caseId, runs, passes, metrics = {}, versions }) => [
        caseId,
        { runs, passes, metrics: new Map(Object.entries(metrics)), ...(versions === undefined ? {} : { versions }) },
      ]),
  )
}

function entriesOf({ contract, clause, results }: TrajectoryResults): readonly Entry[] {
  return [...results].flatMap(([caseId, { runs, passes, metrics = new Map<string, number[]>(), versions }]) => {
    if (runs === 0) return []
    const sorted = [...metrics]
      .sort(([left], [right]) => compareText(left, right))
      .map(([metric, values]): [string, number[]] => [metric, values.toSorted((left, right) => left - right)])
    return [
      {
        contract: contract.name,
        trajectory: clause.id,
        case: caseId,
        ...(versions === undefined ? {} : { versions }),
        runs,
        passes,
        metrics: Object.fromEntries(sorted),
      },
    ]
  })
}

function keyOf({ contract, trajectory, case: caseId }: Entry): string {
  return JSON.stringify([contract, trajectory, caseId])
}

/** A line per fact: the values of a metric are one. */
function render(entries: readonly Entry[]): string {
  const sorted = entries.toSorted(
    (left, right) =>
      compareText(left.contract, right.contract) ||
      compareText(left.trajectory, right.trajectory) ||
      compareText(left.case, right.case),
  )
  const text = JSON.stringify({ schemaVersion: 1, trials: sorted }, null, 2)
  // No text in JSON holds a line break, so that only lists of numbers match.
  return `${text.replaceAll(/\[\n[\d\s.,e+-]+\]/g, (list) => list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'))}\n`
}
