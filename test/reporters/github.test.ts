import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../src/model/report.ts'
import { github } from '../../src/reporters/github.ts'
import { printable } from '../../src/reporters/printable.ts'
import { hostileReport, hostileText } from '../support/hostile-report.ts'
import { manyFindings, passingReport, standardReport, tenThousandRuns } from '../support/standard-report.ts'

interface Command {
  readonly command: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

const render = (report: CheckReport) => github.render(report, { color: false })

test('the standard report', async () => {
  await expect(render(standardReport)).toMatchFileSnapshot('snapshots/standard.github.txt')
})

test('a pass has no annotations', () => {
  expect(render(passingReport)).toBe('pass: 12 runs, 240 spans, 1 contract; 3 clauses idle\n')
})

test('a finding is an annotation of its clause', () => {
  const commands = parse(render(standardReport))
  expect(commands[3]).toEqual({
    command: 'error',
    properties: {
      file: 'contracts/support.contract.yaml',
      line: '24',
      col: '7',
      title: 'attribute-missing',
    },
    message: [
      'span `chat gpt-5` lacks attribute `gen_ai.usage.input_tokens`, which the contract requires',
      'at recordings/support/refund.jsonl:12, span 00f067aa0ba9000c, run 4bf92f3577b34da6a3ce929d0e0e4736, and the same in 1 more run',
      'contract: contracts/support.contract.yaml:24:7 spans.think.attributes.gen_ai.usage.input_tokens',
      'help: set `gen_ai.usage.input_tokens` before the span ends',
    ].join('\n'),
  })
})

test('errors come before warnings and notices; what is undecided says so', () => {
  const commands = parse(render(standardReport))
  expect(commands.map(({ command, properties }) => `${command} ${properties['title'] ?? ''}`)).toEqual([
    'error unreadable',
    'error unreadable',
    'error unreadable',
    'error attribute-missing',
    'error root-count-mismatch',
    'error budget (inconclusive)',
    'error attribute-type',
    'error clause-unexercised (inconclusive)',
    'warning attribute-recommended',
    'warning attribute-cardinality (inconclusive)',
    'warning suppression-stale',
    'notice span-unknown',
  ])
})

test('ten of each kind are shown, the others are counted in one line', () => {
  const lines = render(manyFindings(54)).trimEnd().split('\n')
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', ...Array(10).fill('::warning'), '43', 'fail:'])
  expect(lines.at(-2)).toBe('43 more annotations left out: GitHub shows ten of each kind')
})

test('one broken clause in 10 000 runs is one annotation', () => {
  expect(parse(render(tenThousandRuns))).toHaveLength(1)
})

test('any text reads back as it was, and starts no other command', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const text = printable(name)
      const [unreadable, finding, ...others] = parse(render(hostileReport(name)))
      expect(others).toEqual([])
      expect(unreadable).toEqual({
        command: 'error',
        properties: { file: text, line: '9', title: 'unreadable' },
        message: `${text}:9: ${text}`,
      })
      expect(finding?.properties).toEqual({ file: text, line: '4', col: '5', title: 'attribute-missing' })
      expect(finding?.message.split('\n')).toEqual([
        text,
        `at ${text}:3, span 00f067aa0ba90003, run ${text}`,
        `contract: ${text}:4:5 ${text}`,
        ...(text === '' ? [] : [`help: ${text}`]),
      ])
    }),
  )
})

/** What GitHub's runner does: a command is a line that starts with `::` after white space. */
function parse(output: string): readonly Command[] {
  return output
    .split(/\r\n|\r|\n/)
    .map((line) => /^\s*::([a-z-]+)(?: (.*?))?::(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, command = '', properties = '', message = '']) => ({
      command,
      properties: Object.fromEntries(
        properties.split(',').map((property) => {
          const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(property) ?? []
          return [key, unescapeData(value.replaceAll('%3A', ':').replaceAll('%2C', ','))]
        }),
      ),
      message: unescapeData(message),
    }))
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
