import type { RunSpan } from '../runs/index.ts'

/** A call of a transfer tool, with the name of the agent it transfers to. */
export interface Transfer {
  readonly span: RunSpan
  readonly to: string
  /** The agent that calls the tool, where it is recorded. */
  readonly caller: RunSpan | undefined
}

/**
 * Transfers whose agent follows beside them in one tree: some frameworks start it not below the tool, but below the
 * tool's parent, or beside the agent that calls the tool. It has the name the tool asks for, starts no earlier than the
 * tool, and answers one transfer.
 */
export function withAgentBeside(
  transfers: readonly Transfer[],
  agents: readonly RunSpan[],
  nameOf: (agent: RunSpan) => string,
): ReadonlySet<RunSpan> {
  const pools = new Map<RunSpan, Map<string, RunSpan[]>>()
  for (const agent of agents.toSorted(byStart)) {
    if (agent.parent === null || agent.startUnixNano === null) continue
    const pool = pools.get(agent.parent) ?? new Map<string, RunSpan[]>()
    pools.set(agent.parent, pool)
    const name = toolWords(nameOf(agent))
    const same = pool.get(name)
    if (same === undefined) pool.set(name, [agent])
    else same.push(agent)
  }
  const answered = new Set<RunSpan>()
  // The latest first: an agent that is late enough for it is late enough for all before it.
  for (const { span, to, caller } of transfers.toSorted((left, right) => byStart(right.span, left.span))) {
    const { startUnixNano: start } = span
    const name = toolWords(to)
    if (start === null || name === '') continue
    const pool = [span.parent, caller?.parent ?? null]
      .map((parent) => (parent === null ? undefined : pools.get(parent)?.get(name)))
      .find((same) => same !== undefined && same.length > 0 && same.at(-1)!.startUnixNano! >= start)
    if (pool === undefined) continue
    pool.pop()
    answered.add(span)
  }
  return answered
}

/** A name as frameworks write it into the name of a tool: lower case, with `_` for what is no letter or digit. */
function toolWords(name: string): string {
  return (
    name
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join('_') ?? ''
  )
}

function byStart(left: RunSpan, right: RunSpan): number {
  const [one, other] = [left.startUnixNano ?? 0n, right.startUnixNano ?? 0n]
  return one < other ? -1 : Number(one > other)
}
