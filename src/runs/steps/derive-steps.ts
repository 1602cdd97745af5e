import type { Completeness, Step } from '../../model/step.ts'
import type { Run, RunSpan } from '../run.ts'
import { groupTries, type Tries } from './attempts.ts'
import { makeCalls, type Call } from './calls.ts'
import { certify } from './completeness.ts'
import { countUsage, type CountedUsages } from './counted-usage.ts'
import { createDisjointSets } from './disjoint-sets.ts'
import type { SpanEvidence } from './evidence.ts'
import { buildFactTree, nearestAround, type FactTree } from './fact-tree.ts'
import { createForest } from './forest.ts'
import { findHandoffs } from './handoffs.ts'
import { countLayerTries } from './layer-tries.ts'
import { compareSteps, idOf, makeStep } from './make-steps.ts'
import { mergeActionSpans } from './merge-actions.ts'
import { mergeModelSpans } from './merge-models.ts'
import { findMissingCalls } from './missing-calls.ts'
import { noteRun } from './notes.ts'
import { orderSteps, type StepOrder } from './order.ts'
import type { Placed } from './placed.ts'
import { matchRequests } from './requests.ts'
import { findScopes } from './scopes.ts'
import { measuredPrecision } from './time-precision.ts'
import { findTurns } from './turns.ts'

export interface StepOptions {
  /** How far the clocks of two resources may be apart, in nanoseconds. Default: 50 ms. */
  readonly clockSkewNano?: bigint
}

/** What an agent did in a run: one step per real action, however many spans describe it. */
export interface RunSteps extends CountedUsages {
  /** By start, then turn, end, kind, name, arguments, id: never as in the file. What came before what says `order`. */
  readonly steps: readonly Step[]
  readonly order: StepOrder
  readonly completeness: Completeness
  /** What a reader of the steps has to know, one sentence each. */
  readonly notes: readonly string[]
  /** How many spans each dialect claims, by its id. */
  readonly dialects: ReadonlyMap<string, number>
  /** Spans that no dialect claims. */
  readonly unclaimed: readonly RunSpan[]
}

const defaultClockSkewNano = 50_000_000n

/**
 * Derives the steps of a run; `evidenceOf` gives what was kept of a span, undefined for nothing. The order of the spans in
 * the recording changes nothing. Time is linear in the spans apart from sorting, at any depth.
 * Source: docs/guides/runs.md.
 */
export function deriveSteps(
  run: Run,
  evidenceOf: (span: RunSpan) => SpanEvidence | undefined,
  options: StepOptions = {},
): RunSteps {
  const tree = buildFactTree(run, evidenceOf)
  const sets = createDisjointSets(tree.spans.length)
  const scopes = findScopes(tree.spans, sets)
  const isSum = mergeModelSpans(tree.spans, sets)
  mergeActionSpans(tree.spans, scopes, sets)
  const calls = makeCalls(tree.spans, scopes, sets, isSum)
  const callOfSpan = callsBySpan(tree, calls)

  const modelAround = nearestAround(
    tree.spans,
    ({ index }) => callOfSpan(index)?.kind === 'model',
    ({ facts: { kind } }) => kind !== 'tool' && kind !== 'agent',
  )
  const requests = matchRequests(calls, tree, callOfSpan, ({ spans: [{ index }] }) => {
    const around = modelAround[index] ?? null
    return around === null ? undefined : callOfSpan(around.index)
  })
  const { all, triesOf } = groupTries(calls, requests.askerOf)
  const { parents, nodeOf, containerOf } = nest(all, tree, callOfSpan)
  const forest = createForest(parents)
  const askers = all.map((tries): Tries | undefined => {
    const asker = requests.askerOf(tries.calls[0])
    if (asker === undefined) return undefined
    const asking = triesOf(asker.model)
    // What a step contains cannot have asked for it.
    return forest.holds(nodeOf(tries), nodeOf(asking)) ? undefined : asking
  })
  const turnOf = findTurns(all, ({ index }) => askers[index])
  const handoffs = findHandoffs(all, containerOf)
  const harnessTries = new Map<Call, RunSpan[]>()
  for (const { owner, what } of tree.harnessTries) {
    const call = callOfSpan(owner.index)
    if (call === undefined) continue
    const known = harnessTries.get(call)
    if (known === undefined) harnessTries.set(call, [what])
    else known.push(what)
  }
  const tries = countLayerTries(calls, tree, callOfSpan, harnessTries)

  const made = all.map((one) => {
    const asker = askers[one.index]
    const step = makeStep(one, {
      turn: turnOf(one),
      requestedBy: asker === undefined ? null : idOf(asker.calls[0]),
      handoffTo: handoffs.get(one) ?? null,
      agent: agentAround(one.calls[0]),
      tries,
      harnessTries,
    })
    return { one, step, asker }
  })
  made.sort((left, right) => compareSteps(left.step, right.step))
  const position = new Int32Array(all.length)
  for (const [at, { one }] of made.entries()) position[one.index] = at
  const measured = measuredPrecision(run)
  const placed = made.map(({ one, step, asker }): Placed => ({
    step,
    node: nodeOf(one),
    asker: asker === undefined ? -1 : position[asker.index]!,
    startClock: one.calls[0].spans[0].evidence.resource,
    endClock: one.calls.at(-1)!.spans[0].evidence.resource,
    precisionNano: Math.max(measured, precisionOf(one)),
  }))
  const steps = placed.map(({ step }) => step)
  const order = orderSteps(placed, forest, parents, options.clockSkewNano ?? defaultClockSkewNano)
  const usages = countUsage(tree.spans, sets, calls, callOfSpan)
  const missing = findMissingCalls(calls, requests)
  return {
    steps,
    order,
    ...usages,
    completeness: certify(run, steps, { evidenceOf, scopes, tree, calls, missing }),
    notes: noteRun(run, tree, calls, usages, { conflicts: order.conflicts, measured }),
    dialects: countDialects(tree),
    unclaimed: tree.unclaimed.map(({ what }) => what),
  }
}

