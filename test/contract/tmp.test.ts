import { test } from 'vitest'
import { packNames, loadPack, lintContract } from '../../src/contract/index.ts'
test('x', async () => {
  for (const n of await packNames()) { const c = await loadPack(n); for (const f of lintContract(c)) console.log(n, f.id, f.message, f.contract?.path, f.contract?.line) }
})
