import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { PassResult } from './pass-process.ts'
import type { VariantId } from './variants.ts'

/**
 * Times variants on one file, interleaved: A B C, A B C, … after one round that is not counted.
 *
 * Each variant has a process of its own, which waits while another works: garbage, heap size and compiled code of one
 * never reach another, and what the machine does meanwhile hits all of a round alike. Seconds by variant and round.
 */
export async function timePasses<Id extends VariantId>(
  ids: readonly Id[],
  path: string,
  rounds: number,
): Promise<Readonly<Record<Id, readonly number[]>>> {
  const processes = await Promise.all(ids.map((id) => start(id, path, ['--expose-gc'])))
  try {
    const seconds = Object.fromEntries(ids.map((id) => [id, [] as number[]])) as Record<Id, number[]>
    let spans: number | undefined
    for (let round = 0; round <= rounds; round++) {
      for (const [index, id] of ids.entries()) {
        const result = await pass(processes[index]!)
        spans ??= result.spans
        if (result.spans !== spans) throw new Error(`\`${id}\` saw ${result.spans} spans, \`${ids[0]}\` ${spans}`)
        if (round > 0) seconds[id].push(result.seconds)
      }
    }
    return seconds
  } finally {
    for (const one of processes) one.kill()
  }
}

/** Peak memory, in bytes, of a fresh process that makes one pass as a user's would: nothing collects by force. */
export async function peakMemory(id: VariantId, path: string): Promise<number> {
  const one = await start(id, path, [])
  try {
    return (await pass(one)).peakBytes
  } finally {
    one.kill()
  }
}

async function start(id: VariantId, path: string, execArgv: readonly string[]): Promise<ChildProcess> {
  const one = fork(fileURLToPath(new URL('pass-process.ts', import.meta.url)), [id, path], { execArgv: [...execArgv] })
  await answerOf(one)
  return one
}

async function pass(one: ChildProcess): Promise<PassResult> {
  one.send('pass')
  return (await answerOf(one)) as PassResult
}

async function answerOf(one: ChildProcess): Promise<unknown> {
  const stop = new AbortController()
  const ended = once(one, 'exit', { signal: stop.signal }).then(() => {
    throw new Error(`\`${one.spawnargs.slice(-2).join(' ')}\` ended without a result`)
  })
  try {
    const [message] = await Promise.race([once(one, 'message', { signal: stop.signal }), ended])
    return message
  } finally {
    stop.abort()
    // The race is over: the other wait ends as aborted, which nobody is interested in.
    ended.catch(() => {})
  }
}
