import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

import type { Acceptance } from '../../src/model/acceptance.ts'
import { rules } from '../../src/rules/index.ts'
import { checkSketches } from '../support/check-spans.ts'
import type { SpanSketch } from '../support/span.ts'

const headings = [
  'What it checks',
  'Why it matters',
  'Failing example',
  'Passing example',
  'How to fix or allow',
] as const

/** Sections of a page by heading, and its title. */
function sections(id: string): { title: string; bodies: Map<string, string> } {
  const page = readFileSync(join(import.meta.dirname, `../../docs/rules/${id}.md`), 'utf8')
  const [title = '', ...parts] = page.split(/^## /m)
  return {
    title: title.split('\n')[0]!,
    bodies: new Map(parts.map((part) => [part.split('\n')[0]!, part.slice(part.indexOf('\n') + 1)])),
  }
}

function fenced(body: string, language: string): string | undefined {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(body)?.[1]
}

describe('every rule has a page whose examples are true', () => {
  test.each(rules.map(({ id }) => id))('%s', async (id) => {
    const { title, bodies } = sections(id)
    expect(title).toBe(`# ${id}`)
    expect([...bodies.keys()]).toEqual(headings)

    const failing = bodies.get('Failing example')!
    const passing = bodies.get('Passing example')!
    const contract = fenced(failing, 'yaml')
    expect(contract, 'the failing example holds a contract').toBeDefined()
    const accepted = fenced(failing, 'yaml accepted')
    const acceptances = (accepted === undefined ? [] : parse(accepted)) as Acceptance[]

    const idsOf = async (body: string, text: string): Promise<string[]> => {
      const spans = JSON.parse(fenced(body, 'json')!) as SpanSketch[]
      const report = await checkSketches(text, spans, {
        settings: { acceptances: acceptances.map((entry) => ({ ...entry, file: 'spanpact.accepted.yaml' })) },
      })
      expect(report.unreadable).toEqual([])
      return report.findings.map((finding) => finding.id)
    }
    expect(await idsOf(failing, contract!)).toContain(id)
    expect(await idsOf(passing, fenced(passing, 'yaml') ?? contract!)).not.toContain(id)
  })
})
