import { resourceAttributeMissing } from '../../src/rules/resource-attribute-missing.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('resource: { service.name: string, service.version: string? }')

testRule(resourceAttributeMissing, [
  {
    name: 'a resource with both; Weaver blind spot 18: keys of the SDK are never unknown',
    contract,
    spans: [
      chat({}, { resource: { 'service.name': 'support', 'service.version': '1', 'telemetry.sdk.language': 'nodejs' } }),
    ],
    expect: [],
  },
  {
    name: 'a resource without either',
    contract,
    spans: [chat({}, { resource: { 'service.nmae': 'support' } })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.resource.service.name',
        span: 'chat gpt-5',
        data: { attribute: 'service.name', found: 'service.nmae', requirement: 'required' },
        message: 'resource of span `chat gpt-5` lacks attribute `service.name`, which the contract requires',
        help: 'set `service.name` on the resource; the resource has `service.nmae`',
      },
      {
        severity: 'warning',
        path: 'spans.think.resource.service.version',
        data: { attribute: 'service.version', requirement: 'recommended' },
        message: 'resource of span `chat gpt-5` lacks attribute `service.version`, which the contract recommends',
        help: 'set `service.version` on the resource',
      },
    ],
  },
  {
    name: 'a span attribute of the same key is no resource attribute',
    contract: think('resource: { service.name: string }'),
    spans: [chat({ 'service.name': 'support' })],
    expect: [{ data: { attribute: 'service.name', requirement: 'required' } }],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
  {
    name: 'dropped span attributes say nothing of the resource',
    contract: think('resource: { service.name: string }'),
    spans: [chat({}, { dropped: { attributes: 3 } })],
    expect: [{ verdict: 'fail' }],
  },
])
