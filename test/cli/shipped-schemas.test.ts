import { expect, test } from 'vitest'

import { checkSketches } from '../support/check-spans.ts'
import { jsonLines, supportRun } from '../support/recording.ts'
import { folder, spanpact } from '../support/run-cli.ts'

// The built command uses validators made at build time; from the sources, the schemas are compiled. Both must agree.
test.each([
  ['the right shape', [{ role: 'user', parts: [{ type: 'text', content: 'hi' }] }], false],
  ['no list', { role: 'user' }, true],
  ['a message without parts', [{ role: 'user' }], true],
  ['a text part without content', [{ role: 'user', parts: [{ type: 'text' }] }], true],
  ['a part of a kind of its own', [{ role: 'user', parts: [{ type: 'hologram', size: 3 }] }], false],
])('messages: %s', async (_name, messages, wrong) => {
  const contract = 'contract: a\nextends: [otel-genai]\nspans: { think: { match: { gen_ai.operation.name: chat } } }\n'
  const sketches = supportRun.map((sketch) => ({
    ...sketch,
    attributes: { ...sketch.attributes, 'gen_ai.input.messages': JSON.stringify(messages) },
  }))
  const errorsOf = (findings: readonly { id: string; data: unknown }[]): unknown[] =>
    findings.flatMap(({ id, data }) => (id === 'attribute-schema' ? [data] : []))

  const fromSource = errorsOf((await checkSketches(contract, sketches)).findings)
  const cwd = folder({ 'run.jsonl': jsonLines(sketches), 'a.contract.yaml': contract })
  const fromBuild = errorsOf(spanpact(cwd, ['check', 'run.jsonl', '--format', 'json']).report().findings)
  expect(fromBuild).toEqual(fromSource)
  expect(fromBuild.length > 0).toBe(wrong)
})
