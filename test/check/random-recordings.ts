import * as fc from 'fast-check'

import type { Contract } from '../../src/model/contract.ts'
import type { Location } from '../../src/model/finding.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { contractOf } from '../support/check-spans.ts'
import type { SpanSketch } from '../support/span.ts'

/** A contract that asks something of every kind of rule the engine knows. */
export function broadContract(): Promise<Contract> {
  return contractOf(`
    contract: broad
    attributes:
      old.key: { type: string, deprecated: { since: 1.0.0 } }
    spans:
      answer:
        name: 'answer {agent}'
        kind: server
        count: 1
        attributes: { agent: string, version: { type: string, requirement: recommended, pattern: '^1' } }
        events: { started: { requirement: required, attributes: { at: int } }, exception: forbidden }
      think:
        match: { op: chat }
        name: 'chat {model}'
        kind: client
        parent: answer
        closed: true
        count: { min: 1, max: 3, per: parent }
        duration: { max: 15ms }
        status: [unset, ok]
        attributes:
          op: string
          model: { type: string, enum: [m1, m2], maxDistinct: 2 }
          tokens: { type: int, min: 0, when: { model: { exists: true } } }
          app.*: { type: int, requirement: optional, maxDistinct: 2 }
          secret: forbidden
      tool: { match: { op: { pattern: '^tool' } }, count: { max: 3, per: recording }, links: { to: think }, attributes: { id: { type: string, minDistinct: 2 } } }
      strict-tool: { refines: tool, match: { op: tool-strict }, attributes: { id: { pattern: '^x' } } }
    trace: { roots: 1, orphans: 0, connected: true, maxSpans: 6, genericNames: forbid, dropped: forbid, duplicates: forbid, clockSkew: 5ms, unknownSpans: warning, coverage: { of: answer, min: 0.5 } }
    privacy: { deny: [email], canaries: [CANARY] }
  `)
}

const traces = ['t1', 't2', 't3', 't4'] as const
const labels = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const label = fc.constantFrom(...labels)

const attributeValue = fc.constantFrom<unknown>(
  'm1',
  'm2',
  'm3',
  'x1',
  5,
  1.5,
  -1,
  null,
  true,
  ['m1'],
  { k: 1 },
  'me@example.com',
  2n ** 60n,
)

/** Spans of every kind the contract above speaks of, well-formed and not. */
export const recording: fc.Arbitrary<SpanSketch[]> = fc.array(
  fc
    .record({
      name: fc.constantFrom(
        'answer support',
        'chat m1',
        'chat m2',
        'chat',
        'llm.call',
        'tool',
        'lookup CANARY',
        'other',
      ),
      id: label,
      parent: fc.option(label, { nil: undefined }),
      trace: fc.constantFrom(...traces),
      kind: fc.constantFrom('internal', 'server', 'client', 'unspecified'),
      start: fc.nat(30),
      end: fc.option(fc.nat(60)),
      status: fc.constantFrom('unset', 'error'),
      attributes: fc.dictionary(
        fc.constantFrom('agent', 'version', 'model', 'tokens', 'id', 'secret', 'old.key', 'app.a', 'app.b', 'odd'),
        attributeValue,
        { maxKeys: 5 },
      ),
      op: fc.option(fc.constantFrom('chat', 'tool', 'tool-strict', 'toolbox')),
      events: fc.array(
        fc.record({
          name: fc.constantFrom('started', 'exception'),
          attributes: fc.dictionary(fc.constant('at'), attributeValue),
        }),
        { maxLength: 2 },
      ),
      links: fc.array(fc.record({ to: label, trace: fc.constantFrom(...traces) }), { maxLength: 1 }),
      dropped: fc.record({ attributes: fc.constantFrom(0, 0, 0, 1), events: fc.constantFrom(0, 0, 0, 1) }),
      runId: fc.option(fc.constantFrom('r1')),
    })
    .map(({ op, runId, attributes, parent, ...rest }) => {
      const sketch = {
        ...rest,
        attributes: {
          ...attributes,
          ...(op === null ? {} : { op }),
          ...(runId === null ? {} : { 'spanpact.run.id': runId }),
        },
      }
      return parent === undefined ? sketch : { ...sketch, parent }
    }),
  { minLength: 1, maxLength: 14 },
)

/** A report without the places in the file, which say where a span stood and nothing of the span. */
export function withoutLines(report: CheckReport): unknown {
  const bare = (location: Location): unknown => ({ ...location, line: 0 })
  return {
    ...report,
    findings: report.findings.map(({ location, locations, ...rest }) => ({
      ...rest,
      ...(location === undefined ? {} : { location: bare(location) }),
      ...(locations === undefined ? {} : { locations: locations.map(bare) }),
    })),
    unreadable: report.unreadable
      .map((entry) => ({ ...entry, line: 0 }))
      .toSorted((left, right) => (left.message < right.message ? -1 : 1)),
  }
}
