import { z } from 'zod'

import type { Attempt, Step } from '../model/step.ts'
import { filledIn, text } from '../schema/index.ts'
import { defineAssertion, type OutcomeAcross } from './assertion.ts'
import { attributeRead, createAroundReader } from './attribute-around.ts'
import { fullForm } from './options.ts'
import { openByGaps, type Sighting } from './outcome.ts'
import { isFailed } from './step-selector.ts'

const options = fullForm(() => ({
  fromTurn: z
    .int('is no whole number')
    .min(2, 'is below 2: the first turn finds nothing cached')
    .optional()
    .describe('First turn that is judged. Default: 2'),
  min: z
    .number()
    .min(0, 'is below 0')
    .max(1, 'is above 1')
    .describe('Least share of the prefix that is read from the cache'),
  maxColdTurns: z
    .int('is no whole number')
    .min(0, 'is below 0')
    .optional()
    .describe('Turns of a conversation that may have less. Default: 0'),
  turn: text
    .optional()
    .describe('Attribute with the number of the turn, from 1. Default: app.turn.index; else the order of the calls'),
  prefixHash: text.optional().describe('Attribute with the hash of the prefix. Default: app.prefix.hash'),
  prefixTokens: text.optional().describe('Attribute with the tokens of the prefix. Default: app.prefix.tokens'),
})).refine(({ min }) => min > 0, filledIn('has `min: 0`, which any call meets'))

/** What one model call says of the cache; null where it does not say. */
interface CachedCall {
  readonly conversation: string
  readonly turn: number | null
  readonly hash: string | null
  readonly cached: number | null
  readonly input: number | null
  readonly prefix: number | null
}

interface Placed extends CachedCall {
  readonly at: Sighting
}

/** `open`: what is recorded does not say whether enough was cached. */
type Warmth = 'warm' | 'cold' | 'open'

export const cacheReuse = defineAssertion({
  id: 'cache-reuse',
  summary: 'Requires that later turns of a conversation read their prefix from the cache',
  scope: 'deep',
  options,
  compile(given, { agent }) {
    const { fromTurn = 2, min, maxColdTurns = 0, scope = 'deep' } = given
    const { turn = 'app.turn.index', prefixHash = 'app.prefix.hash', prefixTokens = 'app.prefix.tokens' } = given
    const reads = { turn: attributeRead(turn), hash: attributeRead(prefixHash), prefix: attributeRead(prefixTokens) }
    return {
      reads: Object.values(reads),
      check(run) {
        const scoped = run.within(scope, agent)
        const turnOf = createAroundReader(run.run, reads.turn)
        const hashOf = createAroundReader(run.run, reads.hash)
        const prefixOf = createAroundReader(run.run, reads.prefix)
        const factsOf = (step: Step, attempt: Attempt): CachedCall => {
          const hash = hashOf(attempt)
          return {
            conversation: step.conversation ?? `run ${run.run.id} ${step.scope?.index ?? ''}`,
            turn: wholeNumber(turnOf(attempt)) ?? (step.turn === null ? null : step.turn + 1),
            hash: typeof hash === 'string' ? hash : null,
            cached: attempt.usage?.cachedInput ?? null,
            input: attempt.usage?.input ?? null,
            prefix: wholeNumber(prefixOf(attempt)),
          }
        }
        const sightings = scoped.steps.flatMap((step) =>
          step.kind === 'model'
            ? step.attempts
                .filter(({ status }) => !isFailed(status))
                .map((attempt): Sighting => ({ span: attempt.spans[0]!, facts: { ...factsOf(step, attempt) } }))
            : [],
        )
        const activations = sightings.filter(
          ({ facts }) => ((facts['turn'] as number | null) ?? fromTurn) >= fromTurn,
        ).length
        const holes = scoped.holes()
        if (holes.length > 0) return { ...openByGaps(activations, holes), sightings }
        return { verdict: 'pass', activations, sightings }
      },
      across(sightings) {
        const calls = sightings.map((at): Placed => ({ ...(at.facts as unknown as CachedCall), at }))
        return [...Map.groupBy(calls, ({ conversation }) => conversation).values()].flatMap((conversation) =>
          judgeConversation(conversation, { fromTurn, min, maxColdTurns }),
        )
      },
    }
  },
  describe(data, place) {
    if (data['reason'] === 'cold-turns') {
      return {
        message: `${place} reads less than ${String(data['min'])} of its prefix from the cache in turns ${(data['coldTurns'] as readonly number[]).join(', ')} of its conversation, expected in at most ${String(data['maxColdTurns'])} turns`,
        help: 'keep the prefix unchanged to the byte, and route a conversation to where its cache is',
      }
    }
    return {
      message: `\`cache-reuse\` is undecided for ${place}: ${String(data['calls'])} model calls of a conversation do not say ${String(data['lacks'])}`,
      help: 'record cached input tokens (`gen_ai.usage.cache_read.input_tokens`), and turn, hash and tokens of the prefix on every model call',
    }
  },
})

