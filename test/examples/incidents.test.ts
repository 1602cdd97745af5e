import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'

import { incidentRecordings } from '../../examples/incidents/incidents.ts'
import type { FindingVerdict } from '../../src/model/finding.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { repository, spanpact } from '../support/run-cli.ts'

/** What `expected.json` says of one recording: ids of findings of severity error, by verdict. */
interface Expectation {
  readonly exit: number
  readonly findings: readonly string[]
  readonly inconclusive: readonly string[]
}

const root = join(repository, 'examples/incidents')
const incidents = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

describe.each(incidents)('%s', (incident) => {
  const expected = JSON.parse(read(incident, 'expected.json')) as Record<string, Expectation>
  const names = Object.keys(expected)

  test.each(names)('%s has exactly the expected findings', (name) => {
    const { code, report } = spanpact(repository, [...checkOf(incident, name), '--format', 'json'])
    const received = {
      exit: code,
      findings: errorIds(report(), 'fail'),
      inconclusive: errorIds(report(), 'inconclusive'),
    }
    expect(received).toEqual(expected[name])
    // Good is good to the last warning and note.
    if (name.startsWith('good')) expect(report().findings).toEqual([])
  })

  it('has a good, a bad and a blind recording, and expectations of every recording', () => {
    const recordings = readdirSync(join(root, incident)).filter((name) => name.endsWith('.jsonl'))
    expect(recordings.toSorted()).toEqual(names.map((name) => `${name}.jsonl`).toSorted())
    expect(names).toEqual(expect.arrayContaining(['good', 'bad', 'blind']))
    for (const [name, { exit, findings }] of Object.entries(expected)) {
      if (name.startsWith('good')) expect(exit).toBe(0)
      else if (name.startsWith('bad')) expect(exit).toBe(1)
      // Blind is never green: undecided, or without what the contract requires.
      else expect([exit, findings]).toEqual(exit === 3 ? [3, []] : [1, ['attribute-missing']])
    }
  })

  it('has a README that names every recording and shows what the commands print', () => {
    const readme = read(incident, 'README.md')
    for (const name of names) expect(readme).toContain(`| \`${name}.jsonl\` |`)
    const shown = commandsOf(readme)
    expect(shown.map(({ args }) => args)).toEqual(
      names
        .filter((name) => name.startsWith('bad'))
        .map((name) => ['check', `examples/incidents/${incident}/${name}.jsonl`]),
    )
    for (const { args, lines } of shown) expect(linesOf(args, lines)).toEqual(lines)
  })
})

test('the recordings and second sources are those that the generator writes', () => {
  const generated = incidentRecordings()
  const committed = incidents.flatMap((incident) =>
    readdirSync(join(root, incident)).flatMap((name) => (/\.(?:jsonl|csv)$/.test(name) ? [`${incident}/${name}`] : [])),
  )
  expect(committed.toSorted()).toEqual([...generated.keys()].toSorted())
  // One comparison of booleans each: a difference of megabytes is no message.
  for (const [path, text] of generated) expect([path, read(path) === text]).toEqual([path, true])
})

test('the recordings stay below 3.5 MB', () => {
  const bytes = [...incidentRecordings().values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  expect(bytes).toBeLessThan(3_500_000)
})

test('a good recording of trace-bill carries exactly what the contract allows', () => {
  const contract = read('trace-bill/trace-bill.contract.yaml')
  expect(contract).toContain('maxBytes: 400kB')
  const { report } = spanpact(repository, [...checkOf('trace-bill', 'bad'), '--format', 'json'])
  const size = report().findings.find(({ id }) => id === 'run-size-exceeded')
  expect(size?.data).toMatchObject({ receivedBytes: 401_000, maxBytes: 400_000 })
})

test.each(['text', 'json'])('no %s report of content-leak prints what was found', (format) => {
  const leaked = ['FAKEq7w2e9r4t6y8u1', '4111 1111', 'jane.roe', 'tr0ub4dor', 'CANARY-7f3a']
  const { stdout } = spanpact(repository, ['check', 'examples/incidents/content-leak', '--format', format])
  expect(stdout).toContain('bad-resource.jsonl')
  expect(leaked.filter((text) => stdout.includes(text))).toEqual([])
})

test('the guide lists every incident with the findings of its bad recordings', () => {
  const guide = readFileSync(join(repository, 'docs/guides/incidents.md'), 'utf8')
  const rows = guide.split('\n').flatMap((line) => {
    const id = /^\| `([a-z-]+)` \|/.exec(line)?.[1]
    return id === undefined
      ? []
      : [
          [
            id,
            [...line.matchAll(/(?:rules|reconcile|assertions)\/([a-z-]+)\.md/g)]
              .flatMap(([, rule]) => rule ?? [])
              .toSorted(),
          ],
        ]
  })
  const listed = incidents.map((incident) => {
    const expected = JSON.parse(read(incident, 'expected.json')) as Record<string, Expectation>
    const bad = Object.entries(expected).filter(([name]) => name.startsWith('bad'))
    return [incident, [...new Set(bad.flatMap(([, { findings }]) => findings))].toSorted()]
  })
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(listed))
  for (const { args, lines } of commandsOf(guide)) expect(linesOf(args, lines)).toEqual(lines)
})

function read(...path: readonly string[]): string {
  return readFileSync(join(root, ...path), 'utf8')
}

function checkOf(incident: string, name: string): readonly string[] {
  return ['check', `examples/incidents/${incident}/${name}.jsonl`, '--now', '2026-11-20']
}

function errorIds(report: CheckReport, verdict: FindingVerdict): readonly string[] {
  const found = report.findings.filter((finding) => finding.severity === 'error' && finding.verdict === verdict)
  return [...new Set(found.map(({ id }) => id))].toSorted()
}

/** Commands of the console block of a page, each with the lines it shows; `…` stands for lines left out. */
function commandsOf(page: string): readonly { readonly args: readonly string[]; readonly lines: readonly string[] }[] {
  const [, block = ''] = /```console\n([^]*?)```/.exec(page) ?? []
  return block.split('$ npx spanpact ').flatMap((text) => {
    const [command = '', ...lines] = text.split('\n').map((line) => line.trim())
    const shown = lines.filter((line) => line !== '' && line !== '…')
    return command === '' ? [] : [{ args: command.split(' '), lines: shown }]
  })
}

/** Of the lines that a command prints, in order, those that the page shows. */
function linesOf(args: readonly string[], shown: readonly string[]): readonly string[] {
  const { stdout } = spanpact(repository, [...args, '--now', '2026-11-20'])
  const found: string[] = []
  for (const line of stdout.split('\n')) if (line.trim() === shown[found.length]) found.push(line.trim())
  return found
}
