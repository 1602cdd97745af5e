import { tmpdir } from 'node:os'
import { deserialize, serialize } from 'node:v8'
import { expect, test } from 'vitest'

import type { Value } from '../../../src/model/value.ts'
import { createEvidenceKeeper, createRunStore, retain, type ContentForm } from '../../../src/runs/index.ts'
import { contentKey, type SpanEvidence } from '../../../src/runs/steps/evidence.ts'
import { span } from '../../support/span.ts'
import { facts } from '../../support/steps.ts'

/** What is kept of the arguments of a tool call, in each form. */
function keptArgs(args: ContentForm, value: Value): SpanEvidence['facts'] {
  const keep = createEvidenceKeeper({ args, result: 'none' })
  return keep(span({ name: 'x' }), facts({ kind: 'tool', args: { value }, result: { value } }), undefined)!.facts
}

test('content is kept whole, as a digest, or only as something that was there', () => {
  expect(keptArgs('value', { a: 1 })!.args).toEqual({ value: { a: 1 } })
  expect(keptArgs('none', { a: 1 })).toMatchObject({ args: { digest: null }, result: { digest: null } })
  const digest = keptArgs('digest', { a: 1, b: 2 })!.args
  expect(digest).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{32}$/) as string })
  expect(keptArgs('digest', { b: 2n, a: 1 })!.args).toEqual(digest)
  expect(keptArgs('digest', { a: 1, b: '2' })!.args).not.toEqual(digest)
})

test('arguments of requests are kept as those of calls, so that they compare', () => {
  const keep = createEvidenceKeeper({ args: 'digest', result: 'none' })
  const requests = [{ callId: null, name: 'lookup', args: { value: { a: 1 } } }]
  const kept = keep(span({ name: 'x' }), facts({ kind: 'model', requests }), undefined)!.facts!
  expect(contentKey(kept.requests![0]!.args)).toBe(contentKey(keptArgs('digest', { a: 1 })!.args))
})

test('content that was not captured has no key, whatever the form', () => {
  const keep = createEvidenceKeeper({ args: 'digest', result: 'digest' })
  const kept = keep(span({ name: 'x' }), facts({ kind: 'tool', args: { lacks: 'redacted' } }), undefined)!.facts!
  expect([kept.args, contentKey(kept.args)]).toEqual([{ lacks: 'redacted' }, null])
  expect(contentKey({ digest: null })).toBe(null)
})

test('what is nested too deep to be written to disk becomes a digest', () => {
  let deep: Value = 1
  for (let level = 0; level < 100_000; level++) deep = [deep]
  const kept = keptArgs('value', deep)!
  expect(Object.keys(kept.args)).toEqual(['digest'])
  expect(deserialize(serialize(kept))).toEqual(kept)
})

test('a span that says nothing leaves nothing', () => {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  expect(keep(span({ name: 'x' }), undefined, undefined)).toBe(undefined)
  expect(keep(span({ name: 'x', dropped: { events: 2 } }), undefined, undefined)).toMatchObject({
    facts: null,
    dropped: 2,
  })
})

test('equal resources have one number, others another', () => {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  const numberOf = (resource: Record<string, unknown>): number =>
    keep(span({ name: 'x', resource }), facts({ kind: 'tool' }), undefined)!.resource
  expect([numberOf({ a: 1, b: 2 }), numberOf({ b: 2, a: 1 }), numberOf({ a: 2 }), numberOf({})]).toEqual([0, 0, 1, 2])
})

test.each([
  ['ot=th:c;rv:1', 'c'],
  ['other=1, ot=rv:1;th:8', '8'],
  ['ot=rv:1', null],
  ['foot=th:8', null],
  ['', null],
])('the sampling threshold of trace state `%s`', (traceState, expected) => {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  expect(keep({ ...span({ name: 'x' }), traceState }, facts({ kind: 'tool' }), undefined)!.samplingThreshold).toBe(
    expected,
  )
})

test('what is kept counts against the memory of the store, and comes back from disk as it was', () => {
  const keep = createEvidenceKeeper({ args: 'value', result: 'none' })
  const store = createRunStore(2 ** 20, tmpdir())
  const payloads = Array.from({ length: 2048 }, (_, index) => {
    const one = span({ name: 'x', id: `s${index}` })
    const payload = keep(
      one,
      facts({ kind: 'tool', args: { value: { text: 'x'.repeat(2000), n: 2n ** 60n } } }),
      undefined,
    )
    store.add(retain(one, { file: 0, tag: 0, values: new Map(), payload }), undefined)
    return [one.spanId, payload] as const
  })
  expect(store.spilled()).toBe(true)
  const [run] = [...store.runs()]
  expect(new Map(run!.spans.map(({ spanId, payload }) => [spanId, payload]))).toEqual(new Map(payloads))
})
