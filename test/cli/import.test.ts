import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

import { parseContract } from '../../src/contract/index.ts'
import { jsonLines } from '../support/recording.ts'
import { folder, repository, spanpact } from '../support/run-cli.ts'
import { spansOfRun, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const config = readFileSync(join(repository, 'fixtures/promptfoo/promptfooconfig.yaml'), 'utf8')

const refund = (amount: number): StepSketch => ({ tool: 'refund', args: { order_id: 'O-17', amount } })
const run = (trace: string, attributes: Record<string, unknown>, steps: StepSketch[]): RunSketch => ({
  trace,
  attributes,
  steps: [
    {
      model: 'gpt-5',
      attributes: { 'openinference.span.kind': 'LLM', 'llm.cost.total': 0.01 },
      spanName: 'chat gpt-5',
    },
    ...steps,
  ],
})
const runs = (steps: StepSketch[]): string =>
  [
    run('t1', { 'spanpact.case.id': 'refund-1' }, steps),
    run('t2', { 'spanpact.tags': ['faq'] }, []),
    run('t3', { 'spanpact.case.id': 'test-3' }, []),
  ]
    .map((one) => jsonLines(spansOfRun(one)))
    .join('')
const good = [{ tool: 'lookup_order' }, { tool: 'check_policy' }, refund(5)]

describe('import promptfoo', () => {
  test('writes a contract that says what the file asked, and what it leaves out', async () => {
    const root = folder({ 'promptfooconfig.yaml': config, 'package.json': '{"name":"@acme/support"}' })
    const { code, stdout, stderr } = spanpact(root, [
      'import',
      'promptfoo',
      'promptfooconfig.yaml',
      '-o',
      'support.contract.yaml',
    ])
    expect([code, stdout, stderr]).toEqual([
      0,
      'wrote support.contract.yaml: 10 assertions in 3 trajectories\n',
      '7 assertions left out; the comments say why\n',
    ])
    const text = readFileSync(join(root, 'support.contract.yaml'), 'utf8')
    expect((await parseContract(text, 'support.contract.yaml')).trajectories.map(({ id }) => id)).toEqual([
      'refund-of-a-delivered-order',
      'a-question-that-needs-no-tool',
      'test-3',
    ])
    expect(parse(text)).toEqual({
      contract: 'support',
      version: '0.1.0',
      trajectories: {
        'refund-of-a-delivered-order': {
          brief: 'Refund of a delivered order',
          when: { case: 'refund-1' },
          exercise: 'required',
          expect: [
            { 'span-query': { and: [{ status: 'error' }], count: { max: 0 } } },
            { budget: { wall: '30000ms' } },
            { 'tool-sequence': { exact: ['lookup_order', 'check_policy', 'refund'], scope: 'deep' } },
            {
              'tool-args-match': {
                tool: 'refund',
                args: { order_id: 'O-17' },
                occurrence: 'any',
                status: 'any',
                scope: 'deep',
                defaults: { currency: 'EUR' },
              },
            },
            { 'not-trajectory:tool-used': ['delete_*', 'send_email'] },
            { budget: { costUsd: 0.05 } },
          ],
        },
        'a-question-that-needs-no-tool': {
          brief: 'A question that needs no tool',
          when: { tag: 'faq' },
          exercise: 'required',
          expect: [{ 'step-count': { kind: 'tool', max: 0, count: 'attempts', scope: 'deep' } }],
        },
        'test-3': {
          when: { case: 'test-3' },
          exercise: 'required',
          expect: [
            { 'span-query': { and: [{ status: 'error' }], count: { max: 0 } } },
            { budget: { wall: '30000ms' } },
            { 'span-query': { name: 'chat *', count: { min: 1 } } },
          ],
        },
      },
    })
    const comments = text.split('\n').filter((line) => /left out/.test(line))
    expect(comments.map((line) => line.trim().replace(/^(?!#).* # /, '# '))).toEqual([
      '# left out: test 4 (line 83) is in another file',
      '# left out: `llm-rubric` (line 23): a recording does not show it, or it has no counterpart',
      '# left out: `contains` (line 49): a recording does not show it, or it has no counterpart',
      '# left out: `assert-set` (line 51): a share of it is enough (`threshold: 0.5`)',
      '# left out: `trajectory:goal-success` (line 68): a judge of yours has to be named: goal the opening hours are told',
      '# left out: `trace-span-duration` (line 70): `percentile` is not 100, and a share of slow spans has no counterpart',
      '# `threshold: 0.8` of the test is left out: every item must hold',
      '# left out: `weight`',
      '# left out: `llm-rubric` (line 23): a recording does not show it, or it has no counterpart',
      '# left out: `trajectory:tool-used` (line 75): `{{ tool | lower }}` is filled in when it runs',
      '# left out: `trajectory:tool-used` (line 79): its weight is 0, so that it never fails',
    ])
  })

  test('what it writes passes and fails as it did there', () => {
    const root = folder({
      'promptfooconfig.yaml': config,
      'good.jsonl': runs(good),
      'bad.jsonl': runs([...good, { tool: 'Send_Email' }]),
      'other.jsonl': jsonLines(spansOfRun(run('t1', {}, good))),
    })
    spanpact(root, ['import', 'promptfoo', 'promptfooconfig.yaml', '-o', 'support.contract.yaml'])
    const check = (file: string): [number | null, string[]] => {
      const result = spanpact(root, ['check', file, '-c', 'support.contract.yaml', '--format', 'json'])
      return [
        result.code,
        result.report().findings.map(({ id, data }) => `${id} ${String(data['alias'] ?? data['reason'])}`),
      ]
    }
    expect(check('good.jsonl')).toEqual([0, []])
    expect(check('bad.jsonl')).toEqual([1, ['tool-not-used not-trajectory:tool-used', 'tool-sequence extra-call']])
    // Runs that do not say their case are judged by nothing, and that is no pass.
    expect(check('other.jsonl')).toEqual([
      3,
      [...Array.from({ length: 3 }, () => 'clause-unexercised when'), 'contract-unexercised no-trajectory'],
    ])
  })

  test.each<[string, string, string, string]>([
    ['broken YAML', 'tests: [\n  - a: b', 'c.yaml', 'c.yaml:2'],
    ['a key twice', 'tests: []\ntests: []\n', 'c.yaml', '`c.yaml:2:1`: key `tests` occurs twice, first in line 1'],
    [
      'a key of objects',
      'tests:\n  - vars: { __proto__: 1 }\n',
      'c.yaml',
      '`c.yaml:2:13`: key `__proto__` is not available',
    ],
    [
      'a file without tests',
      'prompts: [a]\n',
      'c.yaml',
      '`c.yaml` has no assertion on trajectories, spans, cost or time',
    ],
    ['no map', '- a\n', 'c.yaml', '`c.yaml` has no assertion on trajectories, spans, cost or time'],
    ['code', 'export default {}', 'c.ts', '`c.ts` is code; only YAML and JSON are read'],
  ])('refuses %s', (_name, text, file, message) => {
    const { code, stdout, stderr } = spanpact(folder({ [file]: text }), ['import', 'promptfoo', file])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  test('refuses a file that is not there, another source, and to write over a contract', () => {
    const root = folder({ 'c.yaml': config, 'a.contract.yaml': 'contract: mine\n' })
    expect(spanpact(root, ['import', 'promptfoo', 'd.yaml']).stderr).toBe(
      'spanpact import: d.yaml: failed to read `d.yaml`: ENOENT\n',
    )
    expect(spanpact(root, ['import', 'deepeval', 'c.yaml']).stderr).toBe(
      'spanpact import: unknown source `deepeval`; choose promptfoo\n',
    )
    expect(spanpact(root, ['import', 'promptfoo', 'c.yaml', '-o', 'a.contract.yaml']).stderr).toBe(
      'spanpact import: `a.contract.yaml` exists and is left as it is; name another file\n',
    )
    expect(readFileSync(join(root, 'a.contract.yaml'), 'utf8')).toBe('contract: mine\n')
  })

  test('what a file says ends no comment and breaks no contract', async () => {
    const hostile = {
      tests: [
        {
          description: 'a\n\r\u2028trajectories: !!evil\n# x',
          vars: { 'k\nkey': 'v\nother: 1', when: '* & !x' },
          metadata: { testCaseId: 'no', nested: { deep: ['\n- x'] } },
          assert: [
            { type: 'contains\ninjected: true', value: 'x' },
            { type: 'toString', value: 'x' },
            { type: 'trajectory:tool-used', value: '*anchor', metric: 'm\nmore: 1', extra: 1 },
            { type: 'trajectory:tool-used', value: '/a(/' },
            { type: 'trajectory:tool-args-match', value: { name: 'on', args: { min: 1, 'a: b': '# c' } } },
            { type: 'latency', threshold: -1 },
            null,
            7,
          ],
        },
        null,
      ],
    }
    const root = folder({ 'c.json': JSON.stringify(hostile) })
    const { code, stdout } = spanpact(root, ['import', 'promptfoo', 'c.json', '--name', 'no'])
    expect(code).toBe(0)
    const { trajectories } = await parseContract(stdout, 'no.contract.yaml')
    expect(
      trajectories.map(({ id, when, expect: items }) => [id, when, items.map(({ assertion }) => assertion)]),
    ).toEqual([['a-trajectories-evil-x', { case: 'no' }, ['tool-used', 'tool-used', 'tool-args-match']]])
    expect(Object.keys(parse(stdout) as object)).toEqual(['contract', 'version', 'trajectories'])
  })
})
