import { expect, test } from 'vitest'

import type { Acceptance } from '../../src/model/acceptance.ts'
import { checkSketches } from '../support/check-spans.ts'
import type { SpanSketch } from '../support/span.ts'
import { brief } from './brief.ts'

const noLinks = 'spans: { a: { name: a, links: [{ to: b, count: 0 }, { count: { max: 0 } }] }, b: { name: b } }'
const linked: SpanSketch[] = [
  { name: 'a', links: [{ to: 'b' }] },
  { name: 'b', start: 1 },
]

test.each<[finding: string, path: string, contract: string, spans: SpanSketch[], left: string[]]>([
  [
    'sensitive-value-exported',
    'privacy.deny.email',
    'spans: { a: { name: a } }\nprivacy: { deny: [email, iban] }',
    [{ name: 'a', attributes: { x: 'jane@acme.io', y: 'DE89370400440532013000' } }],
    ['error fail sensitive-value-exported privacy.deny.iban'],
  ],
  [
    'canary-exported',
    'privacy.canaries.1243fddf',
    'spans: { a: { name: a } }\nprivacy: { canaries: [CANARY-one, CANARY-two] }',
    [{ name: 'a', attributes: { x: 'CANARY-one', y: 'CANARY-two' } }],
    ['error fail canary-exported privacy.canaries.0f416d2e'],
  ],
  [
    'attribute-unknown',
    'spans.a.closed.x',
    'spans: { a: { name: a, closed: true } }',
    [{ name: 'a', attributes: { x: 1, y: 2 } }],
    ['error fail attribute-unknown spans.a.closed.y'],
  ],
  [
    'event-missing',
    'spans.a.events.x',
    'spans: { a: { name: a, events: { x: required, y: required } } }',
    [{ name: 'a' }],
    ['error fail event-missing spans.a.events.y'],
  ],
  [
    'event-count',
    'spans.a.events.x',
    'spans: { a: { name: a, events: { x: forbidden, y: forbidden } } }',
    [{ name: 'a', events: [{ name: 'x' }, { name: 'y' }] }],
    ['error fail event-count spans.a.events.y'],
  ],
  ['link-target', 'spans.a.links.to:b', noLinks, linked, ['error fail link-missing spans.a.links.any']],
])('%s accepted at %s leaves the rest', async (finding, path, contract, spans, left) => {
  const entry: Acceptance = {
    finding,
    contract: 'test',
    path,
    reason: 'known',
    owner: '',
    expires: null,
    file: 'spanpact.accepted.yaml',
  }
  const report = await checkSketches(contract, spans, { settings: { acceptances: [entry] } })
  expect([brief(report), report.summary.accepted]).toEqual([left, 1])
})

test('a finding points at the line of its part of the clause', async () => {
  const contract = `
    spans: { a: { name: a } }
    privacy:
      canaries:
        - CANARY-one
        - CANARY-two
  `
  const report = await checkSketches(contract, [{ name: 'a', attributes: { x: 'CANARY-two' } }])
  expect(report.findings.map((finding) => finding.contract)).toEqual([
    { name: 'test', file: 'test.contract.yaml', line: 6, column: 7, path: 'privacy.canaries.1243fddf' },
  ])
})

test.each<[what: string, finding: string, path: string, before: string, after: string, spans: SpanSketch[]]>([
  [
    'a canary',
    'canary-exported',
    'privacy.canaries.1243fddf',
    'spans: { a: { name: a } }\nprivacy: { canaries: [CANARY-one, CANARY-two] }',
    'spans: { a: { name: a } }\nprivacy: { canaries: [CANARY-two, CANARY-one] }',
    [{ name: 'a', attributes: { y: 'CANARY-two' } }],
  ],
  [
    'a link clause',
    'link-target',
    'spans.a.links.to:b|c',
    'spans: { a: { name: a, links: [{ to: [c, b], count: 0 }, { count: { max: 1 } }] }, b: { name: b }, c: { name: c } }',
    'spans: { a: { name: a, links: [{ count: { max: 1 } }, { to: [b, c], count: 0 }] }, b: { name: b }, c: { name: c } }',
    linked,
  ],
])('an acceptance of %s stays with it when the list is reordered', async (_, finding, path, before, after, spans) => {
  const entry: Acceptance = {
    finding,
    contract: 'test',
    path,
    reason: 'known',
    owner: '',
    expires: null,
    file: 'spanpact.accepted.yaml',
  }
  for (const contract of [before, after]) {
    const report = await checkSketches(contract, spans, { settings: { acceptances: [entry] } })
    expect([report.findings.filter(({ id }) => id !== 'clause-unexercised'), report.summary.accepted]).toEqual([[], 1])
  }
})

test('a link clause is found by name, whatever its place', async () => {
  const contract = `
    spans:
      a:
        name: a
        links:
          - count: { max: 1 }
          - to: b
            count: 0
      b: { name: b }
  `
  const report = await checkSketches(contract, linked)
  expect(report.findings.map((finding) => finding.contract)).toEqual([
    { name: 'test', file: 'test.contract.yaml', line: 7, column: 9, path: 'spans.a.links.to:b' },
  ])
})

test('attributes of a list of one link clause have the path of a single one', async () => {
  const contract = `
    spans:
      a:
        name: a
        links:
          - attributes: { x: string }
      b: { name: b }
  `
  const report = await checkSketches(contract, linked)
  expect(report.findings.map((finding) => finding.contract)).toEqual([
    { name: 'test', file: 'test.contract.yaml', line: 6, column: 23, path: 'spans.a.links.attributes.x' },
  ])
})
