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
    'privacy.canaries.1',
    'spans: { a: { name: a } }\nprivacy: { canaries: [CANARY-one, CANARY-two] }',
    [{ name: 'a', attributes: { x: 'CANARY-one', y: 'CANARY-two' } }],
    ['error fail canary-exported privacy.canaries.0'],
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
  ['link-target', 'spans.a.links.0', noLinks, linked, ['error fail link-missing spans.a.links.1']],
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
    { name: 'test', file: 'test.contract.yaml', line: 6, column: 7, path: 'privacy.canaries.1' },
  ])
})
