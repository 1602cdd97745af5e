/**
 * Every incident of this folder with its recordings. To add one: a folder with contract, README, `expected.json` and
 * `recordings.ts`, and a line here; then `node examples/incidents/generate.ts`.
 */
import { recordings as agentIdentity } from './agent-identity/recordings.ts'
import { recordings as auditTrail } from './audit-trail/recordings.ts'
import { recordings as autoRouterDrift } from './auto-router-drift/recordings.ts'
import { recordings as billedAbort, sources as billedAbortSources } from './billed-abort/recordings.ts'
import { recordings as brokenPropagation } from './broken-propagation/recordings.ts'
import { recordings as clientClock } from './client-clock/recordings.ts'
import { recordings as coldCacheTurns } from './cold-cache-turns/recordings.ts'
import { recordings as contentLeak } from './content-leak/recordings.ts'
import { recordings as costBeyondTokens } from './cost-beyond-tokens/recordings.ts'
import { recordings as darkHandoff } from './dark-handoff/recordings.ts'
import { recordings as droppedDimensions } from './dropped-dimensions/recordings.ts'
import {
  recordings as estimateVsInvoice,
  sources as estimateVsInvoiceSources,
} from './estimate-vs-invoice/recordings.ts'
import { recordings as expiredEvidence } from './expired-evidence/recordings.ts'
import { recordings as featureBurn } from './feature-burn/recordings.ts'
import { recordings as greenButWrong } from './green-but-wrong/recordings.ts'
import { recordings as mockedToolsEval } from './mocked-tools-eval/recordings.ts'
import { recordings as opaqueStep } from './opaque-step/recordings.ts'
import { recordings as paidTwice, sources as paidTwiceSources } from './paid-twice/recordings.ts'
import { recordings as partialCommit, sources as partialCommitSources } from './partial-commit/recordings.ts'
import { recordings as personaCollapse } from './persona-collapse/recordings.ts'
import { recordings as planNotContract } from './plan-not-contract/recordings.ts'
import { recordings as providerBoundary } from './provider-boundary/recordings.ts'
import { recordings as redefinedOverage, sources as redefinedOverageSources } from './redefined-overage/recordings.ts'
import { recordings as retryAmplification } from './retry-amplification/recordings.ts'
import { recordings as samplingBias } from './sampling-bias/recordings.ts'
import { recordings as selfDos } from './self-dos/recordings.ts'
import { recordings as silentRetryCascade } from './silent-retry-cascade/recordings.ts'
import { recordings as spanRename } from './span-rename/recordings.ts'
import { recordings as stolenKeySpend } from './stolen-key-spend/recordings.ts'
import { recordings as stuckStream } from './stuck-stream/recordings.ts'
import { recordings as tailSamplerDrop } from './tail-sampler-drop/recordings.ts'
import { recordings as thinkingTokens, sources as thinkingTokensSources } from './thinking-tokens/recordings.ts'
import { recordings as traceBill } from './trace-bill/recordings.ts'
import { recordings as ttftBlind } from './ttft-blind/recordings.ts'
import {
  recordings as undercountedCalls,
  sources as undercountedCallsSources,
} from './undercounted-calls/recordings.ts'
import { csv } from './csv.ts'
import { otlpLines } from './otlp.ts'
import type { Recordings, Sources } from './sketch.ts'

const incidents: Readonly<Record<string, Recordings>> = {
  'agent-identity': agentIdentity,
  'audit-trail': auditTrail,
  'auto-router-drift': autoRouterDrift,
  'billed-abort': billedAbort,
  'broken-propagation': brokenPropagation,
  'client-clock': clientClock,
  'cold-cache-turns': coldCacheTurns,
  'content-leak': contentLeak,
  'cost-beyond-tokens': costBeyondTokens,
  'dark-handoff': darkHandoff,
  'dropped-dimensions': droppedDimensions,
  'estimate-vs-invoice': estimateVsInvoice,
  'expired-evidence': expiredEvidence,
  'feature-burn': featureBurn,
  'green-but-wrong': greenButWrong,
  'mocked-tools-eval': mockedToolsEval,
  'opaque-step': opaqueStep,
  'paid-twice': paidTwice,
  'partial-commit': partialCommit,
  'persona-collapse': personaCollapse,
  'plan-not-contract': planNotContract,
  'provider-boundary': providerBoundary,
  'redefined-overage': redefinedOverage,
  'retry-amplification': retryAmplification,
  'sampling-bias': samplingBias,
  'self-dos': selfDos,
  'silent-retry-cascade': silentRetryCascade,
  'span-rename': spanRename,
  'stolen-key-spend': stolenKeySpend,
  'stuck-stream': stuckStream,
  'tail-sampler-drop': tailSamplerDrop,
  'thinking-tokens': thinkingTokens,
  'trace-bill': traceBill,
  'ttft-blind': ttftBlind,
  'undercounted-calls': undercountedCalls,
}

const sources: Readonly<Record<string, Sources>> = {
  'billed-abort': billedAbortSources,
  'estimate-vs-invoice': estimateVsInvoiceSources,
  'paid-twice': paidTwiceSources,
  'partial-commit': partialCommitSources,
  'redefined-overage': redefinedOverageSources,
  'thinking-tokens': thinkingTokensSources,
  'undercounted-calls': undercountedCallsSources,
}

/** Text of every recording and second source by its path in this folder, `span-rename/bad.jsonl`; the same on every call. */
export function incidentRecordings(): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const [incident, recordings] of Object.entries(incidents)) {
    for (const [name, spans] of Object.entries(recordings)) {
      texts.set(`${incident}/${name}.jsonl`, otlpLines(incident, spans))
    }
  }
  for (const [incident, tables] of Object.entries(sources)) {
    for (const [name, rows] of Object.entries(tables)) texts.set(`${incident}/${name}.csv`, csv(rows))
  }
  return texts
}
