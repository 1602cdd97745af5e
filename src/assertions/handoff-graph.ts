import { z } from 'zod'

import type { Scope, Step } from '../model/step.ts'
import { exactCount, filledIn, text } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { spansOf } from './count-steps.ts'
import { findCycle } from './handoff/find-cycle.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { compileStepNames, stepName } from './step-selector.ts'

const full = fullForm(() => ({
  allow: z
    .record(text, z.array(stepName))
    .refine((value) => Object.keys(value).length > 0, filledIn('names no agent'))
    .describe('Agents that each agent may hand over to or call; one that is not listed may call nobody'),
  maxDepth: exactCount.optional().describe('Most handoffs and calls from the first agent on, one after the other'),
  cycles: z
    .enum(['allow', 'forbid'])
    .optional()
    .describe('forbid: what agents hand over never comes back to one of them. Default: allow'),
}))

/** One agent hands over to another, or calls it; null: the recording does not say which. */
interface Edge {
  readonly from: string | null
  readonly to: string | null
  readonly step: Step
  readonly way: Way | null
}

/** How an agent was reached: the way to the one before it, and its own name; agents without a name are left out. */
interface Way {
  readonly before: Way | null
  readonly name: string
  readonly length: number
}

export const handoffGraph = defineAssertion({
  id: 'handoff-graph',
  summary: 'Requires that agents hand over to, and call, only the agents they may',
  scope: 'deep',
  options: full,
  compile({ allow, maxDepth = Infinity, cycles = 'allow', scope = 'deep' }, { agent }) {
    const rows = Object.entries(allow).map(([name, targets]) => ({
      isFrom: compileStepNames(name),
      isTo: targets.length === 0 ? () => false : compileStepNames(targets),
      mayCall: targets.length > 0,
    }))
    /** Undefined where an unknown name decides. */
    const isAllowed = ({ from, to }: Edge): boolean | undefined => {
      const own = from === null ? rows : rows.filter(({ isFrom }) => isFrom(from))
      const left = own.filter(({ isTo, mayCall }) => (to === null ? mayCall : isTo(to)))
      if (left.length === 0) return false
      return from === null || to === null ? undefined : true
    }
    return {
      check(run): Outcome {
        const scoped = run.within(scope, agent)
        const edges = edgesOf(scoped.steps)
        const failAt = (edge: Edge, reason: string, shown = [edge], path = namesOn(edge.way)): Outcome =>
          fail(edges.length, reason, {
            data: {
              edge: [edge.from, edge.to],
              path: path.slice(-listedAgents),
              maxDepth: Number.isFinite(maxDepth) ? maxDepth : null,
            },
            counterexample: spansOf(shown.map(({ step }) => step)),
          })
        const forbidden = edges.find((edge) => isAllowed(edge) === false)
        if (forbidden !== undefined) return failAt(forbidden, 'edge')
        const tooDeep = edges.find(({ way }) => (way?.length ?? 0) - 1 > maxDepth)
        if (tooDeep !== undefined) return failAt(tooDeep, 'too-deep')
        if (cycles === 'forbid') {
          const cycle = findCycle(edges.filter((edge): edge is Edge & Named => edge.from !== null && edge.to !== null))
          const last = cycle?.at(-1)
          if (cycle !== undefined && last !== undefined)
            return failAt(last, 'cycle', [...cycle], [...cycle.map(({ from }) => from), last.to])
        }
        const unknown = edges.find((edge) => edge.from === null || edge.to === null)
        if (unknown !== undefined)
          return open(edges.length, 'agent-unknown', {
            data: { edge: [unknown.from, unknown.to] },
            counterexample: spansOf([unknown.step]),
          })
        const holes = scoped.holes('tools')
        return holes.length > 0 ? openByGaps(edges.length, holes) : pass(edges.length)
      },
    }
  },
  describe({ reason, edge, path, maxDepth }, place) {
    const [from, to] = edge as readonly [string | null, string | null]
    const chain = ((path ?? []) as readonly string[]).join(' → ')
    const words = `agent ${nameWords(from)} hands over to, or calls, agent ${nameWords(to)}`
    switch (reason) {
      case 'agent-unknown':
        return {
          message: `\`handoff-graph\` is undecided for ${place}: ${words}, and the recording does not name both`,
          help: 'record agent names on agent and handoff spans',
        }
      case 'too-deep':
        return {
          message: `${place} goes from agent to agent \`${chain}\`, expected at most ${String(maxDepth)} handoffs or calls`,
          help: 'let an agent nearer to the first answer, or raise `maxDepth`',
        }
      case 'cycle':
        return {
          message: `in ${place} agents hand over in a circle \`${chain}\`, expected none`,
          help: 'take the last handoff from the agent, or set `cycles: allow`',
        }
      default:
        return {
          message: `in ${place} ${words}, which \`allow\` does not list`,
          help: 'take the handoff from the agent, or list it under `allow`',
        }
    }
  },
})

type Named = { readonly from: string; readonly to: string }

const listedAgents = 20

function namesOn(way: Way | null): readonly string[] {
  const names: string[] = []
  for (let at = way; at !== null && names.length < listedAgents; at = at.before) names.push(at.name)
  return names.toReversed()
}

/** Handoffs and calls of agents, in the order of the steps. */
function edgesOf(steps: readonly Step[]): readonly Edge[] {
  /** How an agent that runs beside the one that handed over to it was reached: the last way before it. */
  const reached = new Map<string, Way>()
  const ways = new Map<Scope, Way | null>()
  const wayTo = (scope: Scope | null): Way | null => {
    const inner: Scope[] = []
    let at = scope
    for (; at !== null && !ways.has(at); at = agentAround(at.parent)) inner.push(at)
    let way = at === null ? null : ways.get(at)!
    for (const one of inner.toReversed()) {
      const handedOver = agentAround(one.parent) === null && one.name !== null ? reached.get(one.name) : undefined
      way = handedOver ?? further(way, one.name)
      ways.set(one, way)
    }
    return way
  }
  const edges: Edge[] = []
  for (const step of steps) {
    const around = agentAround(step.scope)
    if (step.kind === 'agent') {
      if (around === null) continue
      edges.push({ from: around.name, to: step.name, step, way: further(wayTo(around), step.name) })
    } else if (step.handoffTo !== null || step.kind === 'handoff') {
      const to = step.handoffTo ?? step.name
      const way = further(wayTo(around), to)
      if (to !== null && way !== null) reached.set(to, way)
      edges.push({ from: around?.name ?? step.agent, to, step, way })
    }
  }
  return edges
}

function further(before: Way | null, name: string | null): Way | null {
  return name === null ? before : { before, name, length: (before?.length ?? 0) + 1 }
}

function agentAround(scope: Scope | null): Scope | null {
  let at = scope
  while (at !== null && at.kind !== 'agent') at = at.parent
  return at
}

function nameWords(name: string | null): string {
  return name === null ? '(not recorded)' : `\`${name}\``
}
