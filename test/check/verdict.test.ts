import { describe, expect, test } from 'vitest'

import type { Acceptance } from '../../src/model/acceptance.ts'
import type { Severity } from '../../src/model/finding.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { checkSketches } from '../support/check-spans.ts'
import type { SpanSketch } from '../support/span.ts'
import { brief } from './brief.ts'

type Settings = NonNullable<Parameters<typeof checkSketches>[2]>['settings']

/** One finding of each severity that fails, and one that is inconclusive, as wanted. */
const clauses = {
  error: 'kind: client',
  warning: 'attributes: { w: string? }',
  inconclusive: 'attributes: { lost: string }',
} as const

function check(
  keys: string,
  settings: Settings = {},
  sketch: Partial<SpanSketch> = {},
  more = '',
): Promise<CheckReport> {
  return checkSketches(`spans: { s: { name: s, ${keys} } }\n${more}`, [{ name: 's', ...sketch }], {
    settings: settings ?? {},
  })
}

function accept(fields: Partial<Acceptance>): Acceptance {
  return {
    finding: 'span-kind',
    contract: 'test',
    reason: 'known',
    owner: 'me',
    expires: null,
    file: 'x.accepted.yaml',
    line: 3,
    ...fields,
  }
}

describe('the verdict', () => {
  const lossy = { dropped: { attributes: 1 } }
  test.each<[name: string, keys: string, sketch: Partial<SpanSketch>, failOn: Severity, verdict: string]>([
    ['nothing found', '', {}, 'error', 'pass'],
    ['nothing found', '', {}, 'info', 'pass'],
    ['an error', clauses.error, {}, 'error', 'fail'],
    ['an error', clauses.error, {}, 'info', 'fail'],
    ['a warning', clauses.warning, {}, 'error', 'pass'],
    ['a warning', clauses.warning, {}, 'warning', 'fail'],
    ['a warning', clauses.warning, {}, 'info', 'fail'],
    ['an undecided error', clauses.inconclusive, lossy, 'error', 'inconclusive'],
    ['an undecided warning', clauses.warning, lossy, 'error', 'pass'],
    ['an undecided warning', clauses.warning, lossy, 'warning', 'inconclusive'],
    [
      'an undecided error and a failing warning',
      `${clauses.inconclusive}, events: { e: recommended }`,
      lossy,
      'error',
      'inconclusive',
    ],
    [
      'an undecided error and a failing warning',
      `${clauses.inconclusive}, events: { e: recommended }`,
      lossy,
      'warning',
      'fail',
    ],
    ['a failing and an undecided error', `${clauses.error}, ${clauses.inconclusive}`, lossy, 'error', 'fail'],
  ])('%s (%s, %j) at --fail-on %s: %s', async (_, keys, sketch, failOn, verdict) => {
    expect((await check(keys, { failOn }, sketch)).verdict).toBe(verdict)
  })

  test('an info line never fails unless asked to', async () => {
    const unknown: SpanSketch[] = [{ name: 's' }, { name: 'other', parent: 's' }]
    const verdict = async (failOn: Severity): Promise<string> =>
      (await checkSketches('spans: { s: { name: s } }', unknown, { settings: { failOn } })).verdict
    expect([await verdict('error'), await verdict('warning'), await verdict('info')]).toEqual(['pass', 'pass', 'fail'])
  })

  test('failing findings are counted by severity, undecided ones on their own', async () => {
    const report = await check(
      `${clauses.error}, attributes: { lost: string, w: string? }, events: { e: recommended }`,
      {},
      lossy,
    )
    const { errors, warnings, infos, inconclusive, accepted } = report.summary
    expect({ errors, warnings, infos, inconclusive, accepted }).toEqual({
      errors: 1,
      warnings: 1,
      infos: 0,
      inconclusive: 2,
      accepted: 0,
    })
  })
})

