import type { Attempt, Step } from '../model/step.ts'
import { contentKey, type RunSteps } from '../runs/index.ts'
import { compileArgumentPath } from './argument-path.ts'
import { canonicalText } from '../model/canonical.ts'
import { isFailed } from './step-selector.ts'

/** One try, and who tried again; null for a first one. */
export interface ChainedTry {
  readonly step: Step
  readonly attempt: Attempt
  readonly by: Attempt['by']
  /** Tries of the SDK and the wire for this one; null where nothing shows them. */
  readonly below: number | null
}

/** Tries of one thing, in order. */
export interface Chain {
  readonly first: Step
  readonly tries: readonly ChainedTry[]
}

/** What makes a later call a try of an earlier one that failed: equal arguments, the tool alone, or some arguments. */
export type RetryIdentity = 'args' | 'tool' | readonly string[]

export interface Chains {
  /** Tries that are certainly of one thing. */
  readonly sure: readonly Chain[]
  /** With those that may be: arguments that were not recorded may be equal. The same list where none are. */
  readonly possible: readonly Chain[]
}

export function compileChains(
  identity: RetryIdentity,
): (steps: readonly Step[], maybe: readonly Step[], order: RunSteps['order']) => Chains {
  const keyOf = compileKey(identity)
  return (steps, maybe, order) => {
    const all = [...steps, ...maybe]
    const holed = new Set(all.filter((step) => keyOf(step) === undefined).map(nameKey))
    // Equal arguments made attempts of them already.
    const sure = chain(steps, identity === 'args' ? () => undefined : keyOf, order)
    if (holed.size === 0 && maybe.length === 0) return { sure, possible: sure }
    const possible = (step: Step): string | undefined => (holed.has(nameKey(step)) ? '' : keyOf(step))
    return { sure, possible: chain(all, possible, order) }
  }
}

/** Undefined where a step's arguments do not say. */
function compileKey(identity: RetryIdentity): (step: Step) => string | undefined {
  if (identity === 'tool') return () => ''
  if (identity === 'args') {
    return ({ kind, args, id }) => (kind === 'model' ? id : (contentKey(args) ?? ('text' in args ? id : undefined)))
  }
  const paths = identity.map(compileArgumentPath)
  return ({ kind, args, id }) => {
    if (kind === 'model') return id
    const values = paths.map((path) => path(args))
    return values.includes(undefined) ? undefined : canonicalText(values as never)
  }
}

/** Model calls are chained by the run already: the same parent and model, with nothing but failed tries between. */
function chain(
  steps: readonly Step[],
  keyOf: (step: Step) => string | undefined,
  order: RunSteps['order'],
): readonly Chain[] {
  const all: { readonly first: Step; readonly tries: ChainedTry[]; last: Step }[] = []
  const latest = new Map<string, (typeof all)[number]>()
  for (const step of steps) {
    const key = step.kind === 'model' ? undefined : keyOf(step)
    const whole = key === undefined ? undefined : `${nameKey(step)} ${key}`
    const earlier = whole === undefined ? undefined : latest.get(whole)
    const below = triesBelow(step.attempts)
    const tries = step.attempts.map((attempt, index): ChainedTry => ({
      step,
      attempt,
      by: attempt.by,
      below: below[index]!,
    }))
    if (
      earlier !== undefined &&
      isFailed(earlier.last.status) &&
      order.before(earlier.last, step) &&
      !order.isSameTurn(earlier.last, step)
    ) {
      const [first, ...rest] = tries
      earlier.tries.push({ ...first!, by: first!.by ?? 'model' }, ...rest)
      earlier.last = step
      continue
    }
    const one = { first: step, tries: [...tries], last: step }
    all.push(one)
    if (whole !== undefined) latest.set(whole, one)
  }
  return all
}

/**
 * Tries that a harness marks inside of one call say, each of them, how often the whole call was tried: its marks are among
 * these. The last of a call has the call's own spans too.
 */
function triesBelow(attempts: readonly Attempt[]): readonly (number | null)[] {
  const below: (number | null)[] = []
  let marked = 0
  for (const { spans, tries } of attempts) {
    marked += 1
    const isMarked = spans[0]?.name === harnessTryName
    if (isMarked && spans.length === 1) continue
    const rest = tries === null ? 0 : Math.max(tries, marked)
    for (let one = 0; one < marked; one++) below.push(tries === null ? null : Math.floor((rest + one) / marked))
    marked = 0
  }
  while (marked-- > 0) below.push(null)
  return below
}

/** Source: the name a fault harness gives the span of one try. */
const harnessTryName = 'spanpact.attempt'

function nameKey({ scope, kind, name }: Step): string {
  return `${scope?.index ?? -1} ${kind} ${name}`
}
