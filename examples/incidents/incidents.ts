/**
 * Every incident of this folder with its recordings. To add one: a folder with contract, README, `expected.json` and
 * `recordings.ts`, and a line here; then `node examples/incidents/generate.ts`.
 */
import { recordings as agentIdentity } from './agent-identity/recordings.ts'
import { recordings as auditTrail } from './audit-trail/recordings.ts'
import { recordings as brokenPropagation } from './broken-propagation/recordings.ts'
import { recordings as clientClock } from './client-clock/recordings.ts'
import { recordings as contentLeak } from './content-leak/recordings.ts'
import { recordings as darkHandoff } from './dark-handoff/recordings.ts'
import { recordings as droppedDimensions } from './dropped-dimensions/recordings.ts'
import { recordings as expiredEvidence } from './expired-evidence/recordings.ts'
import { recordings as greenButWrong } from './green-but-wrong/recordings.ts'
import { recordings as opaqueStep } from './opaque-step/recordings.ts'
import { recordings as providerBoundary } from './provider-boundary/recordings.ts'
import { recordings as samplingBias } from './sampling-bias/recordings.ts'
import { recordings as spanRename } from './span-rename/recordings.ts'
import { recordings as tailSamplerDrop } from './tail-sampler-drop/recordings.ts'
import { recordings as traceBill } from './trace-bill/recordings.ts'
import { recordings as undercountedCalls } from './undercounted-calls/recordings.ts'
import { otlpLines } from './otlp.ts'
import type { Recordings } from './sketch.ts'

const incidents: Readonly<Record<string, Recordings>> = {
  'agent-identity': agentIdentity,
  'audit-trail': auditTrail,
  'broken-propagation': brokenPropagation,
  'client-clock': clientClock,
  'content-leak': contentLeak,
  'dark-handoff': darkHandoff,
  'dropped-dimensions': droppedDimensions,
  'expired-evidence': expiredEvidence,
  'green-but-wrong': greenButWrong,
  'opaque-step': opaqueStep,
  'provider-boundary': providerBoundary,
  'sampling-bias': samplingBias,
  'span-rename': spanRename,
  'tail-sampler-drop': tailSamplerDrop,
  'trace-bill': traceBill,
  'undercounted-calls': undercountedCalls,
}

/** Text of every recording by its path in this folder, `span-rename/bad.jsonl`; the same on every call. */
export function incidentRecordings(): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const [incident, recordings] of Object.entries(incidents)) {
    for (const [name, spans] of Object.entries(recordings)) {
      texts.set(`${incident}/${name}.jsonl`, otlpLines(incident, spans))
    }
  }
  return texts
}
