import { conditionUnchecked } from '../../src/rules/condition-unchecked.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const conditional = 'requirement: conditional, condition: if the request has one'
const contract = `
  spans:
    think:
      match: { gen_ai.operation.name: chat }
      attributes: { gen_ai.request.seed: { ${conditional} }, gen_ai.request.model: string }
    act:
      match: { gen_ai.operation.name: execute_tool }
      exercise: optional
      attributes: { gen_ai.tool.call.id: { ${conditional} } }
`

testRule(conditionUnchecked, [
  {
    name: 'conditions of exercised spans only, whether or not the attribute is there',
    contract,
    spans: [chat({ 'gen_ai.request.seed': 1 }, { id: 'a' }), chat({}, { id: 'b' })],
    expect: [
      {
        severity: 'info',
        span: null,
        occurrences: 1,
        data: {
          count: 1,
          conditions: [{ span: 'think', attribute: 'gen_ai.request.seed', condition: 'if the request has one' }],
        },
        message: 'no check decides 1 prose condition of exercised spans: `gen_ai.request.seed` of `think`',
        help: 'write a condition as `requirement: required` with `when: <selector>` to have it checked',
      },
    ],
  },
  {
    name: 'one finding for the whole contract',
    contract,
    spans: [chat(), tool],
    expect: [
      {
        message:
          'no check decides 2 prose conditions of exercised spans: `gen_ai.request.seed` of `think`, `gen_ai.tool.call.id` of `act`',
      },
    ],
  },
  {
    name: 'more than three are counted',
    contract: think(
      `attributes: { a: { ${conditional} }, b: { ${conditional} }, c: { ${conditional} }, d: { requirement: conditional } }`,
    ),
    spans: [chat()],
    expect: [
      {
        message:
          'no check decides 4 prose conditions of exercised spans: `a` of `think`, `b` of `think`, `c` of `think` and 1 more',
      },
    ],
  },
  {
    name: 'a checked condition',
    contract: think('attributes: { gen_ai.request.seed: { type: int, when: { app.seeded: true } } }'),
    spans: [chat()],
    expect: [],
  },
])
