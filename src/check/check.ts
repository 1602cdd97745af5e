import type { Judge, TrajectoryRun } from '../assertions/index.ts'
import type { Acceptance } from '../model/acceptance.ts'
import type { Contract } from '../model/contract.ts'
import type { Severity } from '../model/finding.ts'
import type { Price } from '../model/price.ts'
import type { CheckReport, IdleClause, Note, Unreadable } from '../model/report.ts'
import type { TrajectoryClause } from '../model/trajectory.ts'
import type { Value } from '../model/value.ts'
import type { LoadedSource, LoadedSources } from '../reconcile/index.ts'
import { createPriceTable } from '../runs/index.ts'
import type { TrialResults } from '../stats/index.ts'
import type { ClauseCheck } from './clause-reference.ts'
import { compileContract } from './compile-contract.ts'
import type { CompiledContract } from './compiled-contract.ts'
import { createFindingCollector } from './findings.ts'
import { poolSources } from './pool-sources.ts'
import { reconcileContract, type ReconcileSet } from './reconcile-contract.ts'
import { createRecordingCheck, type RecordingCheck } from './recording-check.ts'
import { createRedaction, strictestSensitivities } from './redaction.ts'
import { settle } from './settle.ts'
import { compileTrajectories } from './trajectories/compile-trajectories.ts'
import { createTrajectoryJudge } from './trajectories/judge-trajectories.ts'
import { judgeVacuity, type Exercise } from './vacuity.ts'

/** An inconclusive finding that CI may pass over, by name. */
export type InconclusiveAllowance = Acceptance

export interface CheckSettings {
  readonly version: string
  /** Now, for sunsets and expiries: milliseconds since the epoch. */
  readonly now: number
  /** Findings below this severity never move the verdict. */
  readonly failOn: Severity
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  /** What would be less than this is not looked for. */
  readonly leastSeverity: Severity
  /** Bytes of spans held in memory before they are written to temporary files. */
  readonly memoryBytes: number
  readonly temporaryDirectory: string
  readonly showValues: boolean
  readonly redactionKey: string
  readonly acceptances: readonly Acceptance[]
  readonly allowedInconclusives: readonly InconclusiveAllowance[]
  /** List idle clauses in the report, not only count them. */
  readonly explain: boolean
  readonly prices: readonly Price[]
  /** Runs of the recordings that trajectories name, by contract and path. */
  readonly goldens: ReadonlyMap<Contract, ReadonlyMap<string, readonly TrajectoryRun[]>>
  /** Judges that trajectories name, by contract and path. */
  readonly judges: ReadonlyMap<Contract, ReadonlyMap<string, Judge>>
  /** Earlier results of trajectories with trials; a trajectory that names a baseline and is not here stays undecided. */
  readonly baselines: ReadonlyMap<TrajectoryClause, TrialResults>
  /** Takes the results of trajectories with a baseline, to write it anew; then none is compared with. */
  readonly keepTrials?: (contract: Contract, clause: TrajectoryClause, results: TrialResults) => void
  /** All recordings are compared with their second sources together: a source may be that of them all. */
  readonly poolsSources: boolean
}

/** One invocation: recordings in, one report out. */
export interface Check {
  /** Starts a recording set; its files are read in any order and its runs judged when it is finished. */
  readonly recording: (
    name: string,
    files: readonly string[],
    contracts: readonly Contract[],
    sources?: LoadedSources,
  ) => RecordingCheck
  /** A second source of all recordings of the invocation. */
  readonly source: (source: LoadedSource) => void
  /** An input that could not be opened at all. */
  readonly unreadable: (entry: Unreadable) => void
  readonly note: (note: Note) => void
  /** Waits for the assertions that answer later; one that is not waited for stays undecided. */
  readonly settled: () => Promise<void>
  readonly finish: () => CheckReport
}

