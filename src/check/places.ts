import type { Location } from '../model/finding.ts'
import { shorten } from '../model/shorten.ts'
import type { RetainedLog, Run, RunSpan } from '../runs/index.ts'
import type { Place } from './findings.ts'

/** What it takes to say where something is. */
export interface PlaceContext {
  /** Whether positions in a file count lines or bytes. */
  readonly unitOf: (recording: string) => 'line' | 'byte'
  /** Takes secrets out of a text. */
  readonly clean: (text: string) => string
}

/** Deeper ancestors say nothing more, and recordings can be hostile. */
const listedAncestors = 32

export function placeOf(span: RunSpan, run: Pick<Run, 'recording' | 'id'>, part: string, context: PlaceContext): Place {
  const ancestors: string[] = []
  for (let at = span.parent; at !== null && ancestors.length < listedAncestors; at = at.parent)
    ancestors.unshift(at.name)
  const location: Location = {
    recording: span.recording,
    ...(context.unitOf(span.recording) === 'line' ? { line: span.position } : { byte: span.position }),
    ...(run.id === '' ? {} : { run: run.id }),
    traceId: span.traceId,
    spanId: span.spanId,
    spanName: span.name,
    ancestors,
  }
  return {
    location,
    recording: run.recording,
    startUnixNano: span.startUnixNano,
    words: `${part}span \`${shortName(span.name, context)}\``,
  }
}

export function logPlace(span: RunSpan | undefined, run: Run, log: RetainedLog, context: PlaceContext): Place {
  if (span !== undefined) return placeOf(span, run, `log record \`${log.event.name}\` of `, context)
  const location: Location = { recording: run.recording, traceId: log.traceId, spanId: log.spanId }
  return { location, recording: run.recording, startUnixNano: null, words: `log record \`${log.event.name}\`` }
}

export function runPlace(run: Pick<Run, 'recording' | 'id'>): Place {
  const { recording, id } = run
  return { location: id === '' ? { recording } : { recording, run: id }, recording, startUnixNano: null, words: 'run' }
}

const longestName = 80

/** Cleaned before it is cut: half a secret is still a secret. */
function shortName(name: string, { clean }: PlaceContext): string {
  return name.length <= longestName ? name : shorten(clean(name), longestName)
}
