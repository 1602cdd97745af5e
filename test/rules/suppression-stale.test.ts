import { describe, expect, test } from 'vitest'

import type { Acceptance } from '../../src/model/acceptance.ts'
import type { Finding } from '../../src/model/finding.ts'
import { checkSketches } from '../support/check-spans.ts'

const contract = 'spans: { think: { name: chat gpt-5, attributes: { gen_ai.request.model: string } } }'
const entry: Acceptance = {
  finding: 'attribute-missing',
  contract: 'test',
  path: 'spans.think.attributes.gen_ai.request.model',
  reason: 'comes with 2.1',
  owner: 'agents',
  expires: '2026-12-31',
  file: 'spanpact.accepted.yaml',
  line: 3,
}

async function findings(
  attributes: Record<string, string>,
  acceptance: Acceptance,
  today: string,
): Promise<readonly Finding[]> {
  const settings = { acceptances: [acceptance], now: Date.parse(`${today}T23:59:59Z`) }
  return (await checkSketches(contract, [{ name: 'chat gpt-5', attributes }], { settings })).findings
}

describe('suppression-stale', () => {
  test('an entry in use is no finding, to the end of its last day', async () => {
    expect(await findings({}, entry, '2026-12-31')).toEqual([])
  })

  test('an entry that accepts nothing', async () => {
    const found = await findings({ 'gen_ai.request.model': 'gpt-5' }, entry, '2026-12-01')
    expect(found).toMatchObject([
      {
        id: 'suppression-stale',
        severity: 'warning',
        verdict: 'fail',
        message:
          'the acceptance of `attribute-missing` for `spans.think.attributes.gen_ai.request.model` accepts nothing',
        help: 'delete the entry: the finding no longer occurs',
        contract: { file: 'spanpact.accepted.yaml', line: 3 },
      },
    ])
  })

  test('an expired entry accepts nothing: the finding is back', async () => {
    const found = await findings({}, entry, '2027-01-01')
    expect(found.map(({ id, message }) => [id, message])).toEqual([
      ['attribute-missing', 'span `chat gpt-5` lacks attribute `gen_ai.request.model`, which the contract requires'],
      [
        'suppression-stale',
        'the acceptance of `attribute-missing` for `spans.think.attributes.gen_ai.request.model` expired on 2026-12-31',
      ],
    ])
  })
})
