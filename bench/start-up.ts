import { spawnSync } from 'node:child_process'

/** A command line of Node, and where it runs. */
export interface Command {
  readonly args: readonly string[]
  readonly cwd: string
  /** Exit codes that show it did its work. */
  readonly exitCodes: readonly number[]
}

/** Starts the commands in turn, `rounds` times after one that is not counted; seconds by command and round. */
export function timeStarts<Id extends string>(
  commands: Readonly<Record<Id, Command>>,
  rounds: number,
): Readonly<Record<Id, readonly number[]>> {
  const ids = Object.keys(commands) as Id[]
  const seconds = Object.fromEntries(ids.map((id) => [id, [] as number[]])) as Record<Id, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const id of ids) {
      const took = start(commands[id])
      if (round > 0) seconds[id].push(took)
    }
  }
  return seconds
}

function start({ args, cwd, exitCodes }: Command): number {
  const begin = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
  const seconds = (performance.now() - begin) / 1000
  if (!exitCodes.includes(status ?? -1)) throw new Error(`\`node ${args.join(' ')}\` ended with ${status}: ${stderr}`)
  return seconds
}
