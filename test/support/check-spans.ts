import { tmpdir } from 'node:os'

import type { Judge } from '../../src/assertions/index.ts'
import { createCheck, type CheckSettings } from '../../src/check/index.ts'
import { parseContract } from '../../src/contract/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import type { Contract } from '../../src/model/contract.ts'
import type { Span, SpanEvent } from '../../src/model/span.ts'
import { span, type SpanSketch } from './span.ts'

/** Settings of a check as the command line has them by default, at a fixed time. */
export const defaultSettings: CheckSettings = {
  version: '0.0.0',
  now: Date.parse('2026-11-20T12:00:00Z'),
  failOn: 'error',
  severities: {},
  leastSeverity: 'info',
  memoryBytes: 64 * 2 ** 20,
  temporaryDirectory: tmpdir(),
  showValues: false,
  redactionKey: 'test',
  acceptances: [],
  allowedInconclusives: [],
  explain: true,
  prices: [],
  goldens: new Map(),
  judges: new Map(),
  baselines: new Map(),
  poolsSources: false,
}

/** Contract text as tests write it: `contract:` may be left out. */
export function contractOf(text: string, file = 'test.contract.yaml'): Promise<Contract> {
  const lines = text.replace(/^\n/, '')
  const indent = /^ */.exec(lines)![0]
  const body = lines.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
  return parseContract(/^contract:/m.test(body) ? body : `contract: test\n${body}`, file)
}

/** Checks spans of one recording, `run.jsonl`, against contracts. */
export function checkSpans(
  spans: readonly Span[],
  contracts: readonly Contract[],
  options: {
    settings?: Partial<CheckSettings>
    damage?: readonly string[]
    /** Judges by the path of their file. */
    judges?: Readonly<Record<string, Judge>>
    logs?: readonly { traceId: string; spanId: string; event: SpanEvent }[]
  } = {},
): CheckReport {
  const judges = new Map(contracts.map((contract) => [contract, new Map(Object.entries(options.judges ?? {}))]))
  const check = createCheck(contracts, { ...defaultSettings, judges, ...options.settings })
  const recording = check.recording('run.jsonl', ['run.jsonl'], contracts)
  for (const one of spans) recording.addSpan(one, 0)
  for (const log of options.logs ?? []) recording.addLog(log)
  for (const reason of options.damage ?? []) recording.damaged(reason)
  recording.finish()
  return check.finish()
}

/** The same for sketches and contract text. */
export async function checkSketches(
  contract: string,
  spans: readonly SpanSketch[],
  options: Parameters<typeof checkSpans>[2] = {},
): Promise<CheckReport> {
  return checkSpans(
    spans.map((sketch, index) => span(sketch, index + 1)),
    [await contractOf(contract)],
    options,
  )
}
