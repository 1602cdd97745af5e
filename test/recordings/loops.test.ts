import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { checkRecordings, fileSource } from '../../src/index.ts'
import { contractOf } from '../support/check-spans.ts'
import { recordedFiles } from './recorded-run.ts'

interface Transcript {
  readonly messages: readonly {
    readonly tool_calls?: readonly { readonly function: string; readonly args: unknown }[] | null
  }[]
}

/** Verdicts by assertion; what finds nothing passes. */
async function verdictsOf(file: string): Promise<Readonly<Record<string, string>>> {
  const contract = await contractOf(
    'trajectories:\n  run:\n    expect:\n      - no-loop: true\n      - no-redundant-calls: true\n',
  )
  const source = fileSource(`fixtures/recordings/${file}`, file)
  const { findings } = await checkRecordings([{ name: file, files: [source], contracts: [contract] }], { now: 0 })
  const found = new Map(findings.map(({ id, verdict }) => [id, verdict]))
  return Object.fromEntries(['no-loop', 'no-redundant-calls'].map((id) => [id, found.get(id) ?? 'pass']))
}

/** Counted on the file itself: what each answer of the model calls, in the order of its parts where that is free. */
function countsOf(file: string): { readonly loops: boolean; readonly repeats: boolean } {
  const { messages } = JSON.parse(readFileSync(`fixtures/recordings/${file}`, 'utf8')) as Transcript
  const answers = messages.flatMap(({ tool_calls: calls }) =>
    calls == null || calls.length === 0 ? [] : [calls.map(({ function: name, args }) => JSON.stringify([name, args]))],
  )
  const all = answers.flat()
  const words = answers.map((calls) => calls.toSorted().join('\n'))
  const loops = words.some((_, start) =>
    [1, 2, 3, 4, 5, 6].some((length) => {
      const size = answers.slice(start, start + length).flat().length
      const times = [0, 1, 2].map((time) => words.slice(start + time * length, start + (time + 1) * length))
      return size <= 6 && times[2]!.length === length && times.every((block) => block.join() === times[0]!.join())
    }),
  )
  return {
    loops,
    repeats: new Set(all).size < all.length,
  }
}

describe('agentdojo: agents that ask the same again', () => {
  const files = recordedFiles.filter((file) => file.startsWith('agentdojo/'))
  const counted = new Map(files.map((file) => [file, countsOf(file)]))

  test('eleven of those behind a detector that blanks answers go round in circles, none of the others', () => {
    const looping = files.filter((file) => counted.get(file)!.loops)
    expect(looping.every((file) => file.includes('pi_detector'))).toBe(true)
    expect(looping).toHaveLength(11)
  })

  test.each(files)('%s', async (file) => {
    const { loops, repeats } = counted.get(file)!
    expect(await verdictsOf(file)).toEqual({
      'no-loop': loops ? 'fail' : 'pass',
      'no-redundant-calls': repeats ? 'fail' : 'pass',
    })
  })
})
