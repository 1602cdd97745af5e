import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

import { loadContract } from '../../src/contract/index.ts'
import { checkSpans } from '../support/check-spans.ts'
import { spansOfRun, type StepSketch } from '../support/step-sketch.ts'
import { span } from '../support/span.ts'

const source = resolve(import.meta.dirname, '../../src/index.ts')
const zod = resolve(import.meta.dirname, '../../node_modules/zod/index.js')

function contractFile(expectItems: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'own-')), 'own.contract.ts')
  writeFileSync(
    file,
    `import { z } from '${zod}'
import { defineAssertion, defineContract, fail, own, pass, toolUsed } from '${source}'

const oddSteps = defineAssertion({
  id: 'odd-steps',
  summary: 'Forbids an even number of tool calls',
  scope: 'deep',
  docs: 'docs/odd-steps.md',
  options: z.strictObject({ least: z.int().min(1) }),
  compile: ({ least }, { agent }) => ({
    check(run) {
      const tools = run.within('deep', agent).steps.filter(({ kind }) => kind === 'tool')
      const isOdd = tools.length % 2 === 1 && tools.length >= least
      return isOdd ? pass(1) : fail(1, 'even', { data: { tools: tools.length } })
    },
  }),
  describe: ({ tools }, place) => ({ message: \`\${place} calls \${tools} tools\`, help: 'call one more' }),
})

export default defineContract({
  contract: 'own',
  trajectories: { run: { expect: [${expectItems}] } },
})
`,
  )
  return file
}

const check = async (expectItems: string, steps: StepSketch[]) => {
  const contract = await loadContract(contractFile(expectItems))
  return checkSpans(
    spansOfRun(steps).map((sketch, index) => span(sketch, index + 1)),
    [contract],
  )
}

test("a user's own assertion is asked and reported like a built-in one", async () => {
  const two = await check('own(oddSteps, { least: 1 })', [{ tool: 'a' }, { tool: 'b' }])
  expect(two.findings).toMatchObject([
    {
      id: 'odd-steps',
      verdict: 'fail',
      message: 'run calls 2 tools',
      help: 'call one more',
      docs: 'docs/odd-steps.md',
    },
  ])
  expect((await check('own(oddSteps, { least: 1 })', [{ tool: 'a' }])).verdict).toBe('pass')
})

test('its options are checked where the contract is read', async () => {
  const error: unknown = await loadContract(contractFile('own(oddSteps, { least: 0 })')).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ problems: [{ path: 'trajectories.run.expect.0.own.options.least' }] })
})

test('a builder is the item it stands for', async () => {
  const report = await check("toolUsed({ tool: 'a', max: 1 })", [
    { tool: 'a', args: { n: 1 } },
    { tool: 'a', args: { n: 2 } },
  ])
  expect(report.findings).toMatchObject([{ id: 'tool-used', data: { reason: 'too-many', count: 2 } }])
})
