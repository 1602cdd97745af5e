/**
 * Spans in, a draft contract out: groups of spans, what all of a group have in common, where they stand in their runs.
 * What is remembered does not grow with the recordings. To draw another clause: a field of `DraftSpan`, its line in
 * `draft-contract.ts`, its line in `render.ts`, a row in the guide.
 */
export { createInference } from './inference.ts'
export { withoutClause, type Draft } from './draft.ts'
export { renderDraft } from './render.ts'
