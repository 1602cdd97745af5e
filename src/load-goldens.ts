import { tmpdir } from 'node:os'
import { resolve } from 'node:path'

import { goldenPaths, goldenReads, splitIntoRuns } from './check/index.ts'
import type { TrajectoryRun } from './assertions/index.ts'
import { factsOf, wireCallOf } from './dialects/index.ts'
import type { Contract } from './model/contract.ts'
import type { Unreadable } from './model/report.ts'
import { readSource, type SourceOptions } from './read-source.ts'
import { fileSource } from './readers/index.ts'
import {
  assembleRun,
  createEvidenceKeeper,
  createRunStore,
  defaultMemoryBytes,
  deriveSteps,
  retain,
  runIdOf,
  type Run,
  type RunSteps,
  type SpanEvidence,
} from './runs/index.ts'

/** Runs by the path that a contract gives their recording. */
export type Goldens = ReadonlyMap<Contract, ReadonlyMap<string, readonly TrajectoryRun[]>>

/**
 * Reads the recordings that trajectories compare runs with, relative to their contracts; their runs are held in memory. One that
 * cannot be read, or holds no run, goes to `unreadable`.
 */
export async function loadGoldens(
  contracts: readonly Contract[],
  options: SourceOptions,
  unreadable: (entry: Unreadable) => void,
): Promise<Goldens> {
  const goldens = new Map<Contract, Map<string, readonly TrajectoryRun[]>>()
  for (const contract of contracts) {
    const byPath = new Map<string, readonly TrajectoryRun[]>()
    for (const path of goldenPaths(contract).keys()) {
      byPath.set(path, await readGolden(contract, path, options, unreadable))
    }
    if (byPath.size > 0) goldens.set(contract, byPath)
  }
  return goldens
}

async function readGolden(
  contract: Contract,
  path: string,
  options: SourceOptions,
  unreadable: (entry: Unreadable) => void,
): Promise<readonly TrajectoryRun[]> {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  const store = createRunStore(defaultMemoryBytes, tmpdir())
  let spansRead = 0
  const damage = new Set<string>()
  let problems = 0
  const report = (entry: Unreadable): void => {
    problems += 1
    unreadable(entry)
  }
  const batches = readSource(fileSource(resolve(contract.folder, path), path), options, {
    format: () => {},
    unreadable: report,
    note: () => {},
    damaged: (reason) => void damage.add(reason),
  })
  for await (const { spans } of batches) {
    for (const span of spans) {
      const values = new Map(
        goldenReads.flatMap((read) => {
          const value = read.take(span)
          return value === undefined ? [] : [[read.name, value] as const]
        }),
      )
      const payload = keep(span, factsOf(span), wireCallOf(span))
      store.add(retain(span, { file: 0, tag: 0, payload, values }), runIdOf(span))
      spansRead += 1
    }
  }
  if (spansRead === 0 && problems === 0) {
    report({ recording: path, message: `holds no run, and ${contract.file} compares runs with it` })
  }
  const steps = new Map<Run, RunSteps>()
  const stepsOf = (run: Run): RunSteps => {
    let known = steps.get(run)
    if (known === undefined)
      steps.set(run, (known = deriveSteps(run, ({ payload }) => payload as SpanEvidence | undefined)))
    return known
  }
  return [...store.runs()].flatMap((retained) =>
    retained.spans.length === 0 ? [] : splitIntoRuns(assembleRun(retained, path, [path], [...damage]), stepsOf),
  )
}
