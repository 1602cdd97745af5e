import { attributeCardinality } from '../../src/rules/attribute-cardinality.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('attributes: { app.prompt.version: { minDistinct: 2, maxDistinct: 3 } }')
const versions = (...values: unknown[]) =>
  values.map((value, index) => chat({ 'app.prompt.version': value }, { id: String(index) }))

testRule(attributeCardinality, [
  { name: 'as many as the least', contract, spans: versions('1', '2', '2'), expect: [] },
  { name: 'as many as the most', contract, spans: versions('1', '2', '3', '1'), expect: [] },
  {
    name: 'one more than the most',
    contract,
    spans: versions('1', '2', '3', '4', '5'),
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.app.prompt.version',
        span: null,
        data: { attribute: 'app.prompt.version', maxDistinct: 3 },
        message: 'attribute `app.prompt.version` takes more than 3 distinct values; the contract allows no more',
        help: 'keep ids and other unbounded values out of `app.prompt.version`, or raise its `maxDistinct`',
      },
    ],
  },
  {
    name: 'one less than the least',
    contract,
    spans: versions('1', '1'),
    expect: [
      {
        data: { attribute: 'app.prompt.version', distinct: 1, minDistinct: 2 },
        message: 'attribute `app.prompt.version` takes 1 distinct value; the contract wants at least 2',
        help: 'set `app.prompt.version` from the run rather than to a constant, or record more runs',
      },
    ],
  },
  {
    name: 'values are told apart by type, numbers by value, maps whatever the order of their keys',
    contract: think('attributes: { app.prompt.version: { maxDistinct: 5 } }'),
    spans: versions(12, 12n, '12', null, 'null', { a: 1, b: 2 }, { b: 2, a: 1n }),
    expect: [],
  },
  {
    name: 'and are 5, not fewer',
    contract: think('attributes: { app.prompt.version: { maxDistinct: 4 } }'),
    spans: versions(12, 12n, '12', null, 'null', { a: 1, b: 2 }, { b: 2, a: 1n }),
    expect: [{ data: { attribute: 'app.prompt.version', maxDistinct: 4 } }],
  },
  {
    name: 'no value at all',
    contract,
    spans: [chat()],
    expect: [
      {
        data: { attribute: 'app.prompt.version', distinct: 0, minDistinct: 2 },
        message: 'attribute `app.prompt.version` takes 0 distinct values; the contract wants at least 2',
      },
    ],
  },
  {
    name: 'no value where the condition of the clause does not hold',
    contract: think(
      'attributes: { app.mode: optional, app.prompt.version: { requirement: optional, minDistinct: 2, when: { app.mode: live } } }',
    ),
    spans: [chat({ 'app.mode': 'test' }), chat({}, { id: 'open', dropped: { attributes: 1 } })],
    expect: [],
  },
  {
    name: 'values that may be among dropped attributes leave either bound open',
    contract,
    spans: [...versions('1'), chat({}, { id: 'lossy', dropped: { attributes: 1 } })],
    expect: [
      {
        verdict: 'inconclusive',
        data: { attribute: 'app.prompt.version', distinct: 1, lost: 1 },
        message:
          'how many distinct values attribute `app.prompt.version` takes is undecided: it takes 1, and may be among what was dropped 1 time',
        help: 'raise the attribute limits of the SDK so that all attributes are kept',
      },
    ],
  },
  {
    name: 'too few, whatever was dropped',
    contract,
    spans: [chat({}, { dropped: { attributes: 3 } })],
    expect: [{ verdict: 'fail', data: { attribute: 'app.prompt.version', distinct: 0, minDistinct: 2 } }],
  },
  {
    name: 'attributes of the resource, of events and of links',
    contract: think(
      'resource: { host.id: { maxDistinct: 1 } }, events: { e: { attributes: { k: { maxDistinct: 1 } } } }, links: { attributes: { k: { minDistinct: 2 } } }',
    ),
    spans: ['1', '2'].map((value) =>
      chat(
        {},
        {
          id: value,
          resource: { 'host.id': value },
          events: [{ name: 'e', attributes: { k: value } }],
          links: [{ to: 'x', attributes: { k: 'same' } }],
        },
      ),
    ),
    expect: [
      { path: 'spans.think.events.e.attributes.k', data: { attribute: 'k', maxDistinct: 1 } },
      { path: 'spans.think.links.attributes.k', data: { attribute: 'k', distinct: 1, minDistinct: 2 } },
      { path: 'spans.think.resource.host.id', data: { attribute: 'host.id', maxDistinct: 1 } },
    ],
  },
  {
    name: 'the resource of spans of other contracts is left out',
    contract: `
      resource: { service.name: { type: string, maxDistinct: 1 } }
      ${think('attributes: { gen_ai.operation.name: string }')}
    `,
    spans: [
      chat({}, { resource: { 'service.name': 'a' } }),
      { ...tool, trace: 't2', resource: { 'service.name': 'b' } },
    ],
    expect: [],
  },
  {
    name: 'of a family, each key',
    contract: think('attributes: { app.tag.*: { requirement: optional, minDistinct: 2 } }'),
    spans: [chat({ 'app.tag.a': 1, 'app.tag.b': 1 }), chat({ 'app.tag.a': 1, 'app.tag.b': 2 }, { id: 'two' })],
    expect: [{ data: { attribute: 'app.tag.a', distinct: 1, minDistinct: 2 } }],
  },
  { name: 'no span of the clause', contract, spans: [tool], expect: [] },
  {
    name: 'without bounds',
    contract: think('attributes: { app.prompt.version: string }'),
    spans: versions('1'),
    expect: [],
  },
])
