// Contracts and spans in, one report out. The engine knows no rule by name: what differs is a property of its record.
export { createCheck, type CheckSettings } from './check.ts'
export type { RecordingCheck } from './recording-check.ts'
export { compileTrajectories } from './trajectories/compile-trajectories.ts'
export { goldenPaths, judgePaths } from './trajectories/golden-paths.ts'
export { runReads as goldenReads, splitIntoRuns } from './trajectories/trajectory-run.ts'
export { verdictOf } from './settle.ts'
