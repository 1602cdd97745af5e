import { tmpdir } from 'node:os'

import { checkRecordings, checkRuns } from './check-recordings.ts'
import { loadPack, packNames, parseContract } from './contract/index.ts'
import { createInference, renderDraft, withoutClause, type Draft } from './infer/index.ts'
import type { Contract } from './model/contract.ts'
import type { Finding, Verdict } from './model/finding.ts'
import type { Note, Unreadable } from './model/report.ts'
import type { Span } from './model/span.ts'
import { readSource, type SourceOptions } from './read-source.ts'
import type { RecordingSet } from './readers/index.ts'
import { defaultMemoryBytes } from './runs/index.ts'

/** Drafts are checked and cut until they hold; each round cuts something. */
const maxRounds = 8
/** Spans that are enough to see that most recordings break a pack, without reading them all again. */
const sampleSpans = 500
const sampleCharacters = 2 ** 24

export interface InferOptions extends SourceOptions {
  /** Name of the contract; default: the one `service.name` of the spans, else `fallbackName`. */
  readonly name?: string
  readonly fallbackName: string
  /** Globs for the contract's `recordings`, of those that hold spans. */
  readonly recordings: (sets: readonly RecordingSet[]) => readonly string[]
  /** Also spans that no dialect knows and that carry nothing of their own. */
  readonly all?: boolean
  /** Now, for the check of the draft: milliseconds since the epoch. */
  readonly now: number
  readonly memoryBytes?: number
  readonly temporaryDirectory?: string
}

export interface InferResult {
  /** The contract as YAML; null where the recordings hold no spans that a contract could speak of. */
  readonly text: string | null
  readonly draft: Draft
  /** Of a check of the recordings against the contract: `pass`, unless something is wrong with the recordings themselves. */
  readonly verdict: Verdict
  /** What keeps the verdict from being a pass. */
  readonly findings: readonly Finding[]
  readonly unreadable: readonly Unreadable[]
  readonly notes: readonly Note[]
}

/**
 * Drafts a contract from recordings. They are read as streams, more than once: what is drafted is checked against them, and
 * what does not hold is taken out again. Packs of the dialects found are extended where the recordings keep them.
 */
export async function inferRecordings(sets: readonly RecordingSet[], options: InferOptions): Promise<InferResult> {
  const unreadable: Unreadable[] = []
  const notes: Note[] = []
  const sample: Span[] = []
  const transcripts = new Set<RecordingSet>()
  let draft = await readDraft(sets, options, { unreadable, notes, sample, transcripts })
  if (draft.spans.length === 0) return { text: null, draft, verdict: 'inconclusive', findings: [], unreadable, notes }

  const name = options.name ?? draft.service ?? options.fallbackName
  const remarks: string[] = []
  // No contract of spans can be decided on messages.
  const spanSets = sets.filter((set) => !transcripts.has(set))
  const sources = spanSets.map((set) => (set.name === '-' ? 'standard input' : set.name))
  const recordings = options.recordings(spanSets)
  const render = (packs: readonly Contract[]): string =>
    renderDraft(draft, { name, sources, recordings, packs, remarks })

  let text = render([])
  let findings = await breaches(text, spanSets, options)
  for (let round = 0; findings.length > 0 && round < maxRounds; round++) {
    const smaller = findings.reduce((left, { contract }) => withoutClause(left, contract?.path ?? '') ?? left, draft)
    if (smaller === draft || smaller.spans.length === 0) break
    draft = smaller
    text = render([])
    findings = await breaches(text, spanSets, options)
  }
  if (findings.length > 0) return { text, draft, verdict: verdictOf(findings), findings, unreadable, notes }

  const packs: Contract[] = []
  for (const pack of await packsOf(draft)) {
    const extended = render([...packs, pack])
    const first = await breachesOf(sample, extended, options)
    const broken = first.length > 0 ? first : await breaches(extended, spanSets, options)
    if (broken.length === 0) packs.push(pack)
    else remarks.push(remarkOn(pack, broken))
  }
  return { text: render(packs), draft, verdict: 'pass', findings, unreadable, notes }
}

/** What is noticed and kept while recordings are read. */
interface Reading {
  readonly unreadable: Unreadable[]
  readonly notes: Note[]
  /** The first spans of all. */
  readonly sample: Span[]
  /** Recordings of messages alone. */
  readonly transcripts: Set<RecordingSet>
}

async function readDraft(
  sets: readonly RecordingSet[],
  options: InferOptions,
  { unreadable, notes, sample, transcripts }: Reading,
): Promise<Draft> {
  let sampled = 0
  const inference = createInference({
    memoryBytes: options.memoryBytes ?? defaultMemoryBytes,
    temporaryDirectory: options.temporaryDirectory ?? tmpdir(),
    all: options.all ?? false,
  })
  for (const set of sets) {
    const recording = inference.recording(
      set.name,
      set.files.map((file) => file.name),
    )
    let hasSpans = false
    for (const [file, source] of set.files.entries()) {
      const batches = readSource(source, options, {
        format: () => undefined,
        unreadable: (entry) => void unreadable.push(entry),
        note: (note) => void notes.push(note),
        damaged: recording.damaged,
      })
      for await (const { spans } of batches) {
        for (const span of spans) {
          recording.addSpan(span, file)
          if (!span.source.isTranscript) hasSpans = true
          else if (!hasSpans) transcripts.add(set)
          if (sample.length >= sampleSpans || sampled >= sampleCharacters) continue
          sampled += charactersOf(span)
          sample.push(span)
        }
      }
    }
    if (hasSpans) transcripts.delete(set)
    recording.finish()
  }
  return inference.finish()
}

function charactersOf(span: Span): number {
  let characters = 0
  for (const value of span.attributes.values()) if (typeof value === 'string') characters += value.length
  return characters
}

/** What of a contract some spans break for sure, whatever other spans their runs have. */
async function breachesOf(spans: readonly Span[], text: string, { now }: InferOptions): Promise<readonly Finding[]> {
  const report = checkRuns(spans, [await parseContract(text, 'draft.contract.yaml')], { now })
  return report.findings.filter(
    (finding) => finding.id.startsWith('attribute-') && finding.verdict === 'fail' && finding.severity === 'error',
  )
}

/** What of a contract the recordings break or leave undecided. */
async function breaches(
  text: string,
  sets: readonly RecordingSet[],
  options: InferOptions,
): Promise<readonly Finding[]> {
  const contract = await parseContract(text, 'draft.contract.yaml')
  // Advice comes in the thousands, some for each run, and takes nothing out of a draft.
  const report = await checkRecordings(
    sets.map((set) => ({ ...set, contracts: [contract] })),
    { ...options, leastSeverity: 'error' },
  )
  return report.findings
}

function verdictOf(findings: readonly Finding[]): Verdict {
  return findings.some((finding) => finding.verdict === 'fail') ? 'fail' : 'inconclusive'
}

/** Packs that describe the dialects of a draft: `otel-genai-legacy` is described by `otel-genai/legacy`. */
async function packsOf(draft: Draft): Promise<readonly Contract[]> {
  const names = await packNames()
  const found = draft.dialects.flatMap((dialect) => names.find((name) => name.replaceAll('/', '-') === dialect) ?? [])
  return Promise.all(found.map(loadPack))
}

function remarkOn(pack: Contract, broken: readonly Finding[]): string {
  const ids = [...new Set(broken.map(({ id }) => id))].sort()
  return `Pack \`${pack.name}\` is left out, as the recordings do not keep it (${ids.join(', ')}); \`extends: [${pack.name}]\` shows where.`
}
