import { expect, test } from 'vitest'

import { jsonLines, supportContract, supportRun } from '../support/recording.ts'
import { folder, spanpact } from '../support/run-cli.ts'

test.each([
  [
    'an acceptance without a reason',
    'spanpact.accepted.yaml',
    "accepted:\n  - finding: span-count\n    contract: a\n    reason: ''\n",
    '`spanpact.accepted.yaml:4:13`: `reason` `` is empty: an acceptance says why (`accepted.0.reason`)',
  ],
  [
    'a configuration with a stray key',
    'spanpact.config.yaml',
    'severitys: {}\n',
    '`spanpact.config.yaml:1:1`: unknown key `severitys`; did you mean `severities`? (`severitys`)',
  ],
])('%s: the place is named once', (_, name, text, problem) => {
  const cwd = folder({
    'package.json': '{}',
    'support.contract.yaml': supportContract,
    'run.jsonl': jsonLines(supportRun),
    [name]: text,
  })
  const { code, stderr } = spanpact(cwd, ['check', 'run.jsonl'])
  expect(code).toBe(2)
  expect(stderr.split('\n')[0]).toBe(`spanpact check: ${problem}`)
  expect(stderr.split(name).length - 1).toBe(1)
})