describe('severities of the configuration', () => {
  test.each<[severities: Record<string, Severity | 'off'>, findings: string[], verdict: string]>([
    [{}, ['error fail span-kind spans.s.kind'], 'fail'],
    [{ 'span-kind': 'warning' }, ['warning fail span-kind spans.s.kind'], 'pass'],
    [{ 'span-kind': 'info' }, ['info fail span-kind spans.s.kind'], 'pass'],
    [{ 'span-kind': 'off' }, [], 'pass'],
    [{ 'span-name': 'off' }, ['error fail span-kind spans.s.kind'], 'fail'],
  ])('%j', async (severities, findings, verdict) => {
    const report = await check(clauses.error, { severities })
    expect([brief(report), report.verdict]).toEqual([findings, verdict])
  })

  test.each(['clause-unexercised', 'contract-unexercised', 'suppression-stale'])(
    '%s can be set and switched off',
    async (id) => {
      const contract =
        id === 'clause-unexercised'
          ? 'spans: { s: { name: s }, t: { name: t } }'
          : id === 'contract-unexercised'
            ? 'spans: { t: { name: t } }'
            : 'spans: { s: { name: s } }'
      const acceptances = id === 'suppression-stale' ? [accept({})] : []
      const severity = async (setting: Severity | 'off'): Promise<string[]> =>
        (
          await checkSketches(contract, [{ name: 's' }], { settings: { acceptances, severities: { [id]: setting } } })
        ).findings.map((finding) => `${finding.id} ${finding.severity}`)
      expect(await severity('info')).toEqual([`${id} info`])
      expect(await severity('error')).toEqual([`${id} error`])
      expect(await severity('off')).toEqual([])
    },
  )

  test('a configured severity also raises what a pack advises', async () => {
    const report = await check(clauses.warning, { severities: { 'attribute-recommended': 'error' } })
    expect(brief(report)).toEqual(['error fail attribute-recommended spans.s.attributes.w'])
  })
})

describe('acceptances', () => {
  test.each<[name: string, entry: Partial<Acceptance>, accepted: boolean]>([
    ['the clause', { path: 'spans.s.kind' }, true],
    ['every clause of the contract', {}, true],
    ['another clause', { path: 'spans.s' }, false],
    ['another finding', { finding: 'span-name' }, false],
    // The end of the day of expiry, in UTC; now is noon of 2026-11-20.
    ['expires today', { expires: '2026-11-20' }, true],
    ['expired yesterday', { expires: '2026-11-19' }, false],
    ['expires tomorrow', { expires: '2026-11-21' }, true],
  ])('%s', async (_, entry, accepted) => {
    const report = await check(clauses.error, { acceptances: [accept(entry)] })
    expect(report.findings.map(({ id }) => id)).toEqual(accepted ? [] : ['span-kind', 'suppression-stale'])
    expect([report.verdict, report.summary.accepted]).toEqual(accepted ? ['pass', 1] : ['fail', 0])
  })

  test('an entry for a contract that is not part of the invocation is neither used nor stale', async () => {
    const report = await check(clauses.error, { acceptances: [accept({ contract: 'other' })] })
    expect(report.findings.map(({ id }) => id)).toEqual(['span-kind'])
  })

  test.each([
    ['2026-11-20T00:00:00.000Z', true],
    ['2026-11-20T23:59:59.999Z', true],
    ['2026-11-21T00:00:00.000Z', false],
  ])('an entry that expires on 2026-11-20 holds at %s: %s', async (now, holds) => {
    const report = await check(clauses.error, {
      now: Date.parse(now),
      acceptances: [accept({ expires: '2026-11-20' })],
    })
    expect(report.summary.accepted).toBe(holds ? 1 : 0)
    expect(report.findings.map(({ id, data }) => [id, data['expired']])).toEqual(
      holds
        ? []
        : [
            ['span-kind', undefined],
            ['suppression-stale', true],
          ],
    )
  })

  test('an unused entry is a warning at its place, and fails where warnings do', async () => {
    const report = await check('', { acceptances: [accept({ path: 'spans.s.kind' })], failOn: 'warning' })
    expect(
      report.findings.map(({ id, severity, verdict, data, contract }) => ({ id, severity, verdict, data, contract })),
    ).toEqual([
      {
        id: 'suppression-stale',
        severity: 'warning',
        verdict: 'fail',
        data: {
          finding: 'span-kind',
          contract: 'test',
          path: 'spans.s.kind',
          reason: 'known',
          owner: 'me',
          expires: null,
          expired: false,
        },
        contract: { name: 'test', file: 'x.accepted.yaml', line: 3, path: 'spans.s.kind' },
      },
    ])
    expect(report.verdict).toBe('fail')
  })

  test('one entry accepts every occurrence in every run, and is used once', async () => {
    const sketches: SpanSketch[] = [
      { name: 's', trace: 'a' },
      { name: 's', id: 'x', trace: 'a' },
      { name: 's', trace: 'b' },
    ]
    const report = await checkSketches('spans: { s: { name: s, kind: client } }', sketches, {
      settings: { acceptances: [accept({})] },
    })
    expect([report.findings, report.summary.accepted]).toEqual([[], 2])
  })

  test('findings of the same rule on another clause stay', async () => {
    const report = await checkSketches(
      'spans: { s: { name: s, kind: client }, t: { name: t, kind: client } }',
      [{ name: 's' }, { name: 't', parent: 's' }],
      {
        settings: { acceptances: [accept({ path: 'spans.s.kind' })] },
      },
    )
    expect(brief(report)).toEqual(['error fail span-kind spans.t.kind'])
  })

  test('an accepted undecided finding no longer decides', async () => {
    const report = await check(
      clauses.inconclusive,
      { acceptances: [accept({ finding: 'attribute-missing' })] },
      { dropped: { attributes: 1 } },
    )
    expect([report.verdict, report.summary.inconclusive, report.summary.accepted]).toEqual(['pass', 0, 1])
  })
})

