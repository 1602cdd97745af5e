import { clauseUnexercised } from '../../src/rules/clause-unexercised.ts'
import { testRule } from '../support/test-rule.ts'

const answered = [{ name: 'invoke_agent support' }]

testRule(clauseUnexercised, [
  {
    name: 'a clause that no span exercises',
    contract: 'spans:\n  answer: { name: invoke_agent support }\n  refund: { name: execute_tool refund }',
    spans: answered,
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        path: 'spans.refund',
        span: null,
        message:
          '`spans.refund` (`execute_tool refund`) was never exercised: nothing in the run it applies to is selected by it',
        help: 'add a recording that exercises it, correct its name or `match`, or mark it `exercise: optional`',
      },
    ],
  },
  {
    name: 'exercised, optional, deprecated, or forbidden to occur',
    contract: `spans:
  answer: { name: invoke_agent support }
  refund: { name: execute_tool refund, exercise: optional }
  old: { name: old.name, deprecated: { since: 1.0.0 } }
  never: { name: debug.dump, count: 0 }`,
    spans: answered,
    expect: [],
  },
  {
    name: 'a missing span that is counted is reported by its count alone',
    contract: 'spans:\n  answer: { name: invoke_agent support }\n  refund: { name: execute_tool refund, count: 1 }',
    spans: answered,
    expect: [],
  },
  {
    name: 'a count without a minimum does not exercise a clause',
    contract:
      'spans:\n  answer: { name: invoke_agent support }\n  refund: { name: execute_tool refund, count: { max: 2 } }',
    spans: answered,
    expect: [{ verdict: 'inconclusive', path: 'spans.refund' }],
  },
  {
    name: 'clauses of a pack are idle, unless the contract asks for their exercise',
    contract: 'extends: [otel-genai]\nspans:\n  answer: { name: invoke_agent support }',
    spans: answered,
    expect: [],
  },
  {
    name: 'a trace rule that names a span no run holds',
    contract: `spans:
  answer: { name: invoke_agent support }
  think: { name: chat gpt-5, exercise: optional }
trace: { coverage: { of: think, min: 0.9 } }`,
    spans: answered,
    expect: [{ verdict: 'inconclusive', path: 'trace.coverage' }],
  },
])
