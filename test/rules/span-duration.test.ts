import { spanDuration } from '../../src/rules/span-duration.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'spans: { think: { name: chat, duration: { min: 5ms, max: 30s } } }'

testRule(spanDuration, [
  {
    name: 'both bounds are inclusive',
    contract,
    spans: [
      { name: 'chat', id: 'a', end: 5 },
      { name: 'chat', id: 'b', end: 30_000 },
    ],
    expect: [],
  },
  {
    name: 'too long',
    contract,
    spans: [{ name: 'chat', end: 30_001 }],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.duration',
        span: 'chat',
        data: { durationNano: 30_001_000_000, bound: 'max', boundNano: 30_000_000_000 },
        message: 'span `chat` takes 30.001 s; the contract allows at most 30 s',
        help: "bring the span below 30 s, or raise the clause's `duration.max`",
      },
    ],
  },
  {
    name: 'too short',
    contract,
    spans: [{ name: 'chat', end: 1 }],
    expect: [
      {
        data: { durationNano: 1_000_000, bound: 'min', boundNano: 5_000_000 },
        message: 'span `chat` takes 1 ms; the contract requires at least 5 ms',
        help: "end the span when its work ends, or lower the clause's `duration.min`",
      },
    ],
  },
  {
    name: 'a span that never ended',
    contract,
    spans: [{ name: 'chat', end: null }],
    expect: [
      {
        verdict: 'inconclusive',
        data: { reason: 'never ended' },
        message: 'the duration of span `chat` is undecided: the span never ended',
        help: 'end the span, with times from one clock',
      },
    ],
  },
  {
    name: 'a span that ends before it starts',
    contract,
    spans: [{ name: 'chat', start: 100, end: 50 }],
    expect: [{ verdict: 'inconclusive', data: { reason: 'ends before it starts' } }],
  },
  {
    name: 'spans of no clause are not judged',
    contract,
    spans: [{ name: 'other', end: 90_000 }],
    expect: [],
  },
])
