import * as fc from 'fast-check'

import { assembleRun, type RetainedSpan } from '../../src/runs/index.ts'
import type { Run } from '../../src/runs/index.ts'

/** A run as numbers: for each span its parent and the spans it links to, as positions in the list; -1 is nowhere. */
export type RunShape = readonly { readonly parent: number; readonly links: readonly number[] }[]

const place = fc.integer({ min: -1, max: 11 })

/** Small forests with links, orphans and circles. */
export const shapes: fc.Arbitrary<RunShape> = fc.array(
  fc.record({ parent: place, links: fc.array(place, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 12 },
)

const trace = 'a'.repeat(32)

function idOf(position: number): string {
  return (position + 1).toString(16).padStart(16, '0')
}

/** Builds the run of a shape: span `0` starts first, then `1`, and so on. */
export function runFromShape(shape: RunShape): Run {
  const spans = shape.map(({ parent, links }, position): RetainedSpan => ({
    traceId: trace,
    spanId: idOf(position),
    parentSpanId: parent === -1 ? null : idOf(parent),
    name: String(position),
    kind: 'internal',
    status: 'unset',
    startUnixNano: BigInt(position),
    endUnixNano: BigInt(position + 1),
    hasRemoteParent: false,
    links: links.map((link) => ({ traceId: trace, spanId: idOf(link) })),
    values: new Map(),
    file: 0,
    position,
    tag: 0,
    payload: undefined,
  }))
  return assembleRun({ spans, logs: [] }, 'run.jsonl', ['run.jsonl'], [])
}
