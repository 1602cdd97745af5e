import { describe, expect, test } from 'vitest'

import { loadPack } from '../../src/contract/index.ts'
import { checkSpans } from '../support/check-spans.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { brief, contractWithPack } from './brief.ts'

/** What an own clause `mine` and a pack's clause `theirs` together say of spans; both select operation `chat`. */
async function ask(mine: string, theirs: string, ...sketches: SpanSketch[]): Promise<string[]> {
  const contract = await contractWithPack(
    `spans: { mine: { match: { op: chat }, ${mine} }, theirs: { match: { op: { pattern: '^c' } }, ${theirs} } }`,
    ['theirs'],
  )
  return brief(
    checkSpans(
      sketches.map((sketch, index) => span(sketch, index + 1)),
      [contract],
    ),
  )
}

const chat: SpanSketch = { name: 'chat', attributes: { op: 'chat' } }

describe('an own clause and a pack clause on the same span', () => {
  test('both are asked', async () => {
    expect(await ask('attributes: { a: string }', 'attributes: { b: string }', chat)).toEqual([
      'error fail attribute-missing spans.mine.attributes.a',
      'error fail attribute-missing spans.theirs.attributes.b',
    ])
  })

  test.each([
    ['attributes: { a: int? }', 'attributes: { a: string }', { attributes: { op: 'chat', a: 5 } }],
    ['attributes: { a: optional }', 'attributes: { a: string }', {}],
    ['attributes: { a: optional }', 'attributes: { a: forbidden }', { attributes: { op: 'chat', a: 5 } }],
    ['kind: internal', 'kind: client', {}],
    ['status: unset', 'status: ok', {}],
    ['duration: { max: 20ms }', 'duration: { max: 1ms }', {}],
    ['scope: { name: x }', 'scope: { name: y }', { scope: { name: 'x' } }],
    ['name: chat', 'name: llm.call', {}],
    ['events: { e: optional }', 'events: { e: required }', {}],
    ['resource: { r: optional }', 'resource: { r: string }', {}],
    ['links: { count: 0 }', 'links: { count: 1 }', {}],
    ['parent: entry', 'parent: theirs', { parent: 'root' }],
  ])('where both speak of the same, only the own clause is asked: %s', async (mine, theirs, more) => {
    const root: SpanSketch = { name: 'root', attributes: { op: 'other' } }
    const found = await ask(`exercise: optional, ${mine}`, theirs, root, { ...chat, ...more })
    expect(found.filter((line) => !line.includes('span-unknown'))).toEqual([])
  })

  test('the own clause is asked even where only the pack would be content', async () => {
    expect(
      await ask('kind: client, attributes: { a: int }', 'kind: internal, attributes: { a: string }', {
        ...chat,
        attributes: { op: 'chat', a: 'x' },
      }),
    ).toEqual(['error fail attribute-type spans.mine.attributes.a', 'error fail span-kind spans.mine.kind'])
  })

  test('a pack never closes what the team left open', async () => {
    expect(
      await ask('attributes: { op: string, a: string }', 'closed: true, attributes: { op: string }', {
        ...chat,
        attributes: { op: 'chat', a: 'x' },
      }),
    ).toEqual([])
  })

  test('where only the pack selects, the pack clause alone is asked', async () => {
    const completion: SpanSketch = { name: 'c', attributes: { op: 'completion' } }
    expect(
      await ask(
        'attributes: { a: string }',
        'attributes: { a: int, b: string }, kind: client',
        { ...chat, attributes: { op: 'chat', a: 'x', b: 'x' }, kind: 'client' },
        completion,
      ),
    ).toEqual([
      'error fail attribute-missing spans.theirs.attributes.a',
      'error fail attribute-missing spans.theirs.attributes.b',
      'error fail span-kind spans.theirs.kind',
    ])
  })

  test('where only the own clause selects, the pack is silent', async () => {
    const contract = await contractWithPack(
      'spans: { mine: { match: { op: chat }, attributes: { a: string } }, theirs: { match: { op: chat, x: y }, attributes: { b: string } } }',
      ['theirs'],
    )
    expect(brief(checkSpans([span(chat)], [contract]))).toEqual([
      'error fail attribute-missing spans.mine.attributes.a',
    ])
  })

  test('the own clause is asked though the pack clause is more specific', async () => {
    const contract = await contractWithPack(
      'spans: { mine: { match: { op: chat }, kind: server }, theirs: { match: { op: chat, x: y }, kind: client } }',
      ['theirs'],
    )
    expect(brief(checkSpans([span({ ...chat, attributes: { op: 'chat', x: 'y' } })], [contract]))).toEqual([
      'error fail span-kind spans.mine.kind',
    ])
  })
})

