import { deprecatedSpanPresent } from '../../src/rules/deprecated-span-present.ts'
import { testRule } from '../support/test-rule.ts'

const contract = `
  spans:
    answer: { name: invoke_agent support }
    synthesis:
      name: llm.completion.synthesis
      deprecated: { since: 2.0.0, renamedTo: chat gpt-5, sunset: 2027-01-31, reason: reads better }
`

testRule(deprecatedSpanPresent, [
  { name: 'only the new span', contract, spans: [{ name: 'invoke_agent support' }], expect: [] },
  {
    name: 'the deprecated span',
    contract,
    now: '2026-11-20',
    spans: [{ name: 'llm.completion.synthesis' }],
    expect: [
      {
        verdict: 'fail',
        severity: 'warning',
        path: 'spans.synthesis.deprecated',
        span: 'llm.completion.synthesis',
        data: {
          span: 'synthesis',
          since: '2.0.0',
          renamedTo: 'chat gpt-5',
          sunset: '2027-01-31',
          isPast: false,
          reason: 'reads better',
        },
        message:
          'span `llm.completion.synthesis` is deprecated since 2.0.0, and its sunset is 2027-01-31 (reads better)',
        help: 'emit `chat gpt-5` instead',
      },
    ],
  },
  {
    name: 'after the sunset it is still a warning',
    contract,
    now: '2027-03-01',
    spans: [{ name: 'llm.completion.synthesis' }],
    expect: [
      {
        severity: 'warning',
        message:
          'span `llm.completion.synthesis` is deprecated since 2.0.0, and its sunset was 2027-01-31 (reads better)',
      },
    ],
  },
  {
    name: 'without a successor',
    contract: 'spans: { old: { name: old, deprecated: { reason: nobody reads it } } }',
    spans: [{ name: 'old' }],
    expect: [
      {
        message: 'span `old` is deprecated (nobody reads it)',
        help: 'stop emitting the spans of clause `old`',
      },
    ],
  },
])