/** `contracts` are all contracts of the invocation; each recording names those that concern it. */
export function createCheck(contracts: readonly Contract[], settings: CheckSettings): Check {
  const table: ClauseCheck[] = []
  const redaction = createRedaction({
    showValues: settings.showValues,
    key: settings.redactionKey,
    canaries: contracts.flatMap((contract) => contract.privacy?.canaries.map(({ text }) => text) ?? []),
    sensitivities: strictestSensitivities(contracts),
  })
  const crashed = new Map<string, Unreadable>()
  const crash = (recording: string, check: number, cause: unknown): void => {
    const { rule, contract, path } = table[check]!
    const reason = cause instanceof Error ? cause.message : String(cause)
    // An assertion of the user's own is theirs to mend.
    const isOwn = contract.trajectories.some(({ expect }) => expect.some(({ record }) => record === rule))
    const [what, advice] = isOwn ? ['assertion', 'mend it'] : ['rule', 'report this as a bug of spanpact']
    const message = `${what} \`${rule.id}\` crashed on ${contract.file} \`${path}\` (${reason}); the other rules were checked; ${advice}`
    crashed.set(`${recording} ${check}`, { recording, message: redaction.clean(message) })
  }
  const collector = createFindingCollector(table, redaction, crash)
  const priceOf = createPriceTable(settings.prices)
  /** Arguments, results and messages are content, whatever their keys are called. */
  const showContent = (value: Value): string => redaction.show(value, { key: '', sensitivity: 'content' })
  const golden = (contract: Contract, path: string): readonly TrajectoryRun[] =>
    settings.goldens.get(contract)?.get(path) ?? []
  const judgeOf = (contract: Contract, path: string): Judge | undefined => settings.judges.get(contract)?.get(path)
  const waiting = new Set<Promise<void>>()
  const wait = (answer: Promise<void>): void => {
    waiting.add(answer)
    void answer.finally(() => waiting.delete(answer))
  }
  const unreadable: Unreadable[] = []
  const notes: Note[] = []
  const compiled = new Map<Contract, CompiledContract>()
  const exercises = new Map<Contract, Exercise>()
  for (const contract of contracts) {
    const clauses = compileContract(contract, { ...settings, show: redaction.show }, table)
    const expected = compileTrajectories(
      contract,
      { ...settings, show: showContent, hash: redaction.hash, priceOf, golden, judge: judgeOf },
      table,
    )
    const { baselines, keepTrials } = settings
    const judge = createTrajectoryJudge(expected, {
      collector,
      crashed: crash,
      wait,
      note: (message) => void notes.push({ recording: contract.file, message: redaction.clean(message) }),
      priceOf,
      baselineOf: (clause) => baselines.get(clause),
      keepTrials: keepTrials && ((clause, results) => keepTrials(contract, clause, results)),
    })
    compiled.set(contract, { ...clauses, trajectories: judge })
    exercises.set(contract, { runs: 0, openRuns: 0, clauses: new Set(), subjects: new Set(), conditions: new Set() })
  }
  const pooled = new Map<Contract, ReconcileSet[]>()
  const shared: LoadedSource[] = []
  const reconcile = (contract: Contract, set: ReconcileSet): void =>
    reconcileContract(contract, set, {
      table,
      collector,
      severities: settings.severities,
      priceOf,
      crashed: (check, cause) => crash(set.name, check, cause),
    })
  const totals = { recordings: 0, runs: 0, spans: 0 }

  return {
    unreadable: (entry) => void unreadable.push(entry),
    note: (note) => void notes.push(note),
    async settled() {
      await Promise.all(waiting)
    },
    source(source) {
      shared.push(source)
      reportSource(source, unreadable)
    },
    recording(name, files, concerning, sources = {}) {
      for (const source of Object.values(sources)) reportSource(source, unreadable)
      totals.recordings += files.length
      return createRecordingCheck({
        name,
        files,
        contracts: concerning.map((contract) => ({
          compiled: compiled.get(contract)!,
          exercise: exercises.get(contract)!,
        })),
        settings,
        clean: redaction.clean,
        collector,
        table,
        unreadable: (entry) => void unreadable.push(entry),
        note: (note) => void notes.push(note),
        judged(spans) {
          totals.runs += 1
          totals.spans += spans
        },
        crashed: (check, cause) => crash(name, check, cause),
        sources,
        reconcile(contract, set) {
          if (settings.poolsSources) pooled.set(contract, [...(pooled.get(contract) ?? []), set])
          else reconcile(contract, set)
        },
      })
    },
    finish() {
      for (const [contract, sets] of pooled) reconcile(contract, poolSources(sets, shared))
      const idle: IdleClause[] = []
      for (const [contract, one] of compiled) {
        judgeVacuity(one, exercises.get(contract)!, totals.runs, {
          table,
          collector,
          idle,
          severities: settings.severities,
        })
      }
      const settled = settle(
        collector.findings(),
        { ...settings, contracts: new Set(contracts.map(({ name }) => name)) },
        redaction,
      )
      const broken = [...unreadable, ...crashed.values()].sort(byRecording)
      return {
        schemaVersion: 1,
        tool: { name: 'spanpact', version: settings.version },
        verdict: broken.length > 0 && settled.verdict === 'pass' ? 'inconclusive' : settled.verdict,
        summary: { ...totals, contracts: contracts.length, ...settled.counts, idle: idle.length },
        findings: settled.findings,
        unreadable: broken,
        notes: notes.toSorted(byRecording),
        ...(settings.explain ? { idle } : {}),
      }
    },
  }
}

function byRecording(left: Unreadable | Note, right: Unreadable | Note): number {
  if (left.recording !== right.recording) return left.recording < right.recording ? -1 : 1
  const [at, other] = [place(left), place(right)]
  return at - other || (left.message < right.message ? -1 : left.message > right.message ? 1 : 0)
}

function place(entry: Unreadable | Note): number {
  return 'line' in entry && entry.line !== undefined
    ? entry.line
    : 'byte' in entry && entry.byte !== undefined
      ? entry.byte
      : 0
}

function reportSource({ file, problems }: LoadedSource, unreadable: Unreadable[]): void {
  unreadable.push(...problems.map((problem) => ({ recording: file, ...problem })))
}
