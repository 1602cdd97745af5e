import type { Gap, GapFacet, Scope, SpanRef, Step } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import type { Run, RunRead, RunSpan, RunSteps } from '../runs/index.ts'
import type { ScopeOption } from './options.ts'

/** A run as assertions see it. */
export interface TrajectoryRun {
  readonly run: Run
  readonly steps: RunSteps
  /** Case that the run declares to be of. */
  readonly caseId: string | null
  /** What the user asked; null where the run does not say. */
  readonly input: string | null
  /** Tools that the run's recorded tool lists offer; null where it has none. */
  readonly toolsOffered: ReadonlySet<string> | null
  /** What the run shows of a scope; the same object for the same scope. */
  readonly within: (scope: ScopeOption, agent: string | null) => ScopedRun
}

/** Facets without which a step may be missing anywhere; `calls` is one for tools only. */
const facetsOfSteps: readonly GapFacet[] = ['root', 'orphans', 'unended', 'drops', 'sampling', 'flush']

/** The steps an assertion speaks of, and what is missing of them. */
export interface ScopedRun {
  /** In the order of the run's steps; functions that only return the final answer are not among them. */
  readonly steps: readonly Step[]
  /** Holes of that kind in the scope. */
  readonly gaps: (...facets: readonly GapFacet[]) => readonly Gap[]
  /** Holes that may hide steps; of tool steps, calls without a span are holes too. */
  readonly holes: (of?: 'tools') => readonly Gap[]
  /** `prefix`: nothing is missing up to an instant. */
  readonly extent: (of?: 'tools') => 'complete' | 'prefix' | 'partial'
  /** Whether what happens directly in that scope is among it. */
  readonly includes: (scope: Scope | null) => boolean
}

export function scopeRun(run: RunSteps, scope: ScopeOption, agent: string | null): ScopedRun {
  const isWithin = scopeTest(run, scope, agent)
  const isRoot = rootTest(run, scope, agent)
  const { gaps, extent } = run.completeness
  const inScope = gaps.filter((gap) => gap.scope === null || isWithin(gap.scope))
  const of = (facets: readonly GapFacet[]): readonly Gap[] => inScope.filter(({ facet }) => facets.includes(facet))
  const holes = (kind?: 'tools'): readonly Gap[] => of(kind === 'tools' ? [...facetsOfSteps, 'calls'] : facetsOfSteps)
  return {
    steps: run.steps.filter((step) => !step.isOutput && isWithin(step.scope) && !isRoot(step)),
    gaps: (...facets) => of(facets),
    holes,
    extent: (kind) => (holes(kind).length === 0 ? 'complete' : extent === 'prefix' ? 'prefix' : 'partial'),
    includes: isWithin,
  }
}

/** Which scopes' steps count: of a step its innermost one. */
function scopeTest(run: RunSteps, scope: ScopeOption, agent: string | null): (scope: Scope | null) => boolean {
  if (scope.startsWith('agent:')) {
    const name = scope.slice('agent:'.length)
    return (at) => agentAround(at)?.name === name
  }
  if (agent !== null) {
    return scope === 'own'
      ? (at) => agentAround(at)?.name === agent
      : (at) => {
          for (let around = at; around !== null; around = around.parent) {
            if (around.kind === 'agent' && around.name === agent) return true
          }
          return false
        }
  }
  if (scope === 'deep') return () => true
  const root = rootAgents(run)
  return (at) => {
    const around = agentAround(at)
    return around === null ? root === null : root?.has(around) === true
  }
}

/** Of all that is below the root agent, it is itself no part. */
function rootTest(run: RunSteps, scope: ScopeOption, agent: string | null): (step: Step) => boolean {
  if (scope !== 'deep' || agent !== null) return () => false
  const root = rootAgents(run)
  if (root === null) return () => false
  const ids = new Set([...root].map(({ id }) => id))
  return ({ kind, id }) => kind === 'agent' && (root.size === 0 || ids.has(id))
}

/** The nearest agent invocation; workflows only group. */
export function agentAround(scope: Scope | null): Scope | null {
  let at = scope
  while (at !== null && at.kind !== 'agent') at = at.parent
  return at
}

/**
 * The outermost agent invocations, if they are of one agent: several turns of one agent are one trajectory. Of several
 * agents side by side none is the root, null: then each is one step. An agent that did nothing is the root of no scope.
 */
function rootAgents({ steps }: RunSteps): ReadonlySet<Scope> | null {
  const outermost = new Set<Scope>()
  for (const { scope } of steps) {
    let top: Scope | null = null
    for (let at = scope; at !== null; at = at.parent) if (at.kind === 'agent') top = at
    if (top !== null) outermost.add(top)
  }
  const names = new Set([...outermost].map(({ name }) => name))
  if (names.size === 1) return outermost
  const isIdleAgent = names.size === 0 && steps.length > 0 && steps.every(({ kind }) => kind === 'agent')
  return isIdleAgent && new Set(steps.map(({ name }) => name)).size === 1 ? new Set() : null
}

/** What a read kept of a span. */
export function readOf(run: Run, ref: SpanRef, read: Pick<RunRead, 'name'>): Value | undefined {
  return run.find(ref.traceId, ref.spanId)?.values.get(read.name)
}

/** What a read kept of any span of the run, in run order. */
export function* readAll(run: Run, read: Pick<RunRead, 'name'>): Iterable<readonly [RunSpan, Value]> {
  for (const span of run.spans) {
    const value = span.values.get(read.name)
    if (value !== undefined) yield [span, value]
  }
}
