import { expect, test } from 'vitest'

import { stepsOf, type FactSketch } from '../../support/steps.ts'

const workflow: FactSketch = { id: 'w', kind: 'workflow', name: 'w', start: 0, end: 100 }
const agent = (id: string, start: number, end: number, parent = 'w'): FactSketch => ({
  id: `agent ${id}`,
  parent,
  kind: 'agent',
  name: id,
  start,
  end,
})
const tool = (id: string, start: number, end: number, more: Partial<FactSketch> = {}): FactSketch => ({
  id,
  parent: 'agent triage',
  kind: 'tool',
  name: id,
  start,
  end,
  ...more,
})

/** Each tool or handoff step and the agent that takes over. */
function handoffs(...spans: FactSketch[]): [string | null, string | null][] {
  return stepsOf([workflow, agent('triage', 1, 90), ...spans])
    .steps.filter(({ kind }) => kind !== 'agent')
    .map(({ name, handoffTo }) => [name, handoffTo])
}

test('the agent that a span names', () => {
  expect(handoffs(tool('x', 10, 20, { kind: 'handoff', facts: { handoffTo: 'billing' } }))).toEqual([['x', 'billing']])
})

test('an agent inside a tool call; the call stays a tool call', () => {
  expect(handoffs(tool('delegate', 10, 20), agent('billing', 11, 19, 'delegate'))).toEqual([['delegate', 'billing']])
})

test('a sibling agent whose name the tool holds and that ran during the call', () => {
  expect(handoffs(tool('transfer_to_billing', 10, 20), agent('Billing Agent', 11, 19))).toEqual([
    ['transfer_to_billing', 'Billing Agent'],
  ])
  expect(handoffs(tool('ask_billing', 10, 20), agent('BillingAgent', 11, 19))).toEqual([
    ['ask_billing', 'BillingAgent'],
  ])
})

test.each<[string, FactSketch[]]>([
  ['another name', [tool('lookup', 10, 20), agent('billing', 11, 19)]],
  ['another time', [tool('billing', 10, 20), agent('billing', 11, 30)]],
  [
    'two such agents',
    [tool('billing', 10, 20), agent('billing', 11, 15), { ...agent('billing', 16, 19), id: 'again' }],
  ],
])('no guess with %s', (_what, spans) => {
  expect(handoffs(...spans)[0]![1]).toBe(null)
})
