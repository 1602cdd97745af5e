import { describe, expect, test } from 'vitest'

import { checkSketches } from '../support/check-spans.ts'

const verdicts = async (contract: string, spans: Parameters<typeof checkSketches>[1]): Promise<unknown[]> =>
  (await checkSketches(contract, spans)).findings.map(({ id, verdict }) => [id, verdict])

describe('a span that dropped the attribute by which a clause selects', () => {
  const lossy = [{ name: 'root' }, { name: 'chat gpt', parent: 'root', dropped: { attributes: 3 } }]
  const contract = (count: string): string =>
    `spans: { root: { name: root }, think: { match: { gen_ai.operation.name: chat }, count: ${count} } }\ntrace: { unknownSpans: ignore }`

  test('proves neither that the clause never occurs', async () => {
    expect(await verdicts(contract('0'), lossy)).toEqual([
      ['clause-unexercised', 'inconclusive'],
      ['span-count', 'inconclusive'],
    ])
  })

  test('nor that it is missing', async () => {
    expect(await verdicts(contract('1'), lossy)).toEqual([
      ['clause-unexercised', 'inconclusive'],
      ['span-count', 'inconclusive'],
    ])
  })

  test('while a complete span proves both', async () => {
    const whole = [{ name: 'root' }, { name: 'chat gpt', parent: 'root' }]
    expect(await verdicts(contract('0'), whole)).toEqual([])
    expect(await verdicts(contract('1'), whole)).toEqual([['span-count', 'fail']])
  })
})

test('a span that dropped events leaves a clause that selects by one open', async () => {
  const contract = `spans: { s: { match: { op: chat, event.exception: true }, exercise: optional }, o: { name: root } }
trace: { unknownSpans: ignore }`
  const spans = (op: string) => [
    { name: 'root' },
    { name: 'x', parent: 'root', attributes: { op }, dropped: { events: 2 } },
  ]
  expect(await verdicts(contract, spans('chat'))).toEqual([['clause-unexercised', 'inconclusive']])
  expect(await verdicts(contract, spans('db'))).toEqual([])
})

describe('a name that leaves out the value that must appear', () => {
  test('is judged, not ignored', async () => {
    const contract = "spans: { chat: { name: 'chat {m}', count: { max: 1 } } }"
    const spans = [
      { name: 'chat gpt', attributes: { m: 'gpt' } },
      { name: 'chat', parent: 'chat gpt', attributes: { m: 'gpt' } },
    ]
    expect(await verdicts(contract, spans)).toEqual([
      ['span-count', 'fail'],
      ['span-name', 'fail'],
    ])
  })
})

describe('a contract that says nothing', () => {
  test('judged nothing', async () => {
    expect(await verdicts('brief: later', [{ name: 'x' }])).toContainEqual(['contract-unexercised', 'inconclusive'])
  })

  test('while resource attributes alone are asked of every span', async () => {
    const contract = 'resource: { deployment.environment.name: string }'
    expect(await verdicts(contract, [{ name: 'x' }])).toEqual([
      ['resource-attribute-missing', 'fail'],
      ['span-unknown', 'fail'],
    ])
  })
})

describe('a closed clause beside a pack', () => {
  test('knows the keys that the pack declares for the span', async () => {
    const contract = `extends: [otel-genai]
spans:
  think: { match: { gen_ai.operation.name: chat }, closed: true, attributes: { app.turn: int } }`
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'app.turn': 1,
      'app.other': 1,
    }
    const { findings } = await checkSketches(contract, [{ name: 'chat', kind: 'client', attributes }])
    expect(findings.filter(({ id }) => id === 'attribute-unknown').map(({ data }) => data['attribute'])).toEqual([
      'app.other',
    ])
  })
})

describe('sensitivity that is declared once', () => {
  test('holds wherever the value would be shown', async () => {
    const contract = `attributes: { user: { type: string, sensitivity: personal } }
spans: { s: { match: { op: s }, name: 's {user}' } }`
    const report = await checkSketches(contract, [{ name: 'bad', attributes: { op: 's', user: 'Jane Doe' } }])
    expect(report.findings.map(({ id }) => id)).toEqual(['span-name'])
    expect(JSON.stringify(report)).not.toContain('Jane')
  })
})

test('a deliberately optional span does not have to have parents for its count', async () => {
  const contract = `spans:
  root: { name: root }
  loop: { name: loop, exercise: optional }
  step: { name: step, parent: loop, count: { min: 1, per: parent }, exercise: optional }`
  expect(await verdicts(contract, [{ name: 'root' }])).toEqual([])
})

test('a span that may belong to a clause is not passed over', async () => {
  const contract = `spans:
  gated: { match: { role: main }, attributes: { must: string } }
  other: { name: root }
trace: { unknownSpans: ignore }`
  const spans = [
    { name: 'top', id: 'a', attributes: { role: 'main', must: 'x' } },
    { name: 'root', id: 'b', parent: 'a', attributes: { q: 1 }, dropped: { attributes: 3 } },
  ]
  expect(await verdicts(contract, spans)).toEqual([['clause-unexercised', 'inconclusive']])
})

test('a run of which nobody knows whether the contract speaks of it is not passed over', async () => {
  const contract = `appliesTo: { env: prod }
spans: { root: { name: root, attributes: { must: string } } }`
  const spans = [
    { name: 'root', trace: 'one', attributes: { env: 'prod', must: 'x' } },
    { name: 'root', trace: 'two', dropped: { attributes: 3 } },
  ]
  expect(await verdicts(contract, spans)).toEqual([['contract-unexercised', 'inconclusive']])
})
