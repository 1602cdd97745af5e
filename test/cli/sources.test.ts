import { describe, expect, test } from 'vitest'

import { otlpLines } from '../../examples/incidents/otlp.ts'
import { modelCall } from '../../examples/incidents/steps.ts'
import { folder, spanpact } from '../support/run-cli.ts'

const contract = `contract: t
spans: { think: { match: { gen_ai.operation.name: chat } } }
sources: { invoice: {} }
reconcile: [{ billed-not-recorded: {} }]
`

/** One call of 100 input and 50 output tokens on 2026-11-18. */
function recording(trace: string): string {
  return otlpLines('sources', [modelCall([100, 50], { service: 's', trace, label: 'call', at: 0, lasts: 10 })])
}

function invoice(input: number): string {
  return `period,model,kind,tokens\n2026-11-18,gpt-5-2026-01-15,input,${input}\n`
}

const files = {
  'package.json': '{}',
  't.contract.yaml': contract,
  'a.jsonl': recording('a'),
  'b.jsonl': recording('b'),
}

function idsOf(cwd: string, ...args: readonly string[]): [number | null, string[]] {
  const { code, report } = spanpact(cwd, ['check', ...args, '--format', 'json'])
  return [code, report().findings.map(({ id }) => id)]
}

describe('second sources of a check', () => {
  test('lie beside each recording', () => {
    const cwd = folder({ ...files, 'a.invoice.csv': invoice(100), 'b.invoice.csv': invoice(200) })
    expect(idsOf(cwd, 'a.jsonl')).toEqual([0, []])
    expect(idsOf(cwd, 'b.jsonl')).toEqual([1, ['billed-not-recorded']])
    const { report } = spanpact(cwd, ['check', 'a.jsonl', 'b.jsonl', '--format', 'json'])
    expect(report().findings.map(({ location }) => location)).toEqual([
      { recording: 'b.jsonl', source: { file: 'b.invoice.csv', line: 2 } },
    ])
  })

  test('or are those of all recordings together', () => {
    const cwd = folder({ ...files, 'all.csv': invoice(200) })
    expect(idsOf(cwd, 'a.jsonl', 'b.jsonl', '--source', 'invoice=all.csv')).toEqual([0, []])
    expect(idsOf(cwd, 'a.jsonl', '--source', 'invoice=all.csv')).toEqual([1, ['billed-not-recorded']])
  })

  test('a missing one is never a pass, and can be allowed by name', () => {
    const cwd = folder(files)
    expect(idsOf(cwd, 'a.jsonl')).toEqual([3, ['source-missing']])
    const allowed = folder({
      ...files,
      'spanpact.config.yaml':
        'allowInconclusive: [{ finding: source-missing, reason: the invoice comes at the end of the month, expires: 9999-12-31 }]\n',
    })
    expect(idsOf(allowed, 'a.jsonl')).toEqual([0, []])
  })

  test('a bad row is named with its line, and decides nothing', () => {
    const cwd = folder({ ...files, 'a.invoice.csv': `${invoice(900)}2026-11-18,gpt-5,input,many\n` })
    const { code, report } = spanpact(cwd, ['check', 'a.jsonl', '--format', 'json'])
    expect(code).toBe(2)
    expect(report().verdict).toBe('inconclusive')
    expect(report().unreadable).toEqual([
      { recording: 'a.invoice.csv', line: 3, message: '`tokens` is `many`, which is no whole number; correct it' },
    ])
    expect(report().findings.map(({ id, message }) => [id, message])).toEqual([
      [
        'source-missing',
        '`billed-not-recorded` is undecided: source `invoice` could not be read whole (`a.invoice.csv`)',
      ],
    ])
  })

  test('of a folder they are no recordings', () => {
    const line = '{"period":"2026-11-18","model":"gpt-5-2026-01-15","kind":"input","tokens":100}\n'
    const cwd = folder({ ...files, 'a.invoice.jsonl': line, 'b.invoice.jsonl': line })
    expect(idsOf(cwd, '.')).toEqual([0, []])
  })

  test('two files for one of them are an error', () => {
    const cwd = folder({ ...files, 'a.invoice.csv': invoice(100), 'a.invoice.jsonl': '' })
    const { code, report } = spanpact(cwd, ['check', 'a.jsonl', '--format', 'json'])
    expect(code).toBe(2)
    expect(report().unreadable).toEqual([
      { recording: 'a.invoice.jsonl', message: '`a.invoice.csv` holds source `invoice` too; remove one of the two' },
    ])
  })

  test.each([
    ['invoice', '`--source invoice` names no file; write it as invoice=invoice.csv'],
    ['bill=x.csv', 'unknown source `bill`; choose invoice, deliveries, counters, wire or messages'],
    ['invoice=none.csv', '`--source invoice=none.csv` names a file that does not exist'],
  ])('--source %s is a usage error', (entry, message) => {
    const { code, stderr } = spanpact(folder(files), ['check', 'a.jsonl', '--source', entry])
    expect([code, stderr.includes(message)]).toEqual([2, true])
  })
})
