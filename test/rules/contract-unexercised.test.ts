import { contractUnexercised } from '../../src/rules/contract-unexercised.ts'
import { testRule } from '../support/test-rule.ts'

testRule(contractUnexercised, [
  {
    name: 'a run that holds a span of the contract',
    contract: 'spans: { answer: { name: invoke_agent support } }',
    spans: [{ name: 'invoke_agent support' }],
    expect: [],
  },
  {
    name: 'a run without any span of the contract',
    contract: 'spans: { answer: { name: invoke_agent support } }',
    spans: [{ name: 'GET /health' }],
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        path: 'contract',
        span: null,
        message: 'contract `test` judged nothing: the only run holds no span of its clauses (`answer`)',
        help: 'compare names and selectors with what `spanpact show` lists, or give the recording this contract is for',
      },
    ],
  },
  {
    name: 'no run at all',
    contract: 'spans: { answer: { name: invoke_agent support } }',
    spans: [],
    expect: [
      {
        verdict: 'inconclusive',
        message: 'contract `test` judged nothing: the recordings hold no run',
        help: 'check that the recordings are the right ones and that the exporter wrote spans into them',
      },
    ],
  },
  {
    name: 'appliesTo that selects no entry span, although a span of the contract occurs',
    contract: 'appliesTo: { app.tier: gold }\nspans: { answer: { name: invoke_agent support } }',
    spans: [{ name: 'invoke_agent support', attributes: { 'app.tier': 'free' } }],
    expect: [{ verdict: 'inconclusive' }],
  },
  {
    name: 'a contract that asks nothing but what a resource may have',
    contract: `
      resource:
        service.name: { type: string, requirement: optional }
        service.version: { requirement: conditional, condition: it is released }
    `,
    spans: [{ name: 'anything' }],
    expect: [
      {
        verdict: 'inconclusive',
        message: 'contract `test` judged nothing: it asks for nothing',
        help: 'write `spans`, `trace`, `privacy`, or a `resource` attribute that is not optional, or extend a pack',
      },
    ],
  },
  ...['required', 'recommended', 'forbidden'].map((requirement) => ({
    name: `a contract that has a ${requirement} resource attribute`,
    contract: `resource: { service.name: optional, x: ${requirement} }`,
    spans: [{ name: 'anything' }],
    expect: [],
  })),
  {
    name: 'a contract without spans speaks of every run',
    contract: 'trace: { roots: 1 }',
    spans: [{ name: 'anything' }],
    expect: [],
  },
])
