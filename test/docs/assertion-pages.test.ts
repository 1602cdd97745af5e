import { describe, expect, test } from 'vitest'

import { assertions } from '../../src/assertions/index.ts'
import { readAssertionPage } from '../support/assertion-page.ts'
import { checkRun } from '../support/step-sketch.ts'

describe('every assertion has a page whose examples are true', () => {
  test.each(assertions.map(({ id }) => id))('%s', async (id) => {
    const { title, headings, contract, options, failing, passing } = await readAssertionPage(id)
    expect(title).toBe(`# ${id}`)
    expect(headings).toEqual([
      'What it checks',
      'Why it matters',
      'Failing example',
      'Passing example',
      'How to fix or allow',
    ])
    const check = async (run: typeof failing): Promise<readonly { id: string; verdict: string }[]> => {
      const report = await checkRun(contract, run, options)
      expect(report.unreadable).toEqual([])
      return report.findings.map((finding) => ({ id: finding.id, verdict: finding.verdict }))
    }
    expect(await check(failing)).toEqual([{ id, verdict: 'fail' }])
    expect(await check(passing)).toEqual([])
  })
})
