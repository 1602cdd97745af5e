import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'

import { checkRecordings, checkRuns } from '../../src/check-recordings.ts'
import { parseContract } from '../../src/contract/index.ts'
import { inferRecordings, type InferResult } from '../../src/infer-recordings.ts'
import type { Span } from '../../src/model/span.ts'
import { fileSource, readRecording, type RecordingSet } from '../../src/readers/index.ts'
import { mutationsOf } from './mutations.ts'

const folder = 'fixtures/recordings'
const now = Date.UTC(2026, 10, 20)
const files = globSync('**/*.*', { cwd: folder })
  .map((file) => file.replaceAll('\\', '/'))
  .sort()

function setOf(file: string): RecordingSet {
  return { name: file, files: [fileSource(`${folder}/${file}`, file)] }
}

function inferred(sets: readonly RecordingSet[], all = false): Promise<InferResult> {
  return inferRecordings(sets, { fallbackName: 'agent', recordings: () => ['run.json'], now, all })
}

async function spansOf(file: string): Promise<readonly Span[]> {
  const spans: Span[] = []
  const context = { unreadable: () => undefined, note: () => undefined }
  for await (const batch of readRecording(fileSource(`${folder}/${file}`, file), {}, context))
    spans.push(...batch.spans)
  return spans
}

/** Folders of recordings that were made of messages. */
const transcripts = ['agentdojo', 'agentrx', 'inspect-ai', 'mini-swe-agent', 'swe-agent', 'tau-bench', 'who-and-when']
const isTranscript = (file: string): boolean => transcripts.some((name) => file.startsWith(`${name}/`))
/** Files among the recordings that hold no spans: evaluation sets, and maps of attributes. */
const isNone = (file: string): boolean => /^(?:eval_?set_|genai-)/.test(basename(file))

const recorded = files.filter((file) => !isTranscript(file) && !isNone(file))

test('the recordings are all there', () => {
  expect([files.length, recorded.length]).toEqual([102, 34])
})

describe('files without spans of a producer give no contract', () => {
  test.each(files.filter(isTranscript))('%s', async (file) => {
    const { text, draft } = await inferred([setOf(file)])
    expect([text, draft.evidence.spans, draft.evidence.transcriptSpans > 0]).toEqual([null, 0, true])
  })

  test.each(files.filter(isNone))('%s', async (file) => {
    const { text, unreadable } = await inferred([setOf(file)])
    expect([text, unreadable.length]).toEqual([null, 1])
  })
})

describe.each(recorded)('%s', (file) => {
  test.each([{ all: false }, { all: true }])('keeps the contract drawn from it, all: $all', async ({ all }) => {
    const { text, verdict, findings, unreadable } = await inferred([setOf(file)], all)
    expect([verdict, findings, unreadable]).toEqual(['pass', [], []])
    const contract = await parseContract(text!, 'draft.contract.yaml')
    expect(contract.spans.length).toBeGreaterThan(0)
    const report = await checkRecordings([{ ...setOf(file), contracts: [contract] }], { now })
    expect(report.verdict).toBe('pass')
    expect(
      report.findings.filter((finding) => finding.severity === 'error' || finding.verdict === 'inconclusive'),
    ).toEqual([])
  })

  test('does not keep it after a mutation', async () => {
    const { text } = await inferred([setOf(file)])
    const contract = await parseContract(text!, 'draft.contract.yaml')
    const spans = await spansOf(file)
    const survivors: string[] = []
    let mutations = 0
    for (const { what, spans: mutated, findings, path } of mutationsOf(contract, spans)) {
      mutations += 1
      const report = checkRuns(mutated, [contract], { now })
      const isNoticed = report.findings.some(
        ({ id, severity, contract: clause }) =>
          severity === 'error' && findings.includes(id) && clause?.path.startsWith(path) === true,
      )
      if (report.verdict === 'pass' || !isNoticed) survivors.push(what)
    }
    expect(survivors).toEqual([])
    expect(mutations).toBeGreaterThan(1)
  })
})

test('all recordings together keep the contract drawn from them', async () => {
  const { verdict, findings } = await inferred(recorded.map(setOf))
  expect([verdict, findings]).toEqual(['pass', []])
})
