import { describe, expect, test } from 'vitest'

import { ContractErrors, parseContract } from '../../src/contract/index.ts'

async function parse(trials: string): ReturnType<typeof parseContract> {
  const body = `trajectories:\n  refund:\n    expect: [{ tool-used: refund }]\n    trials: ${trials}\n`
  return parseContract(`contract: a\n${body}`, 'a.contract.yaml')
}

/** `path: message` of everything that is wrong. */
async function problemsOf(trials: string): Promise<readonly string[]> {
  try {
    await parse(trials)
    return []
  } catch (error) {
    if (!(error instanceof ContractErrors)) throw error
    return error.problems.map(({ path, message }) => `${path}: ${message}`)
  }
}

const at = 'trajectories.refund.trials'

describe('what `trials` of a contract means', () => {
  test.each([
    ['{ runs: 59, passRate: 0.95 }', { runs: 59, passRate: 0.95, confidence: 0.95, stop: 'e-process' }],
    [
      '{ runs: 9, passAll: { k: 4, min: 0.8 }, confidence: 0.9, stop: none }',
      { runs: 9, passRate: 0.8, confidence: 0.9, stop: 'none', passAll: { k: 4, min: 0.8 } },
    ],
    [
      '{ runs: 99, healthy: 0.95, regressed: 0.8 }',
      { runs: 99, passRate: 0.95, confidence: 0.95, stop: 'sprt', healthy: 0.95, regressed: 0.8 },
    ],
    [
      '{ runs: 5, passRate: 1, infraErrors: { max: 0 }, baseline: { file: b.json, margin: 0.05 } }',
      {
        runs: 5,
        passRate: 1,
        confidence: 0.95,
        stop: 'e-process',
        infraErrors: { max: 0 },
        baseline: { file: 'b.json', margin: 0.05 },
      },
    ],
  ])('%s', async (trials, clause) => {
    const contract = await parse(trials)
    expect(contract.trajectories[0]!.trials).toEqual({ ...clause, path: at, own: true })
  })

  test('without `trials` every run must follow', async () => {
    const contract = await parseContract('contract: a\ntrajectories: { r: { expect: [{ tool-used: x }] } }', 'a.yaml')
    expect(contract.trajectories[0]!.trials).toBeNull()
  })
})

describe('what `trials` cannot say', () => {
  test.each([
    ['{ passRate: 0.9 }', `${at}.runs: \`runs\` is missing, expects a number`],
    ['{ runs: 0, passRate: 0.9 }', `${at}.runs: \`runs\` \`0\` is below 1`],
    ['{ runs: 10001, passRate: 0.9 }', `${at}.runs: \`runs\` \`10001\` is above 10000`],
    ['{ runs: 9, passRate: 0 }', `${at}.passRate: \`passRate\` \`0\` is no rate between 0 and 1`],
    ['{ runs: 9, passRate: 0.9, confidence: 1 }', `${at}.confidence: \`confidence\` \`1\` is no rate between 0 and 1`],
    [
      '{ runs: 9 }',
      `${at}: \`trials\` claims nothing; give \`passRate\`, \`passAll\`, or \`healthy\` with \`regressed\``,
    ],
    [
      '{ runs: 9, passRate: 0.9, stop: none, healthy: 0.9 }',
      `${at}: \`trials\` has \`healthy\` or \`regressed\`, which only \`stop: sprt\` reads`,
    ],
    ['{ runs: 9, passRate: 0.9, stop: sprt }', `${at}: \`stop: sprt\` takes \`healthy\` and \`regressed\``],
    [
      '{ runs: 9, healthy: 0.8, regressed: 0.9 }',
      `${at}: \`regressed\` is \`0.9\` and \`healthy\` \`0.8\`; both lie between 0 and 1, \`regressed\` lower`,
    ],
    [
      '{ runs: 9, passAll: { k: 10, min: 0.5 } }',
      `${at}: \`passAll.k\` is \`10\`; it takes a whole number from 1 to \`runs\``,
    ],
    ['{ runs: 9, passRate: 1, passrate: 1 }', `${at}.passrate: unknown key \`passrate\`; did you mean \`passRate\`?`],
    ['{ runs: 9, passRate: 1, baseline: { margin: 0.1 } }', `${at}.baseline.file: \`file\` is missing, expects text`],
    [
      '{ runs: 9, passRate: 1, baseline: { file: b.ts } }',
      `${at}.baseline.file: \`file\` \`b.ts\` is no name that ends in \`.json\``,
    ],
  ])('%s', async (trials, problem) => {
    expect(await problemsOf(trials)).toEqual([problem])
  })
})
