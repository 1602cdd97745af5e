import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

import { assertions, type Judge } from '../../src/assertions/index.ts'
import { checkRun, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const headings = ['What it checks', 'Why it matters', 'Failing example', 'Passing example', 'How to fix or allow']

function fenced(body: string, language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(body)?.[1] ?? ''
}

/** The default export of a file with that text. */
async function importText(text: string): Promise<Judge> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { readonly default: Judge }
  return module.default
}

describe('every assertion has a page whose examples are true', () => {
  test.each(assertions.map(({ id }) => id))('%s', async (id) => {
    const page = readFileSync(join(import.meta.dirname, `../../docs/assertions/${id}.md`), 'utf8')
    const [title = '', ...parts] = page.split(/^## /m)
    expect(title.split('\n')[0]).toBe(`# ${id}`)
    expect(parts.map((part) => part.split('\n')[0])).toEqual(headings)
    const [, , failing = '', passing = ''] = parts
    const contract = fenced(failing, 'yaml')
    const golden = fenced(failing, 'yaml golden')
    const goldens = golden === '' ? {} : { 'golden.json': parse(golden) as RunSketch | readonly StepSketch[] }
    const judge = fenced(failing, 'js')
    const judges = judge === '' ? {} : { './judge.js': await importText(judge) }
    const check = async (body: string): Promise<readonly { id: string; verdict: string }[]> => {
      const run = parse(fenced(body, 'yaml run')) as RunSketch | readonly StepSketch[]
      const report = await checkRun(contract, run, { goldens, judges })
      expect(report.unreadable).toEqual([])
      return report.findings.map((finding) => ({ id: finding.id, verdict: finding.verdict }))
    }
    expect(await check(failing)).toEqual([{ id, verdict: 'fail' }])
    expect(await check(passing)).toEqual([])
  })
})
