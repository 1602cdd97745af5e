import type { RetainedLog, RetainedRun, RetainedSpan } from './retained-span.ts'
import { createTextSharing } from './share-texts.ts'
import { createSpanTable, type SpanTable } from './span-table.ts'
import { createSpillFiles, type SpillFiles } from './spill-files.ts'
import { createTraceGroups, type TraceGroups } from './trace-groups.ts'

/** Collects the spans of one recording set in any order and gives them back run by run. */
export interface RunStore {
  readonly add: (span: RetainedSpan, runId: string | undefined) => void
  readonly addLog: (log: RetainedLog) => void
  /** The runs, in no particular order; can be asked for once. */
  readonly runs: () => Iterable<RetainedRun>
  /** Whether rows had to be written to disk. */
  readonly spilled: () => boolean
}

/** Spans kept in memory before they go to temporary files, beside what reading itself takes. */
export const defaultMemoryBytes = 128 * 2 ** 20

/** Log records are few; each is counted as this many bytes. */
const logBytes = 600
/** Each partition is an open file. */
const maxPartitions = 512

/**
 * Creates a store that holds about `budgetBytes` in memory and writes what is beyond to temporary files.
 * A single run larger than the budget is still held whole when it is judged.
 */
export function createRunStore(budgetBytes: number, temporaryDirectory: string): RunStore {
  const groups = createTraceGroups()
  /** Traces that link to a trace, by the linked one: a link joins only traces that the recording holds. */
  const linkedFrom = new Map<string, Set<string>>()
  let table = createSpanTable()
  let logs: RetainedLog[] = []
  let spill: SpillFiles | undefined
  let spilledBytes = 0

  const moveToDisk = (): void => {
    spill ??= createSpillFiles(temporaryDirectory)
    spilledBytes += table.bytes() + logs.length * logBytes
    for (let index = 0; index < table.size(); index++) spill.write(0, { span: table.row(index) })
    for (const log of logs) spill.write(0, { log })
    table = createSpanTable()
    logs = []
  }

  const joinLinked = (isHeld: (traceId: string) => boolean): void => {
    for (const [target, sources] of linkedFrom) {
      if (isHeld(target)) for (const source of sources) groups.join(source, target)
    }
  }

  let added = 0
  const keepWithinBudget = (): void => {
    added += 1
    if (added % 1024 === 0 && table.bytes() + logs.length * logBytes > budgetBytes) moveToDisk()
  }

  return {
    spilled: () => spill !== undefined,
    add(span, runId) {
      table.add(span)
      for (const link of span.links) {
        if (link.traceId === span.traceId) continue
        const sources = linkedFrom.get(link.traceId)
        if (sources === undefined) linkedFrom.set(link.traceId, new Set([span.traceId]))
        else sources.add(span.traceId)
      }
      if (runId !== undefined) groups.joinByRunId(span.traceId, runId)
      keepWithinBudget()
    },
    addLog(log) {
      logs.push(log)
      keepWithinBudget()
    },
    *runs() {
      if (spill === undefined) {
        joinLinked(table.hasTrace)
        yield* runsOf(table, logs, groups)
        return
      }
      moveToDisk()
      const files = spill
      try {
        const held = new Set<string>()
        if (linkedFrom.size > 0) {
          for (const record of files.read(0)) {
            if ('span' in record && linkedFrom.has(record.span.traceId)) held.add(record.span.traceId)
          }
        }
        joinLinked((traceId) => held.has(traceId))
        // A partition is read back whole, beside what its judge keeps of all runs.
        const partitions = Math.min(maxPartitions, Math.max(2, Math.ceil((spilledBytes * 8) / budgetBytes)))
        for (const record of files.read(0)) {
          const traceId = 'span' in record ? record.span.traceId : record.log.traceId
          files.write(1 + (hash(groups.groupOf(traceId)) % partitions), record)
        }
        for (let partition = 1; partition <= partitions; partition++) {
          const part = createSpanTable()
          const partLogs: RetainedLog[] = []
          const shareTexts = createTextSharing()
          for (const record of files.read(partition)) {
            if ('span' in record) {
              shareTexts(record.span.payload)
              part.add(record.span)
            } else partLogs.push(record.log)
          }
          yield* runsOf(part, partLogs, groups)
        }
      } finally {
        files.remove()
      }
    },
  }
}

function* runsOf(table: SpanTable, logs: readonly RetainedLog[], groups: TraceGroups): Iterable<RetainedRun> {
  const { groupOf } = groups
  const logsByGroup = Map.groupBy(logs, (log) => groupOf(log.traceId))
  const joined = new Map<string, RetainedSpan[]>()
  for (const [traceId, rows] of table.byTrace()) {
    const group = groupOf(traceId)
    const spans: RetainedSpan[] = []
    for (const row of rows) spans.push(table.row(row))
    if (group === traceId && !logsByGroup.has(group) && !groups.isJoined(traceId)) {
      yield { spans, logs: [] }
      continue
    }
    const known = joined.get(group)
    if (known === undefined) joined.set(group, spans)
    else for (const span of spans) known.push(span)
  }
  for (const [group, spans] of joined) {
    yield { spans, logs: logsByGroup.get(group) ?? [] }
    logsByGroup.delete(group)
  }
  // Log records whose spans the recording does not hold.
  for (const orphaned of logsByGroup.values()) yield { spans: [], logs: orphaned }
}

/** FNV-1a: spreads groups over partitions the same way on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