function countDialects({ spans }: FactTree): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { facts } of spans) counts.set(facts.dialect, (counts.get(facts.dialect) ?? 0) + 1)
  return new Map([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
}

function callsBySpan(tree: FactTree, calls: readonly Call[]): (index: number) => Call | undefined {
  const found: (Call | undefined)[] = tree.spans.map(() => undefined)
  for (const call of calls) for (const { index } of call.spans) found[index] = call
  return (index) => found[index]
}

/** Nanoseconds below which the times of a step say nothing; 1 where it has none. */
function precisionOf({ calls }: Tries): number {
  let precision = 1
  for (const { spans } of calls) precision = Math.max(precision, spans[0].evidence.source.timePrecisionNano ?? 1)
  return precision
}

function agentAround({ scope }: Call): string | null {
  let at = scope
  while (at !== null && at.kind !== 'agent') at = at.parent
  return at?.name ?? null
}

interface Nesting {
  /** Parents of the nodes of a forest: one for each step and each workflow, those around before those inside. */
  readonly parents: Int32Array
  readonly nodeOf: (tries: Tries) => number
  /** The step directly around a step, if a step is. */
  readonly containerOf: (tries: Tries) => Tries | null
}

/**
 * Which step or workflow is directly around each step. A model call contains nothing: what hangs below its span is what its
 * output asked for.
 */
function nest(all: readonly Tries[], tree: FactTree, callOfSpan: (index: number) => Call | undefined): Nesting {
  const triesAt: (Tries | undefined)[] = tree.spans.map(() => undefined)
  for (const tries of all) for (const { spans } of tries.calls) for (const { index } of spans) triesAt[index] = tries
  const isContainer = (index: number): boolean => {
    const call = callOfSpan(index)
    return call === undefined ? tree.spans[index]!.facts.kind === 'workflow' : call.kind !== 'model'
  }
  const around = nearestAround(
    tree.spans,
    ({ index }) => isContainer(index),
    () => true,
  )
  /** Node by span: of its step, or of the workflow it is. */
  const nodes = new Int32Array(tree.spans.length)
  const parents: number[] = [0]
  const nodeOf = new Int32Array(all.length)
  const containers: (Tries | null)[] = all.map(() => null)
  for (const { index, facts } of tree.spans) {
    const tries = triesAt[index]
    if (tries === undefined && facts.kind !== 'workflow') continue
    if (tries !== undefined && nodeOf[tries.index] !== 0) {
      nodes[index] = nodeOf[tries.index]!
      continue
    }
    // Spans come outer ones first, so that what is around a step has its node already.
    const outer = around[index] ?? null
    nodes[index] = parents.length
    parents.push(outer === null ? 0 : nodes[outer.index]!)
    if (tries === undefined) continue
    nodeOf[tries.index] = nodes[index]
    containers[tries.index] = outer === null ? null : (triesAt[outer.index] ?? null)
  }
  return {
    parents: Int32Array.from(parents),
    nodeOf: ({ index }) => nodeOf[index]!,
    containerOf: ({ index }) => containers[index]!,
  }
}
