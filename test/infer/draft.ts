import { tmpdir } from 'node:os'

import { createInference, renderDraft, type Draft } from '../../src/infer/index.ts'
import type { Span } from '../../src/model/span.ts'
import { span, type SpanSketch } from '../support/span.ts'

/** A draft of spans, all of one recording. */
export function draftOf(spans: readonly Span[], all = false): Draft {
  const inference = createInference({ memoryBytes: 2 ** 20, temporaryDirectory: tmpdir(), all })
  const recording = inference.recording('run.json', ['run.json'])
  for (const one of spans) recording.addSpan(one, 0)
  recording.finish()
  return inference.finish()
}

export function draftOfSketches(sketches: readonly SpanSketch[], all = false): Draft {
  return draftOf(
    sketches.map((sketch) => span(sketch)),
    all,
  )
}

export function wholeTextOf(draft: Draft): string {
  return renderDraft(draft, { name: 'agent', sources: ['run.json'], recordings: [], packs: [], remarks: [] })
}

/** The contract without its header. */
export function textOf(draft: Draft): string {
  const text = wholeTextOf(draft)
  return text.slice(text.indexOf('contract: '))
}
