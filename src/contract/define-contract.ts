import type { ContractSource } from './schema/contract.ts'

/**
 * Gives a contract written in TypeScript its type: `export default defineContract({ contract: 'support-agent', … })`.
 * Returns its argument.
 */
export function defineContract(contract: ContractSource): ContractSource {
  return contract
}
