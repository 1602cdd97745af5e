import { test } from 'vitest'
import { parseContract, loadPack, packNames, ContractErrors, loadContract } from '/work/main/src/contract/index.ts'
import { writeFileSync } from 'node:fs'
const bad = `contract: x
version: 2.1
bogus: 1
trajectories: {}
extends: [otel-gena]
attributes:
  a.b: { type: int, requirment: required }
spans:
  think:
    name: {gen_ai.agent.name}
    kind: clent
    parent: anser
    count: 1.5
    match: {}
    attributes:
      x: strng
      y: { pattern: '(?=a)', enum: [] }
      z: 5
  answer:
    name: /(?<a/
    match: { span.knd: x, span.kind: foo, span.duration: { min: 3 }, a: {}, or: [] }
    duration: { max: 30 }
  nothing: { kind: client }
privacy: { deny: [secret] }
`
test('x', async () => {
  console.log(await packNames())
  try { await parseContract(bad, 'support.contract.yaml') } catch (e) { console.log(e instanceof ContractErrors ? e.message : e) }
  for (const t of ['contract: x\nname: {a.b} {c}\n', 'contract: *foo\n', 'contract: x\ncontract: y\n', 'contract: x\n\tversion: 1\n', "contract: 'x\n", '', 'contract: x\n--- \na: 1\n', '[[[[', '['.repeat(10000), '- '.repeat(10000), 'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d]\n', '__proto__: {a: 1}\ncontract: x\n', '{\n\t"contract": "x",\n\t"spans": {}\n}', 'contract: [*]\n', '5']) {
    try { await parseContract(t, 'a.yaml'); console.log('OK', t.slice(0,30)) } catch (e) { console.log(JSON.stringify(t.slice(0, 40)), e instanceof ContractErrors ? e.message : e) }
  }
  let t = performance.now(); const p = await loadPack('otel-genai'); console.log('pack', performance.now() - t)
  console.log(p.spans.length, p.spans.map(s => s.id).join(' '), JSON.stringify(p.spans.find(s => s.id === 'openai.inference.client'), null, 1).slice(0, 3000))
  console.log(p.locate('spans.gen_ai.inference.client.attributes.error.type'))
  t = performance.now(); const c = await parseContract(`contract: s
extends: [otel-genai]
spans:
  think: { name: 'chat {gen_ai.request.model}', attributes: { gen_ai.usage.input_tokens: required, gen_ai.input.messages: { } } }
  gen_ai.inference.client: { count: 1, attributes: { gen_ai.provider.name: { enum: [openai] } } }
trace: { roots: 1 }
`, 'a.contract.yaml'); console.log('small', performance.now() - t)
  console.log(c.spans.find(s => s.id === 'think'), c.spans.find(s => s.id === 'gen_ai.inference.client')?.attributes.slice(0, 3), c.trace, c.packs)
  console.log(c.locate('spans.think.attributes.gen_ai.usage.input_tokens'), c.locate('spans.gen_ai.embeddings.client.kind'), c.locate('trace.roots'), c.locate('privacy.deny'))
})
