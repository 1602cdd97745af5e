// Contracts and spans in, one report out. The engine knows no rule by name: what differs is a property of its record.
export { createCheck, type CheckSettings } from './check.ts'
export type { RecordingCheck } from './recording-check.ts'
export { verdictOf } from './settle.ts'
