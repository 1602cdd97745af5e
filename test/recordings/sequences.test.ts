import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { checkRecordings, fileSource } from '../../src/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { contractOf } from '../support/check-spans.ts'
import { recordedFiles } from './recorded-run.ts'

async function check(file: string, sequence: string): Promise<CheckReport> {
  const contract = await contractOf(`trajectories:\n  run:\n    expect:\n      - tool-sequence: ${sequence}\n`)
  const source = fileSource(`fixtures/recordings/${file}`, file)
  return checkRecordings([{ name: file, files: [source], contracts: [contract] }], { now: 0 })
}

describe('any-agent: one contract for the same task on four frameworks', () => {
  // Six spans of Google's recording name a parent that is not in it: what was seen is proven, that there is no more is not.
  test.each([
    ['OPENAI', 'pass', ['fail', 'out-of-order']],
    ['LANGCHAIN', 'pass', ['fail', 'out-of-order']],
    ['SMOLAGENTS', 'pass', ['fail', 'out-of-order']],
    ['GOOGLE', 'inconclusive', ['inconclusive', 'evidence-incomplete']],
  ])('%s', async (framework, exact, reversed) => {
    const file = `any-agent/${framework}_trace.json`
    expect((await check(file, '[get_current_time, write_file]')).verdict).toBe('pass')
    expect((await check(file, '{ exact: [get_current_time, write_file] }')).verdict).toBe(exact)
    const { findings } = await check(file, '[write_file, get_current_time]')
    expect(findings.map(({ verdict, data }) => [verdict, data['reason']])).toEqual([reversed])
  })
})

interface Transcript {
  readonly messages: readonly { readonly tool_calls?: readonly { readonly function: string }[] | null }[]
}

describe('agentdojo: reading before writing', () => {
  const files = recordedFiles.filter((file) => file.startsWith('agentdojo/'))

  test.each(files)('%s', async (file) => {
    const { messages } = JSON.parse(readFileSync(`fixtures/recordings/${file}`, 'utf8')) as Transcript
    const calls = messages.flatMap(({ tool_calls: made }) => made ?? []).map((call) => call.function)
    const reads = calls.findIndex((name) => name.startsWith('get_') || name.startsWith('read_'))
    const holds =
      reads !== -1 && calls.slice(reads + 1).some((name) => /^(send_|post_|add_|invite_|remove_)/.test(name))
    const sequence = '["/^(get|read)_/", "/^(send|post|add|invite|remove)_/"]'
    expect((await check(file, sequence)).verdict).toBe(holds ? 'pass' : 'fail')
  })
})