interface Demand {
  readonly fromTurn: number
  readonly min: number
  readonly maxColdTurns: number
}

/** Cold turns of one conversation: a turn is cold if one of its calls is. A new prefix, as after compaction, starts afresh. */
function judgeConversation(calls: readonly Placed[], demand: Demand): readonly OutcomeAcross[] {
  const { fromTurn, min, maxColdTurns } = demand
  const unplaced = calls.filter(({ turn }) => turn === null)
  const inOrder = calls.filter(({ turn }) => turn !== null).toSorted((one, other) => one.turn! - other.turn!)
  const cold = new Map<number, Placed>()
  const open = new Map<number, Placed>()
  let earlier: Placed | undefined
  for (const call of inOrder) {
    const warmth = warmthOf(call, earlier, min)
    earlier = call
    if (call.turn! < fromTurn) continue
    if (warmth === 'cold' && !cold.has(call.turn!)) cold.set(call.turn!, call)
    if (warmth === 'open' && !open.has(call.turn!)) open.set(call.turn!, call)
  }
  const found = [...cold.values()]
  if (found.length > maxColdTurns) {
    const data = { min, maxColdTurns, coldTurns: [...cold.keys()] }
    const counterexample = found.slice(0, maxColdTurns + 1).map(({ at }) => at.span)
    return [
      {
        verdict: 'fail',
        activations: inOrder.length,
        reason: 'cold-turns',
        data,
        counterexample,
        at: found[maxColdTurns]!.at,
      },
    ]
  }
  for (const turn of cold.keys()) open.delete(turn)
  const undecided = [...unplaced, ...open.values()]
  const [first] = undecided
  if (first === undefined || found.length + undecided.length <= maxColdTurns) return []
  const data = { calls: undecided.length, lacks: lackOf(first) }
  return [
    {
      verdict: 'inconclusive',
      activations: inOrder.length,
      reason: 'cache-unknown',
      data,
      counterexample: [first.at.span],
      at: first.at,
    },
  ]
}

function warmthOf({ hash, cached, input, prefix }: Placed, earlier: Placed | undefined, min: number): Warmth {
  // Nothing was there to be cached.
  if (earlier === undefined) return 'warm'
  if (hash === null || earlier.hash === null) return 'open'
  if (hash !== earlier.hash) return 'warm'
  if (cached === null) return 'open'
  if (prefix !== null) return cached >= min * prefix ? 'warm' : 'cold'
  if (cached === 0) return 'cold'
  // The prefix is at most what both calls had as input.
  const most = input === null || earlier.input === null ? null : Math.min(input, earlier.input)
  return most !== null && cached >= min * most ? 'warm' : 'open'
}

function lackOf({ turn, hash, cached }: CachedCall): string {
  if (turn === null) return 'which turn they are'
  if (hash === null) return 'which prefix they have'
  return cached === null ? 'how much they read from the cache' : 'how long their prefix is'
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
