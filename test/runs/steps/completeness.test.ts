import { describe, expect, test } from 'vitest'

import type { Gap } from '../../../src/model/step.ts'
import { stepsOf, type FactSketch } from '../../support/steps.ts'

const agent: FactSketch = { id: 'agent', kind: 'agent', name: 'support', start: 0, end: 100 }
const tool: FactSketch = {
  id: 'tool',
  parent: 'agent',
  kind: 'tool',
  name: 'lookup',
  args: 1,
  result: 2,
  start: 10,
  end: 20,
}
const model: FactSketch = {
  id: 'model',
  parent: 'agent',
  kind: 'model',
  name: 'gpt-5',
  start: 30,
  end: 40,
  usage: { input: 1, output: 1 },
  facts: { tries: 1 },
}
const sub: FactSketch = { id: 'sub', parent: 'tool', kind: 'agent', name: 'billing', start: 11, end: 19 }

/** Facet, layer, name of the scope, names of the spans and message of each gap. */
function gapsOf(spans: readonly FactSketch[], damage?: readonly string[]): unknown[] {
  const { gaps } = stepsOf(spans, damage === undefined ? {} : { damage }).completeness
  return gaps.map(({ facet, layer, scope, spans: of, message }: Gap) => [
    layer === undefined ? facet : `${facet} ${layer}`,
    scope?.name ?? null,
    of.map(({ name }) => name).join(' '),
    message,
  ])
}

function extentOf(spans: readonly FactSketch[], damage?: readonly string[]): string {
  return stepsOf(spans, damage === undefined ? {} : { damage }).completeness.extent
}

test('a run of which everything is known has no gap', () => {
  expect(gapsOf([agent, tool, model])).toEqual([])
  expect(extentOf([agent, tool, model])).toBe('complete')
})

describe('gaps that leave open which steps there were', () => {
  test.each<[string, FactSketch[], unknown[]]>([
    [
      'a root that never ended',
      [{ ...agent, end: null }],
      [
        ['root', null, 'agent', '1 root span never ended'],
        ['unended', null, 'agent', '1 of its spans never ended'],
        ['times', null, 'agent', 'the times of 1 step are missing or reversed'],
      ],
    ],
    [
      'a span that never ended, in the scope it is in',
      [agent, tool, sub, { id: 'http', parent: 'sub', end: null }],
      [['unended', 'billing', 'http', '1 of its spans never ended']],
    ],
    [
      'orphans and no root',
      [
        { ...tool, parent: 'lost' },
        { ...model, parent: 'other' },
      ],
      [
        ['root', null, '', 'no root or entry span is recorded'],
        ['orphans', null, 'tool model', '2 of its spans name a parent that is not recorded'],
      ],
    ],
    [
      'dropped attributes, of a span that no dialect claims too',
      [agent, { id: 'http', parent: 'agent', dropped: { attributes: 1 } }, { ...tool, dropped: { links: 2 } }],
      [['drops', 'support', 'http tool', '2 spans dropped attributes, events or links']],
    ],
    [
      'a span that was recorded and not sampled',
      [
        { ...agent, flags: 0x101 },
        { ...tool, flags: 0x100 },
      ],
      [['sampling', 'support', 'tool', '1 span was recorded without being sampled']],
    ],
  ])('%s', (_what, spans, expected) => {
    expect(gapsOf(spans)).toEqual(expected)
    expect(extentOf(spans)).toBe('partial')
  })

  test('damage of the recording', () => {
    expect(gapsOf([agent], ['a part of `run.jsonl` is unreadable'])).toEqual([
      ['drops', null, '', 'a part of `run.jsonl` is unreadable'],
    ])
    expect(extentOf([agent], ['a part of `run.jsonl` is unreadable'])).toBe('partial')
  })
})

describe('gaps that hide what is known of steps', () => {
  test.each<[string, FactSketch[], unknown[]]>([
    [
      'content by scope',
      [agent, tool, sub, { id: 'bare', parent: 'sub', kind: 'tool', name: 'x', start: 12, end: 13 }],
      [['content', 'billing', 'bare', 'arguments or results of 1 call were not captured whole']],
    ],
    [
      'usage that is half there, estimated, or of a cancelled stream',
      [
        agent,
        { ...model, id: 'half', usage: { input: 1 } },
        { ...model, id: 'guess', start: 50, end: 60, facts: { tries: 1, isUsageEstimated: true } },
        { ...model, id: 'cut', start: 70, end: 80, facts: { tries: 1, status: 'cancelled' } },
      ],
      [['usage', 'support', 'half guess cut', '3 model calls carry no token usage, or not all of it']],
    ],
    [
      'tries of layers that nothing shows',
      [agent, { ...model, facts: {} }],
      [
        ['attempts sdk', 'support', 'model', 'nothing shows how often the sdk layer tried in 1 model call'],
        ['attempts wire', 'support', 'model', 'nothing shows how often the wire layer tried in 1 model call'],
      ],
    ],
    [
      'earlier tries that are not recorded',
      [agent, { ...tool, facts: { attempt: 2 } }],
      [['attempts agent', 'support', 'tool', 'earlier tries of 1 step are not recorded']],
    ],
    [
      'times in reverse',
      [agent, { ...tool, end: 5 }],
      [['times', 'support', 'tool', 'the times of 1 step are missing or reversed']],
    ],
  ])('%s', (_what, spans, expected) => {
    expect(gapsOf(spans)).toEqual(expected)
    expect(extentOf(spans)).toBe('complete')
  })
})

test('the result of a call that failed, and text that is no JSON, are no gaps', () => {
  const { result: _, ...failed } = { ...tool, status: 'error' } as const
  expect(gapsOf([agent, failed])).toEqual([])
  expect(gapsOf([agent, { ...tool, facts: { args: { lacks: 'invalid-json', text: '{', problem: 'ends' } } }])).toEqual(
    [],
  )
})

test('an exporter that leaves the sampled flag out of all spans says nothing', () => {
  expect(
    gapsOf([
      { ...agent, flags: 0x100 },
      { ...tool, flags: 0x100 },
    ]),
  ).toEqual([])
})

test('a format that records no ends does not say that spans never ended', () => {
  const source = { lacks: new Set(['end'] as const) }
  expect(gapsOf([agent, { id: 'http', parent: 'agent', end: null, source }])).toEqual([])
})

test('a message log that ends before calls are answered is a prefix; a pending call of spans is no gap', () => {
  const timeless = { timeless: true, source: { isTranscript: true, timePrecisionNano: null } } as const
  const pending = { ...tool, facts: { status: 'pending' } } as const
  const { extent, gaps } = stepsOf([
    { ...agent, ...timeless },
    { ...pending, ...timeless },
  ]).completeness
  expect(extent).toBe('prefix')
  expect(gaps.map(({ facet, message }) => [facet, message])).toEqual([
    ['root', 'the message log ends before every requested call is answered'],
    ['times', 'the times of 1 step are missing or reversed'],
    ['times', 'the times of 1 step are missing or reversed'],
  ])
  expect(extentOf([agent, pending])).toBe('complete')
})
