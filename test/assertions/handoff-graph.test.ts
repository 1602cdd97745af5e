import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { findCycle } from '../../src/assertions/handoff/find-cycle.ts'
import { ContractErrors } from '../../src/contract/index.ts'
import { checkSketches, contractOf } from '../support/check-spans.ts'
import type { SpanSketch } from '../support/span.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const agent = (name: string, ...steps: StepSketch[]): StepSketch => ({ agent: name, steps })
const act: StepSketch = { tool: 'act', args: {}, result: 'done' }
/** Agents that run one after the other, each handing over to the next, as OpenLLMetry records them. */
function relay(...agents: string[]): SpanSketch[] {
  return [
    { name: 'run', end: 1000, attributes: { 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'run' } },
    ...agents.flatMap((name, index): SpanSketch[] => {
      const start = 100 * index
      const id = `${name} ${index}`
      const next = agents[index + 1]
      return [
        {
          name: `${name}.agent`,
          id,
          parent: 'run',
          start,
          end: start + 50,
          attributes: { 'traceloop.span.kind': 'agent', 'gen_ai.agent.name': name },
        },
        ...(next === undefined
          ? []
          : [
              {
                name: 'handoff',
                id: `${id} handoff`,
                parent: id,
                start: start + 10,
                end: start + 20,
                attributes: { 'traceloop.span.kind': 'handoff', 'gen_ai.handoff.to_agent': next },
              },
            ]),
      ]
    }),
  ]
}

describe('handoff-graph', () => {
  const allow = 'allow: { support: [billing], billing: [refunds] }'
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['an agent that may be called', `{ ${allow} }`, [agent('billing', act)], 'pass', []],
    ['another one', `{ ${allow} }`, [agent('refunds', act)], 'fail', ['handoff-graph edge']],
    ['an agent that is called by a sub-agent', `{ ${allow} }`, [agent('billing', agent('refunds', act))], 'pass', []],
    [
      'an agent that is not listed may call nobody',
      `{ ${allow} }`,
      [agent('billing', agent('refunds', agent('support', act)))],
      'fail',
      ['handoff-graph edge'],
    ],
    ['an empty list', '{ allow: { support: [] } }', [agent('billing', act)], 'fail', ['handoff-graph edge']],
    ['globs', "{ allow: { '*': ['bill*'] } }", [agent('billing', act)], 'pass', []],
    ['as deep as allowed', `{ ${allow}, maxDepth: 2 }`, [agent('billing', agent('refunds', act))], 'pass', []],
    [
      'deeper',
      `{ ${allow}, maxDepth: 1 }`,
      [agent('billing', agent('refunds', act))],
      'fail',
      ['handoff-graph too-deep'],
    ],
    ['zero is a limit', `{ ${allow}, maxDepth: 0 }`, [agent('billing', act)], 'fail', ['handoff-graph too-deep']],
    [
      'side by side is not deep',
      `{ ${allow}, maxDepth: 1 }`,
      [agent('billing', act), agent('billing', act)],
      'pass',
      [],
    ],
    [
      'an agent that calls itself',
      '{ allow: { support: [support] }, cycles: forbid }',
      [agent('support', act)],
      'fail',
      ['handoff-graph cycle'],
    ],
    [
      'back and forth',
      '{ allow: { support: [billing], billing: [support] }, cycles: forbid }',
      [agent('billing', agent('support', act))],
      'fail',
      ['handoff-graph cycle'],
    ],
    [
      'back and forth, where it may',
      '{ allow: { support: [billing], billing: [support] } }',
      [agent('billing', agent('support', act))],
      'pass',
      [],
    ],
    ['no agent calls another', `{ ${allow} }`, [act], 'inconclusive', ['clause-unexercised not-activated']],
    [
      'an agent without a name',
      `{ ${allow} }`,
      [{ agent: '', steps: [act] }],
      'inconclusive',
      ['handoff-graph agent-unknown'],
    ],
    [
      'an agent without a name, where nobody may be called',
      '{ allow: { billing: [refunds] } }',
      [{ agent: '', steps: [act] }],
      'fail',
      ['handoff-graph edge'],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`handoff-graph: ${item}`, steps))).toEqual({ verdict, reasons })
  })

  test('handoffs between agents that run one after the other follow each other', async () => {
    const ask = (rest: string, ...agents: string[]): ReturnType<typeof checkSketches> =>
      checkSketches(
        `trajectories:\n  run:\n    expect:\n      - handoff-graph: { allow: { '*': ['*'] }, ${rest} }\n`,
        relay(...agents),
      )
    expect(reasonsOf(await ask('maxDepth: 2', 'triage', 'billing', 'refunds'))).toEqual({
      verdict: 'pass',
      reasons: [],
    })
    const deep = await ask('maxDepth: 1', 'triage', 'billing', 'refunds')
    expect(deep.findings.map(({ message }) => message)).toEqual([
      'run goes from agent to agent `triage → billing → refunds`, expected at most 1 handoffs or calls',
    ])
    const circle = await ask('cycles: forbid', 'start', 'triage', 'billing', 'triage')
    expect(circle.findings.map(({ message }) => message)).toEqual([
      'in run agents hand over in a circle `triage → billing → triage`, expected none',
    ])
  })

  test('lost spans leave it open, unless what is seen is not allowed', async () => {
    const damage = ['line 3 is unreadable']
    const right = await checkRun('handoff-graph: { allow: { support: [billing] } }', [agent('billing', act)], {
      damage,
    })
    expect(reasonsOf(right).reasons).toEqual(['handoff-graph evidence-incomplete'])
    const wrong = await checkRun('handoff-graph: { allow: { support: [billing] } }', [agent('refunds', act)], {
      damage,
    })
    expect(reasonsOf(wrong).reasons).toEqual(['handoff-graph edge'])
  })

  test.each([
    ['handoff-graph: {}', '`allow`'],
    ['handoff-graph: { allow: {} }', 'names no agent'],
    ['handoff-graph: { allow: { a: [b] }, maxDepth: -1 }', 'is below 0'],
    ['handoff-graph: { allow: { a: [b] }, cycle: forbid }', '`cycle`'],
  ])('%s is no contract', async (item, message) => {
    await expect(contractOf(`trajectories:\n  run:\n    expect:\n      - ${item}\n`)).rejects.toSatisfy(
      (error: ContractErrors) => error.problems.some((one) => one.message.includes(message)),
    )
  })

  test('finds a circle exactly where a name reaches itself', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    fc.assert(
      fc.property(fc.array(fc.record({ from: name, to: name }), { maxLength: 7 }), (arrows) => {
        const reaches = (from: string, to: string, left = 5): boolean =>
          arrows.some((one) => one.from === from && (one.to === to || (left > 0 && reaches(one.to, to, left - 1))))
        const found = findCycle(arrows)
        expect(found !== undefined).toBe(arrows.some(({ from }) => reaches(from, from)))
        for (const [index, { to }] of (found ?? []).entries()) {
          expect(to).toBe(found![(index + 1) % found!.length]!.from)
        }
      }),
      { seed: 20261120 },
    )
  })
})
