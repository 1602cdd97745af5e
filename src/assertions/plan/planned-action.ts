import { canonicalText } from '../../model/canonical.ts'
import type { StepKind } from '../../model/span-facts.ts'
import type { Step } from '../../model/step.ts'
import { isValueMap, type Value } from '../../model/value.ts'
import { compileArguments } from '../arguments.ts'
import type { Difference } from '../difference.ts'
import { compileStepSelector, stepSelector, type StepSelector } from '../step-selector.ts'
import { literally } from '../value-matcher.ts'
import type { Relation } from './observed.ts'

/** How a step serves, at best and at worst: what is not recorded leaves both. */
export interface Service {
  readonly best: Relation | undefined
  readonly worst: Relation | undefined
}

/** What a plan step asks to be done. */
export interface PlannedAction {
  readonly kinds: ReadonlySet<StepKind>
  /** Whether it speaks of steps of this kind and name; the answer is that of all such steps. */
  readonly mayName: (step: Step) => boolean
  readonly serve: (step: Step) => Service
  /** What of the step's arguments is not as planned. */
  readonly differences: (step: Step) => readonly Difference[]
  /** Equal for equal actions, with and without their arguments. */
  readonly key: string
  readonly nameKey: string
  /** What it expects is recorded content, and no text of the contract. */
  readonly isRecorded: boolean
}

const same = (relation: Relation | undefined): Service => ({ best: relation, worst: relation })

/** The action that a contract's selector asks for. */
export function compileAction(selector: StepSelector, isRecorded = false): PlannedAction {
  const { args, ...rest } = typeof selector === 'string' ? { tool: selector, args: undefined } : selector
  const { kinds, names, selects } = compileStepSelector(rest, 'any')
  const compare = args === undefined ? undefined : compileArguments(isRecorded ? literal(args as Value) : args)
  const serveArgs = (step: Step): Service => {
    const comparison = compare?.(step.args)
    if (comparison === undefined || 'matches' in comparison) return same('match')
    return 'unknown' in comparison ? { best: 'match', worst: 'args-differ' } : same('args-differ')
  }
  const nameKey = canonicalText(plain(rest))
  return {
    kinds,
    mayName: (step) => names(step) !== false,
    serve(step) {
      const decision = selects(step)
      if (decision === false) return same(undefined)
      const service = serveArgs(step)
      return decision === true ? service : { best: service.best, worst: undefined }
    },
    differences(step) {
      const comparison = compare?.(step.args)
      if (comparison === undefined) return []
      if ('differs' in comparison) return comparison.differs
      return 'invalid' in comparison ? [{ path: '$', expected: 'JSON', actual: undefined }] : []
    },
    key: `${nameKey} ${args === undefined ? '' : canonicalText(plain(args))}`,
    nameKey,
    isRecorded,
  }
}

/**
 * The action that a run's plan asks for: a name, or an object of one kind key and `args`. It is taken literally, so that no
 * plan allows itself everything. Undefined where it says no action.
 */
export function readAction(written: Value | undefined): PlannedAction | undefined {
  if (written === undefined) return undefined
  const keys = typeof written === 'object' && written !== null && isValueMap(written) ? Object.keys(written) : []
  if (typeof written !== 'string' && keys.length === 0) return undefined
  if (keys.includes('name') || keys.includes('kind') || keys.some((key) => !recordedKeys.has(key))) return undefined
  const parsed = stepSelector.safeParse(typeof written === 'string' ? written : { ...(written as object) })
  if (!parsed.success) return undefined
  const selector = parsed.data
  const names =
    typeof selector === 'string'
      ? [selector]
      : keys.flatMap((key) => (key === 'args' ? [] : [Reflect.get(selector, key)]))
  if (names.some((name) => typeof name !== 'string' || !isPlainName(name))) return undefined
  return compileAction(selector, true)
}

const recordedKeys = new Set(['tool', 'agent', 'retrieval', 'handoff', 'memory', 'args'])

/** A name that matches itself alone; whoever writes a sentence names no tool. */
function isPlainName(name: string): boolean {
  return !/[\s*?]/.test(name) && !(name.length > 2 && name.startsWith('/') && name.endsWith('/'))
}

/** Whatever its keys are, recorded content is no set of operators. */
function literal(value: Value): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((entry) => literal(entry as Value))
  const map: Record<string | symbol, unknown> = Object.create(null)
  map[literally] = true
  for (const [key, entry] of Object.entries(value)) map[key] = literal(entry)
  return map
}

/** A value of a contract without the keys that nobody wrote. */
function plain(value: unknown): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}
