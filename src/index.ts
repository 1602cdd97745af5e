// The public API of `spanpact`. Everything else is reachable only through it.
export { checkRecordings, checkRuns, type CheckOptions, type RecordingInput } from './check-recordings.ts'
export {
  ContractErrors,
  defineContract,
  findContracts,
  lintContract,
  loadContract,
  loadPack,
  packNames,
  parseContract,
  type ContractProblem,
  type ContractSource,
  type LoadOptions,
} from './contract/index.ts'
export {
  defineAssertion,
  fail,
  open,
  openByGaps,
  own,
  pass,
  type Assertion,
  type AssertionContext,
  type CompiledAssertion,
  type Judge,
  type JudgedRun,
  type JudgedStep,
  type Judgement,
  type Outcome,
  type TrajectoryRun,
} from './assertions/index.ts'
export * from './expectations.ts'
export { defineConfig, type ConfigSource } from './config/index.ts'
export type { Acceptance } from './model/acceptance.ts'
export type { Contract } from './model/contract.ts'
export type { Finding, FindingVerdict, Location, Severity, Verdict } from './model/finding.ts'
export type { CheckReport, ShowReport, ShownRun, Unreadable } from './model/report.ts'
export type { Resource, Scope, Span, SpanEvent, SpanKind, SpanLink, StatusCode } from './model/span.ts'
export { parseJsonPath, type JsonPath } from './model/json-path.ts'
export { SpanpactError, type Position } from './model/spanpact-error.ts'
export type { TranscriptPaths } from './model/transcript-paths.ts'
export type { Attributes, Value, ValueMap } from './model/value.ts'
export {
  bytesSource,
  fileSource,
  findRecordings,
  readRecording,
  streamSource,
  type ReadContext,
  type ReaderId,
  type RecordingBatch,
  type RecordingSource,
} from './readers/index.ts'
export { reporters, type ReporterId, type ReporterOptions } from './reporters/index.ts'
export { rules, type Rule, type RuleId } from './rules/index.ts'
export { showRecordings, type ShowOptions } from './show-recordings.ts'
