import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../src/model/report.ts'
import { code, prose } from '../../src/reporters/markdown-escape.ts'
import { markdown } from '../../src/reporters/markdown.ts'
import { hostileReport, hostileText } from '../support/hostile-report.ts'
import { manyFindings, passingReport, standardReport, tenThousandRuns } from '../support/standard-report.ts'

const render = (report: CheckReport) => markdown.render(report, { color: false })

test('the standard report', async () => {
  await expect(render(standardReport)).toMatchFileSnapshot('snapshots/standard.md')
})

test('a pass is its verdict and counts', () => {
  expect(render(passingReport)).toBe(
    [
      '<!-- spanpact check -->',
      '**spanpact: pass** — 12 runs, 240 spans, 1 contract; 3 clauses idle',
      '',
      '| unreadable | errors | warnings | infos | inconclusive | accepted | idle |',
      '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      '| 0 | 0 | 0 | 0 | 0 | 0 | 3 |',
      '',
    ].join('\n'),
  )
})

test('findings beyond the fold are counted, the worst stay', () => {
  const output = markdown.render(manyFindings(54), { color: false, fold: 1 })
  expect(output.match(/^\| (?:error|warning|info) .*$/gm)).toEqual([
    '| error | **`attribute-missing`** span `chat gpt-5` lacks attribute `app.key53`, which the contract requires | `spans.think.attributes.app.key53` | 1 × in 1 run |',
  ])
  expect(output.trimEnd().split('\n').at(-1)).toBe('… 53 more findings; `--format json` lists all')
})

test('a comment stays below the length GitHub takes', () => {
  const report = manyFindings(400)
  const name = '<|>'.repeat(1000)
  const findings = report.findings.map((finding, index) => ({ ...finding, message: `${index} ${name}`, help: name }))
  const lists = {
    unreadable: findings.map(({ message }) => ({ recording: name, message })),
    notes: findings.map(({ message }) => ({ recording: name, message })),
    idle: findings.map(({ message }) => ({ contract: name, path: name, reason: message })),
  }
  const output = markdown.render({ ...report, ...lists, findings }, { color: false, fold: 400 })
  expect(output.length).toBeLessThan(65_536)
  expect(render(tenThousandRuns).length).toBeLessThan(3_000)
})

test.each([
  ['span `chat gpt-5` lacks `a.b`', 'span `chat gpt-5` lacks `a.b`'],
  ['an odd ` backtick', 'an odd &#96; backtick'],
  ['`a|b` and `c\\`', '<code>a&#124;b</code> and <code>c&#92;</code>'],
  ['a ` b` ` c', 'a <code> b</code> &#96; c'],
  ['<b>*x*</b> [l](https://e.x)', '&#60;b&#62;&#42;x&#42;&#60;/b&#62; &#91;l&#93;(https:&#8203;//e.x)'],
  ['@octocat fixes #12 | www.e.x', '&#64;&#8203;octocat fixes &#35;&#8203;12 &#124; www.&#8203;e.x'],
])('the sentence %j becomes %j', (sentence, output) => {
  expect(prose(sentence)).toBe(output)
})

test.each([
  ['chat gpt-5 <b> @octocat', '`chat gpt-5 <b> @octocat`'],
  ['a`b', '<code>a&#96;b</code>'],
  ['', '<code></code>'],
])('the name %j becomes the code %j', (name, output) => {
  expect(code(name)).toBe(output)
})

test('any text stays in its cell, its list item or its block, and is no HTML, mention or link', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const output = render(hostileReport(name))
      const trees = output.match(/<pre>.*<\/pre>/g) ?? []
      expect(trees.join('').replace(/<\/?pre>|<br>/g, '')).not.toMatch(/[<>]|&(?!#\d+;)/)
      const source = output.replace(/<pre>.*<\/pre>/g, 'PRE').replace(/`[^`\n]+`/g, 'CODE')
      expect(source.match(/<[^>]*>?/g)?.filter((tag) => !ownTags.has(tag)) ?? []).toEqual([])
      expect(source).not.toMatch(/`|\\|\]\(/)
      expect(cellCounts(source)).toEqual([7, 7, 7, 4, 4, 4])
      expect(source.match(/^<details>/gm)).toHaveLength(3)
      const seen = decode(source.replace(/<code>.*?<\/code>/g, 'CODE'))
      expect(seen).not.toMatch(/@(?=\w)|#(?=\w)|:\/\/|www\.(?=\w)/)
    }),
  )
})

const ownTags = new Set(
  ['<!-- spanpact check -->', '<details>', '</details>', '<summary>', '</summary>'].concat([
    '<code>',
    '</code>',
    '<pre>',
    '</pre>',
    '<br>',
  ]),
)

/** The number of cells of every table line. */
function cellCounts(source: string): readonly number[] {
  return source
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').length - 2)
}

function decode(source: string): string {
  return source.replace(/&#(\d+);/g, (_reference, point: string) => String.fromCharCode(Number(point)))
}
