import type { Tries } from './attempts.ts'
import { bareName } from './bare-name.ts'
import { compareTimes, isKnown } from './intervals.ts'

/**
 * The agent that takes over at each step: the one a span names; the one that runs inside a tool call; else the agent whose
 * name the tool's name holds and that ran while the call did, where exactly one did. Otherwise they are left unlinked.
 */
export function findHandoffs(
  all: readonly Tries[],
  containerOf: (tries: Tries) => Tries | null,
): ReadonlyMap<Tries, string> {
  const handoffs = new Map<Tries, string>()
  const inside = new Set<Tries>()
  for (const tries of all) {
    const said = tries.calls.findLast(({ facts }) => facts.handoffTo !== null)?.facts.handoffTo
    if (said != null) handoffs.set(tries, said)
  }
  const agents = all.filter(({ calls: [{ kind }] }) => kind === 'agent')
  for (const agent of agents) {
    const tool = containerOf(agent)
    if (tool?.calls[0].kind !== 'tool') continue
    inside.add(agent)
    const { name } = agent.calls[0].facts
    if (name !== null && !handoffs.has(tool)) handoffs.set(tool, name)
  }
  const byName = Map.groupBy(
    agents
      .filter((agent) => !inside.has(agent) && isKnown(agent.calls[0]) && agent.calls[0].facts.name !== null)
      .sort((left, right) => compareTimes(left.calls[0].startUnixNano, right.calls[0].startUnixNano)),
    ({ calls: [{ facts }] }) => bareName(facts.name!),
  )
  if (byName.size === 0) return handoffs
  const bareNames = new Map<string, string>()
  for (const tries of all) {
    const [call] = tries.calls
    if (call.kind !== 'tool' || handoffs.has(tries) || call.facts.name === null) continue
    let bare = bareNames.get(call.facts.name)
    if (bare === undefined) bareNames.set(call.facts.name, (bare = bareName(call.facts.name)))
    const agent = onlyDuring(tries, byName.get(bare) ?? [])
    if (agent !== undefined) handoffs.set(tries, agent.calls[0].facts.name!)
  }
  return handoffs
}

/** The only one of the agents, in order of start, that ran within the interval of a call of another agent scope. */
function onlyDuring(tool: Tries, agents: readonly Tries[]): Tries | undefined {
  const [call] = tool.calls
  if (!isKnown(call)) return undefined
  let [low, high] = [0, agents.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (agents[middle]!.calls[0].startUnixNano! < call.startUnixNano) low = middle + 1
    else high = middle
  }
  const isDuring = (agent: Tries | undefined): boolean =>
    agent !== undefined &&
    agent.calls[0].startUnixNano! < call.endUnixNano &&
    agent.calls.at(-1)!.endUnixNano! <= call.endUnixNano
  return isDuring(agents[low]) && !isDuring(agents[low + 1]) ? agents[low] : undefined
}
