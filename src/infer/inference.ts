import { dialectOf } from '../dialects/index.ts'
import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { compileDetectors, detectorIds } from '../privacy/index.ts'
import { assembleRun, createRunStore, retain, runIdOf } from '../runs/index.ts'
import { groupingOf, type Grouping } from './discriminators.ts'
import type { Draft } from './draft.ts'
import { draftContract } from './draft-contract.ts'
import { addValue, createKeyStats, type KeyStats } from './key-stats.ts'
import { nameShape } from './name-shape.ts'
import { createRunShapes } from './run-shapes.ts'
import { addToGroup, createGroup, type SpanGroup } from './span-group.ts'

/** Groups of spans that are told apart; a recording with more has names that say nothing. */
const rememberedGroups = 2000
const rememberedShapes = 4096

export interface InferenceOptions {
  /** Spans kept in memory before they go to temporary files. */
  readonly memoryBytes: number
  readonly temporaryDirectory: string
  /** Also spans that no dialect knows and that carry nothing of their own. */
  readonly all: boolean
}

/** Spans in, a draft contract out; what is remembered does not grow with the recordings. */
export interface Inference {
  /** Starts the next recording set: files that together hold the spans of whole runs. */
  readonly recording: (name: string, files: readonly string[]) => RecordingInference
  readonly finish: () => Draft
}

export interface RecordingInference {
  readonly addSpan: (span: Span, file: number) => void
  /** Spans of this set may be missing, and why. */
  readonly damaged: (reason: string) => void
  readonly finish: () => void
}

export function createInference(options: InferenceOptions): Inference {
  const find = compileDetectors(detectorIds, [])
  const groups: SpanGroup[] = [createGroup('', undefined)]
  const positions = new Map<string, number>()
  const shapesOfNames = new Map<string, string>()
  const shapes = createRunShapes()
  const resource = new Map<string, KeyStats>()
  const dialects = new Map<string, number>()
  let spans = 0
  let transcriptSpans = 0
  let runs = 0
  let lacksResource = false

  const shapeOf = (name: string): string => {
    const known = shapesOfNames.get(name)
    if (known !== undefined) return known
    if (shapesOfNames.size >= rememberedShapes) shapesOfNames.clear()
    const shape = nameShape(name, find(name))
    shapesOfNames.set(name, shape)
    return shape
  }

  /** The first group takes what comes after too many others. */
  const positionOf = (grouping: Grouping | undefined, name: string): number => {
    const key = grouping === undefined ? `name ${shapeOf(name)}` : `match ${JSON.stringify(grouping.match)}`
    const known = positions.get(key)
    if (known !== undefined) return known
    if (groups.length > rememberedGroups) return 0
    positions.set(key, groups.length)
    groups.push(createGroup(key, grouping))
    return groups.length - 1
  }

  const addResource = (span: Span): void => {
    if (span.source.lacks.has('resource')) lacksResource = true
    for (const [key, value] of span.resource.attributes) {
      if (!resourceKeys.has(key)) continue
      const stats = resource.get(key) ?? createKeyStats()
      resource.set(key, stats)
      stats.okSpans += 1
      addValue(stats, value, span.source)
    }
  }

  return {
    recording(name, files) {
      const store = createRunStore(options.memoryBytes, options.temporaryDirectory)
      const damage = new Set<string>()
      return {
        damaged: (reason) => void damage.add(reason),
        addSpan(span, file) {
          if (span.source.isTranscript) {
            transcriptSpans += 1
            return
          }
          spans += 1
          const dialect = dialectOf(span)
          if (dialect !== undefined) dialects.set(dialect, (dialects.get(dialect) ?? 0) + 1)
          addResource(span)
          const position = positionOf(groupingOf(span), span.name)
          addToGroup(groups[position]!, span)
          store.add(retain(span, { file, tag: position, payload: undefined, values: noValues }), runIdOf(span))
        },
        finish() {
          for (const retained of store.runs()) {
            if (retained.spans.length === 0) continue
            runs += 1
            shapes.add(assembleRun(retained, name, files, [...damage]))
          }
        },
      }
    },
    finish: () =>
      draftContract(
        {
          groups,
          shapes,
          find,
          resource,
          dialects,
          spans,
          transcriptSpans,
          runs,
          lacksResource,
        },
        options.all,
      ),
  }
}

/** What says which deployment of which service emits the spans. */
const resourceKeys: ReadonlySet<string> = new Set([
  'service.name',
  'service.namespace',
  'service.version',
  'deployment.environment',
  'deployment.environment.name',
])

const noValues: ReadonlyMap<string, Value> = new Map()
