import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../../support/step-sketch.ts'

const weather = (city: string, tool = 'get_weather', id?: string): StepSketch => ({
  tool,
  args: { city },
  ...(id === undefined ? {} : { id }),
})
const fun = (city: string, id?: string): StepSketch => weather(city, 'get_fun_activities', id)
const sf = 'San Francisco'

// The trajectories of the README's examples, as steps.
describe('agentevals', () => {
  test.each<[string, string, StepSketch[], StepSketch[], string[]]>([
    ['strict: the same', 'strict: ref.json', [weather(sf)], [weather(sf)], []],
    [
      'strict: one call more',
      'strict: ref.json',
      [weather(sf)],
      [weather(sf), weather(sf, 'accuweather_forecast')],
      ['extra-call'],
    ],
    ['strict: other arguments', 'strict: ref.json', [weather(sf)], [weather('SF')], ['args-differ']],
    [
      'strict: arguments that do not matter',
      'strict: { reference_outputs: ref.json, tool_args_match_mode: ignore }',
      [weather(sf)],
      [weather('SF')],
      [],
    ],
    [
      'strict: of one tool',
      'strict: { reference_outputs: ref.json, tool_args_match_overrides: { get_weather: ignore } }',
      [weather(sf), fun(sf)],
      [weather('SF'), fun('SF')],
      ['args-differ'],
    ],
    ['strict: another order', 'strict: [ref.json]', [weather(sf), fun(sf)], [fun(sf), weather(sf)], ['out-of-order']],
    [
      'strict: calls of one message in another order',
      'strict: ref.json',
      [{ model: 'm', asks: ['w', 'f'] }, weather(sf, 'get_weather', 'w'), fun(sf, 'f')],
      [{ model: 'm', asks: ['f', 'w'] }, fun(sf, 'f'), weather(sf, 'get_weather', 'w')],
      [],
    ],
    ['unordered', 'unordered: ref.json', [fun(sf), weather(sf)], [weather(sf), fun(sf)], []],
    ['unordered: one missing', 'unordered: ref.json', [fun(sf), weather(sf)], [weather(sf)], ['call-missing']],
    ['superset: more', 'superset: ref.json', [weather(sf)], [weather(sf), fun(sf)], []],
    ['superset: fewer', 'superset: ref.json', [weather(sf), fun(sf)], [weather(sf)], ['call-missing']],
    ['subset: fewer', 'subset: ref.json', [weather(sf), fun(sf)], [weather(sf)], []],
    ['subset: more', 'subset: ref.json', [weather(sf)], [weather(sf), fun(sf)], ['extra-call']],
    [
      'the evaluator with its mode',
      'trajectory_match: { trajectory_match_mode: superset, reference_outputs: ref.json, tool_args_match_mode: subset }',
      [{ tool: 'f', args: { q: 1, page: 2 } }],
      [{ tool: 'f', args: { q: 1 } }],
      [],
    ],
    [
      'the evaluator without one is strict',
      'trajectory_match: { reference_outputs: ref.json }',
      [weather(sf), fun(sf)],
      [fun(sf), weather(sf)],
      ['out-of-order'],
    ],
  ])('%s', async (_name, item, reference, run, reasons) => {
    const report = await checkRun(item, run, { goldens: { 'ref.json': reference } })
    expect(reasonsOf(report).reasons).toEqual(reasons.map((reason) => `trajectory-match ${reason}`))
    expect(report.findings.map(({ data }) => data['alias'])).toEqual(reasons.map(() => item.split(':')[0]))
  })
})
