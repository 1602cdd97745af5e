import * as fc from 'fast-check'

import type { FactSketch } from '../../support/steps.ts'

/** Runs of agents, models, tools and workflows, with requests, two resources, missing and reversed times. */
export const anyRun: fc.Arbitrary<FactSketch[]> = fc
  .array(
    fc.record({
      parent: fc.nat(),
      kind: fc.constantFrom('agent', 'model', 'model', 'tool', 'tool', 'tool', 'workflow', 'group', 'other', undefined),
      start: fc.nat(12),
      length: fc.integer({ min: -1, max: 8 }),
      end: fc.constantFrom(undefined, undefined, undefined, null),
      resource: fc.constantFrom('a', 'b'),
      callId: fc.constantFrom('1', '2', '3', null),
      requests: fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 2 }),
      turn: fc.constantFrom(null, null, 0, 1),
      precision: fc.constantFrom(1, 1, 2_000_000),
    }),
    { minLength: 2, maxLength: 10 },
  )
  .map((spans) =>
    spans.map(
      ({ parent, kind, start, length, end, resource, callId, requests, turn, precision }, index): FactSketch => {
        const up = index === 0 ? 0 : parent % (index + 1)
        return {
          id: `s${index}`,
          ...(up === 0 ? {} : { parent: `s${up - 1}` }),
          ...(kind === undefined ? {} : { kind }),
          // Another name each: this is about the order of steps, not about what is a try of what.
          name: `s${index}`,
          facts: { turn, ...(kind === 'tool' || kind === 'agent' ? { callId } : {}) },
          ...(kind === 'model' ? { requests: requests.map((id) => ({ callId: id, name: 'x' })) } : {}),
          start,
          end: end === null ? null : start + length,
          resource: { 'service.name': resource },
          source: { timePrecisionNano: precision },
        }
      },
    ),
  )
