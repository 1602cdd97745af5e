import { z } from 'zod'

import { shorten } from '../../model/shorten.ts'
import type { Attributes, Value } from '../../model/value.ts'
import { parsePlainJson } from './plain-json.ts'
import { planItems, type WrittenItem } from './plan-schema.ts'
import { compilePlan, type Plan } from './plan.ts'

export const planKeys = {
  schema: 'spanpact.plan.schema',
  id: 'spanpact.plan.id',
  version: 'spanpact.plan.version',
  supersedes: 'spanpact.plan.supersedes',
  reason: 'spanpact.plan.reason',
  body: 'spanpact.plan.body',
  stepId: 'spanpact.plan.step.id',
} as const

/** Version of the body format that is read. */
export const planSchemaVersion = 1

export const planReasons = ['initial', 'error', 'new-input', 'other'] as const
export type PlanReason = (typeof planReasons)[number]

/** A plan that a run emitted. */
export interface EmittedPlan {
  readonly id: string
  /** From 1. */
  readonly version: number
  /** Null where nothing is said of it. */
  readonly supersedes: number | null
  readonly reason: PlanReason | null
  /** As written; `do` and `or` are any JSON. */
  readonly items: readonly WrittenItem<Value>[]
  readonly plan: Plan
}

/** A plan, or why a run's plan cannot be told; the message quotes no more than ids. */
export type PlanRead =
  | { readonly emitted: EmittedPlan }
  | { readonly reason: 'plan-schema' | 'plan-unreadable'; readonly message: string }

const versionNumber = z.int().min(1)
/** Every key may stand in the body, in an attribute, or in both. */
const heading = {
  schema: z.int(),
  id: z.string().min(1),
  version: versionNumber,
  supersedes: versionNumber,
  reason: z.enum(planReasons),
}
const bodyShape = z.strictObject({ ...z.object(heading).partial().shape, steps: planItems(z.custom<Value>()) })
const keys = ['schema', 'id', 'version', 'supersedes', 'reason'] as const

/** Reads the plan that an event or a plan span carries; null when it carries none. */
export function readPlan(attributes: Attributes): PlanRead | null {
  const text = attributes.get(planKeys.body)
  if (text === undefined) return null
  if (typeof text !== 'string') return unreadable(`\`${planKeys.body}\` is no text`)
  const declared = attributes.get(planKeys.schema)
  if (isNewer(declared)) return newer()
  const parsed = parsePlainJson(text)
  if ('problem' in parsed) return unreadable(`\`${planKeys.body}\` ${parsed.problem}`)
  if (isNewer(own(parsed.value, 'schema'))) return newer()
  const body = bodyShape.safeParse(parsed.value)
  if (!body.success) return unreadable(`\`${planKeys.body}\` ${wordsFor(body.error)}`)

  const found: Partial<Record<(typeof keys)[number], unknown>> = {}
  for (const key of keys) {
    const attribute = attributes.get(planKeys[key])
    const written = body.data[key]
    if (attribute !== undefined && written !== undefined && attribute !== written) {
      return unreadable(`\`${planKeys[key]}\` contradicts \`${key}\` of the body`)
    }
    if (!heading[key].optional().safeParse(attribute).success)
      return unreadable(`\`${planKeys[key]}\` is no ${kinds[key]}`)
    found[key] = attribute ?? written
  }
  for (const key of ['schema', 'id', 'version'] as const) {
    if (found[key] === undefined)
      return unreadable(`neither \`${planKeys[key]}\` nor the body says the plan's \`${key}\``)
  }
  const { schema, id, version, supersedes, reason } = z
    .object(heading)
    .partial({ supersedes: true, reason: true })
    .parse(found)
  if (schema < planSchemaVersion) return unreadable(`\`schema\` is ${schema}, expects ${planSchemaVersion}`)
  if (supersedes !== undefined && supersedes >= version) {
    return unreadable(`version ${version} supersedes version ${supersedes}, which is no earlier one`)
  }
  const items = body.data.steps
  const compiled = compilePlan(items)
  if ('problems' in compiled) return unreadable(compiled.problems[0]!.message)
  return {
    emitted: { id, version, supersedes: supersedes ?? null, reason: reason ?? null, items, plan: compiled.plan },
  }
}

/** The plan that a `spanpact.plan.withdrawn` event ends; null where it does not say which. */
export function readWithdrawal(attributes: Attributes): { readonly id: string; readonly version: number } | null {
  const id = heading.id.safeParse(attributes.get(planKeys.id))
  const version = heading.version.safeParse(attributes.get(planKeys.version))
  return id.success && version.success ? { id: id.data, version: version.data } : null
}

const kinds: Readonly<Record<(typeof keys)[number], string>> = {
  schema: 'whole number',
  id: 'text',
  version: 'whole number from 1',
  supersedes: 'whole number from 1',
  reason: `one of ${planReasons.map((reason) => `\`${reason}\``).join(', ')}`,
}

function isNewer(schema: unknown): boolean {
  return typeof schema === 'bigint' || (typeof schema === 'number' && schema > planSchemaVersion)
}

function newer(): PlanRead {
  return {
    reason: 'plan-schema',
    message: `the plan's body has a format after version ${planSchemaVersion}, the last one this version of spanpact reads`,
  }
}

function unreadable(message: string): PlanRead {
  return { reason: 'plan-unreadable', message }
}

function own(value: Value, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
}

/** The first place that is wrong. Values are content and stay out. */
function wordsFor(error: z.ZodError): string {
  const { issue, path } = innermost(error.issues[0]!, [])
  const place = path.map(String).join('.')
  const where = place === '' ? 'is no plan' : `is no plan at \`${shorten(place, 80)}\``
  return issue.code === 'unrecognized_keys' ? `${where}: unknown key \`${shorten(issue.keys[0]!, 80)}\`` : where
}

type Found = { readonly issue: z.core.$ZodIssue; readonly path: readonly PropertyKey[] }

/** Of the forms an item can have, the one with the fewest mistakes is meant; a step, if it is as near. */
function innermost(issue: z.core.$ZodIssue, around: readonly PropertyKey[]): Found {
  const path = [...around, ...issue.path]
  if (issue.code !== 'invalid_union') return { issue, path }
  const [meant] = issue.errors.toReversed().sort((one, other) => one.length - other.length)
  return meant?.[0] === undefined ? { issue, path } : innermost(meant[0], path)
}
