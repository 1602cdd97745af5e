// A contract file in, a resolved contract out: short forms expanded, packs merged in, every clause with its place.
// To add a key: its schema under schema/, its merge under resolve/, its field in model/contract.ts, docs/contracts.md.
export { defineContract } from './define-contract.ts'
export { findContracts, findUpward } from './find-contracts.ts'
export { lintContract, lintFiles, type LintOptions, type LintResult } from './lint-contract.ts'
export type { Overlap } from './lint/explain-overlaps.ts'
export { lintRules, type LintId, type LintRule } from './lint/index.ts'
export { loadContract, loadPack, parseContract, type LoadOptions } from './load-contract.ts'
export { nameClashes } from './name-clashes.ts'
export { packNames } from './packs.ts'
export { ContractErrors, type ContractProblem } from './problem.ts'
export type { ContractSource } from './schema/contract.ts'
// For the other files that people write: the same reading, places and words.
export { readSource, type ReadFile } from './source/read-source.ts'
export { shownPath } from './source/shown-path.ts'
export { isMap, problemAt, type Source } from './source/source.ts'
export { validate } from './source/validate.ts'
