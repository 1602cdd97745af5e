import { z } from 'zod'

import { canonicalText } from '../model/canonical.ts'
import type { Value } from '../model/value.ts'
import { text } from '../schema/index.ts'
import { defineAssertion, type OutcomeAcross } from './assertion.ts'
import { attributeRead, createAroundReader } from './attribute-around.ts'
import { fullForm } from './options.ts'
import { open, openByGaps, type Sighting } from './outcome.ts'

const options = fullForm(() => ({
  key: z
    .array(text)
    .min(1, 'the list is empty')
    .describe('Attributes of the model call, or of what is around it, that together name one request'),
}))

export const billedOnce = defineAssertion({
  id: 'billed-once',
  summary: 'Forbids that one request is answered, and billed, twice, over all runs',
  scope: 'deep',
  options,
  compile({ key, scope = 'deep' }, { agent, show }) {
    const reads = key.map(attributeRead)
    return {
      reads,
      check(run) {
        const scoped = run.within(scope, agent)
        const keysOf = reads.map((read) => createAroundReader(run.run, read))
        const billed = scoped.steps.flatMap(({ kind, attempts }) =>
          kind === 'model' ? attempts.filter(({ usage }) => (usage?.output ?? 0) > 0) : [],
        )
        const unbilled = scoped.steps.flatMap(({ kind, attempts }) =>
          kind === 'model' ? attempts.filter(({ usage }) => usage?.output == null) : [],
        )
        const sightings: Sighting[] = []
        const keyless = []
        for (const attempt of billed) {
          const values = keysOf.map((of) => of(attempt))
          const span = attempt.spans[0]!
          if (values.some((value) => value === undefined || value === null || value === '')) keyless.push(span)
          else {
            const shown = values.map((value) => show(value!)).join(', ')
            sightings.push({ span, facts: { key: canonicalText(values as readonly Value[]), shown } })
          }
        }
        const activations = billed.length
        if (keyless.length > 0) {
          const data = { key, calls: keyless.length }
          return { ...open(activations, 'key-missing', { data, counterexample: keyless.slice(0, 1) }), sightings }
        }
        if (unbilled.length > 0) {
          const data = { key, calls: unbilled.length }
          const counterexample = unbilled.flatMap(({ spans }) => spans.slice(0, 1)).slice(0, 1)
          return { ...open(Math.max(1, activations), 'usage-unknown', { data, counterexample }), sightings }
        }
        const holes = scoped.holes()
        if (holes.length > 0) return { ...openByGaps(activations, holes), sightings }
        return { verdict: 'pass', activations, sightings }
      },
      across: (sightings) =>
        [...Map.groupBy(sightings, ({ facts }) => facts['key']).values()].flatMap(
          ([first, ...again]): OutcomeAcross[] => {
            if (again.length === 0) return []
            const spans = [first!, ...again].map(({ span }) => span)
            const data = { key: first!.facts['shown'], times: spans.length }
            const counterexample = spans.slice(0, 2)
            return [
              {
                verdict: 'fail',
                activations: spans.length,
                reason: 'billed-twice',
                data,
                counterexample,
                at: again[0]!,
              },
            ]
          },
        ),
    }
  },
  describe(data, place) {
    switch (data['reason']) {
      case 'billed-twice':
        return {
          message: `${place} has request \`${String(data['key'])}\` answered and billed ${String(data['times'])} times over all runs, expected once`,
          help: 'resume the answer that was cut instead of asking again, or keep the stream alive with heartbeats',
        }
      case 'key-missing':
        return {
          message: `\`billed-once\` is undecided for ${place}: ${String(data['calls'])} model calls with output do not carry all of its \`key\``,
          help: 'set the attributes of `key` on every model call, or on the span around it',
        }
      default:
        return {
          message: `\`billed-once\` is undecided for ${place}: ${String(data['calls'])} model calls do not say how many tokens they gave out`,
          help: 'record token usage on every model call, of streams too',
        }
    }
  },
})