describe('allowed inconclusives', () => {
  const allowed = [accept({ finding: 'attribute-missing', expires: '2026-12-31' })]
  test('an undecided finding passes', async () => {
    const report = await check(clauses.inconclusive, { allowedInconclusives: allowed }, { dropped: { attributes: 1 } })
    expect([report.findings, report.verdict]).toEqual([[], 'pass'])
  })

  test('a failing one does not, and the allowance is unused', async () => {
    const report = await check(clauses.inconclusive, { allowedInconclusives: allowed })
    expect(report.findings.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['attribute-missing', 'fail'],
      ['suppression-stale', 'fail'],
    ])
    expect(report.verdict).toBe('fail')
  })

  test('without a contract it holds for all', async () => {
    const report = await check(
      clauses.inconclusive,
      { allowedInconclusives: [accept({ finding: 'attribute-missing', contract: '' })] },
      { dropped: { attributes: 1 } },
    )
    expect(report.verdict).toBe('pass')
  })

  test('an expired one allows nothing', async () => {
    const report = await check(
      clauses.inconclusive,
      { allowedInconclusives: [accept({ finding: 'attribute-missing', expires: '2026-11-19' })] },
      { dropped: { attributes: 1 } },
    )
    expect(report.findings.map(({ id }) => id)).toEqual(['attribute-missing', 'suppression-stale'])
    expect(report.verdict).toBe('inconclusive')
  })
})

test('what is less than the least severity asked for is not looked for', async () => {
  const unknown: readonly SpanSketch[] = [{ name: 's' }, { name: 'other' }]
  const ids = async (leastSeverity: Severity): Promise<readonly string[]> => {
    const text = `spans: { s: { name: s, ${clauses.error}, ${clauses.warning} } }`
    const { findings, verdict } = await checkSketches(text, unknown, { settings: { leastSeverity } })
    expect(verdict).toBe('fail')
    return findings.map(({ id }) => id).sort()
  }
  expect(await ids('info')).toEqual(['attribute-recommended', 'span-kind', 'span-unknown'])
  expect(await ids('warning')).toEqual(['attribute-recommended', 'span-kind'])
  expect(await ids('error')).toEqual(['span-kind'])
})