test('findings of one clause are one entry, whatever pack clause stands beside it', async () => {
  const contract = await contractWithPack(
    `spans:
  mine: { match: { op: { exists: true } }, attributes: { a: string, m: { type: string, requirement: optional, maxDistinct: 2 } } }
  chat: { match: { op: chat }, attributes: { x: optional } }
  embed: { match: { op: embed }, attributes: { y: optional } }`,
    ['chat', 'embed'],
  )
  const sketches: SpanSketch[] = ['chat', 'embed', 'chat', 'other'].map((op, index) => ({
    name: op,
    id: String(index),
    attributes: { op, m: `value ${index}` },
  }))
  expect(
    brief(
      checkSpans(
        sketches.map((sketch, index) => span(sketch, index + 1)),
        [contract],
      ),
    ),
  ).toEqual([
    'error fail attribute-cardinality spans.mine.attributes.m',
    'error fail attribute-missing spans.mine.attributes.a ×4',
  ])
})

describe('refines', () => {
  const text = `
    spans:
      think: { match: { op: chat }, kind: client, count: { min: 3 }, attributes: { a: string, m: { type: int, max: 10 } } }
      think-openai: { refines: think, match: { provider: openai }, attributes: { b: string, m: { max: 5 } } }
      think-cohere: { refines: think, match: { provider: cohere }, kind: internal }
  `

  test('the refinement adds and tightens; the base holds everywhere else; spans of both count for the base', async () => {
    const contract = await contractWithPack(text, [])
    const of = (
      provider: string,
      id: string,
      attributes: object = {},
      kind: SpanSketch['kind'] = 'client',
    ): SpanSketch => ({
      name: 'chat',
      id,
      kind,
      attributes: { op: 'chat', provider, ...attributes },
    })
    const sketches = [
      of('openai', '1', { a: 'x', m: 7 }),
      of('cohere', '2', { a: 'x', m: 7 }, 'internal'),
      of('other', '3', { a: 'x', m: 11 }, 'internal'),
    ]
    expect(
      brief(
        checkSpans(
          sketches.map((sketch, index) => span(sketch, index + 1)),
          [contract],
        ),
      ).toSorted(),
    ).toEqual([
      'error fail attribute-missing spans.think-openai.attributes.b',
      'error fail attribute-range spans.think-openai.attributes.m',
      'error fail attribute-range spans.think.attributes.m',
      'error fail span-kind spans.think.kind',
    ])
  })

  test('what a base says is one entry for the base and its refinements', async () => {
    const contract = await contractWithPack(text, [])
    const sketches = ['openai', 'cohere', 'other'].map((provider, index): SpanSketch => ({
      name: 'chat',
      id: String(index),
      kind: provider === 'cohere' ? 'internal' : 'client',
      attributes: { op: 'chat', provider, b: 'x', m: 1 },
    }))
    expect(
      brief(
        checkSpans(
          sketches.map((sketch, index) => span(sketch, index + 1)),
          [contract],
        ),
      ),
    ).toEqual(['error fail attribute-missing spans.think.attributes.a ×3'])
  })

  test('a refinement without spans is unexercised, its base with one is not', async () => {
    const contract = await contractWithPack(text.replace('count: { min: 3 }, ', ''), [])
    const sketch: SpanSketch = {
      name: 'chat',
      kind: 'internal',
      attributes: { op: 'chat', provider: 'cohere', a: 'x' },
    }
    expect(brief(checkSpans([span(sketch)], [contract])).toSorted()).toEqual([
      'error fail attribute-missing spans.think.attributes.m',
      'error inconclusive clause-unexercised spans.think-openai',
    ])
  })
})

describe('a shipped pack used as it is', () => {
  test('advises: nothing above a warning, inconclusive for lack of a contract', async () => {
    const pack = await loadPack('otel-genai')
    const chatSpan = span({
      name: 'chat gpt-5',
      kind: 'client',
      attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5' },
    })
    const report = checkSpans([chatSpan], [pack])
    expect(report.findings.filter(({ verdict }) => verdict === 'fail').map(({ severity }) => severity)).not.toContain(
      'error',
    )
    expect(brief(report)).toContain(
      'warning fail attribute-missing spans.gen_ai.inference.client.attributes.gen_ai.provider.name',
    )
    expect(brief(report).filter((line) => line.startsWith('error'))).toEqual([
      'error inconclusive contract-unexercised contract',
    ])
    expect(report.verdict).toBe('inconclusive')
  })
})
