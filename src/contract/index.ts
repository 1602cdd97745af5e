// A contract file in, a resolved contract out: short forms expanded, packs merged in, every clause with its place.
// To add a key: its schema under schema/, its merge under resolve/, its field in model/contract.ts, docs/contracts.md.
export { defineContract } from './define-contract.ts'
export { loadContract, loadPack, parseContract, type LoadOptions } from './load-contract.ts'
export { packNames } from './packs.ts'
export { ContractErrors, renderProblem, type ContractProblem } from './problem.ts'
export type { ContractSource } from './schema/contract.ts'
