import { spawnSync } from 'node:child_process'

import { interleaved, type Times } from './interleaved.ts'

/** A command line of Node, and where it runs. */
export interface Command {
  readonly args: readonly string[]
  readonly cwd: string
  /** Exit codes that show it did its work. */
  readonly exitCodes: readonly number[]
}

/** Times whole processes, from start to exit. */
export function timeStarts<Id extends string>(commands: ReadonlyMap<Id, Command>, rounds: number): Promise<Times<Id>> {
  return interleaved([...commands.keys()], rounds, (id) => start(commands.get(id)!))
}

function start({ args, cwd, exitCodes }: Command): number {
  const begin = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
  const seconds = (performance.now() - begin) / 1000
  if (!exitCodes.includes(status ?? -1)) throw new Error(`\`node ${args.join(' ')}\` ended with ${status}: ${stderr}`)
  return seconds
}
