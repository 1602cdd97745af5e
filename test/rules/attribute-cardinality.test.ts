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
  { name: 'no value at all', contract, spans: [chat()], expect: [] },
  { name: 'no span of the clause', contract, spans: [tool], expect: [] },
  {
    name: 'without bounds',
    contract: think('attributes: { app.prompt.version: string }'),
    spans: versions('1'),
    expect: [],
  },
])
