import { fork, type ChildProcess } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { interleaved, type Times } from './interleaved.ts'
import type { PassResult } from './pass-process.ts'
import type { VariantId } from './variants.ts'

/**
 * Times variants on one file, interleaved; seconds by variant and round.
 *
 * Each variant has a process of its own, which waits while another works: garbage, heap size and compiled code of one
 * never reach another, and what the machine does meanwhile hits all of a round alike.
 */
export async function timePasses<Id extends VariantId>(
  ids: readonly Id[],
  path: string,
  rounds: number,
): Promise<Times<Id>> {
  const processes = new Map<Id, ChildProcess>()
  let expected: number | undefined
  try {
    for (const id of ids) processes.set(id, await start(id, path, ['--expose-gc']))
    return await interleaved(ids, rounds, async (id) => {
      const { spans, seconds } = await pass(processes.get(id)!)
      expected ??= spans
      if (spans !== expected) throw new Error(`\`${id}\` saw ${spans} spans, the one before it ${expected}`)
      return seconds
    })
  } finally {
    for (const one of processes.values()) one.kill()
  }
}

/** The command starts itself anew with this option for files from here on; see `src/cli/bin.ts`. */
const largeBytes = 256 * 2 ** 20
const largeOption = '--max-semi-space-size=16'

/** Peak memory, in bytes, of a fresh process that makes one pass as a user's would: nothing collects by force. */
export async function peakMemory(id: VariantId, path: string): Promise<number> {
  const { size } = await stat(path)
  const one = await start(id, path, size >= largeBytes ? [largeOption] : [])
  try {
    return (await pass(one)).peakBytes
  } finally {
    one.kill()
  }
}

async function start(id: VariantId, path: string, execArgv: string[]): Promise<ChildProcess> {
  const one = fork(fileURLToPath(new URL('pass-process.ts', import.meta.url)), [id, path], { execArgv })
  await messageOf(one)
  return one
}

async function pass(one: ChildProcess): Promise<PassResult> {
  one.send('pass')
  const result = await messageOf(one)
  if (!isPassResult(result)) throw new Error('a pass ended without a result')
  return result
}

function isPassResult(message: unknown): message is PassResult {
  return typeof message === 'object' && message !== null && 'peakBytes' in message
}

/** The next message; an error when the process ends before it sends one. */
function messageOf(one: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process of the bench ended with ${code}`))
    one.once('exit', ended)
    one.once('message', (message) => {
      one.off('exit', ended)
      resolve(message)
    })
  })
}
