import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { reconcileFindings } from '../../src/reconcile/index.ts'
import { checkWithSources, type SourceTexts } from '../support/check-sources.ts'
import type { SpanSketch } from '../support/span.ts'

const headings = ['What it checks', 'Why it matters', 'Failing example', 'Passing example', 'How to fix or allow']

function fenced(body: string, language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(body)?.[1] ?? ''
}

describe('every reconciliation has a page whose examples are true', () => {
  test.each(reconcileFindings.map(({ id }) => id))('%s', async (id) => {
    const page = readFileSync(join(import.meta.dirname, `../../docs/reconcile/${id}.md`), 'utf8')
    const [title = '', ...parts] = page.split(/^## /m)
    expect(title.split('\n')[0]).toBe(`# ${id}`)
    expect(parts.map((part) => part.split('\n')[0])).toEqual(headings)
    const [, , failing = '', passing = ''] = parts
    const contract = fenced(failing, 'yaml')

    const idsOf = async (body: string): Promise<string[]> => {
      const sources = [...body.matchAll(/^```csv (\w+)\n([\s\S]*?)^```/gm)].map(([, name, text]) => [name, text] as const)
      const spans = JSON.parse(fenced(body, 'json')) as SpanSketch[]
      const report = await checkWithSources(contract, spans, Object.fromEntries(sources) as SourceTexts)
      expect(report.unreadable).toEqual([])
      return report.findings.map((finding) => finding.id)
    }
    expect(await idsOf(failing)).toEqual([id])
    expect(await idsOf(passing)).toEqual([])
  })
})
