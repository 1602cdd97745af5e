import type { AttributeClause, Contract, EventClause, SpanClause, ValueType } from '../../model/contract.ts'
import { durationNano } from '../../model/duration.ts'
import { compilePattern } from '../../selectors/index.ts'
import { attributeClauses } from './holders.ts'
import { defineLintRule, type LintFact } from './lint-rule.ts'
import { judgedSpans } from './judged-spans.ts'
import { literalFits } from './literal-fits.ts'
import { selectorKey } from './selector-order.ts'

export const clauseContradictory = defineLintRule({
  id: 'clause-contradictory',
  summary: 'Finds clauses that no span can meet, or that contradict each other',
  severity: 'error',
  check: (contract) => [
    ...contradictionsOfAttributes(contract),
    ...judgedSpans(contract).flatMap((span) => [
      ...contradictionsOfSpan(span),
      ...contradictionsOfRefinement(span, contract),
    ]),
    ...equalSelectors(contract),
  ],
  describe: ({ reason, help }) => ({ message: String(reason), help: String(help) }),
})

function fact(path: string, subject: string, reason: string, help: string): LintFact {
  return { path, data: { reason, help }, subject }
}

/** `min` above `max`, of numbers or of durations. */
function crossed(
  path: string,
  bounds: { readonly min?: number; readonly max?: number } | undefined,
  what: string,
  [least, greatest]: readonly [string, string] = ['min', 'max'],
): LintFact[] {
  if (bounds?.min === undefined || bounds.max === undefined || bounds.min <= bounds.max) return []
  const reason = `\`${least}\` of ${what} is above \`${greatest}\`, so nothing meets both`
  return [fact(path, least, reason, 'swap the two bounds, or remove one')]
}

function contradictionsOfAttributes(contract: Contract): readonly LintFact[] {
  const definitions = new Map(contract.attributes.map((definition) => [definition.key, definition]))
  return attributeClauses(contract).flatMap((clause) => {
    const definition = definitions.get(clause.key)
    const facts = [...contradictionsOfAttribute(clause), ...deadParts(clause, definition, contract)]
    if (definition === undefined || definition.path === clause.path || !(definition.own || contract.isPack))
      return facts
    // What is wrong with a definition is said there, not once more for each clause that uses it.
    const said = new Set(contradictionsOfAttribute(definition).map(({ data }) => data['reason']))
    return facts.filter(({ data }) => !said.has(data['reason']))
  })
}

function contradictionsOfAttribute(clause: AttributeClause): readonly LintFact[] {
  const { key, path, type, deprecated, requirement } = clause
  const facts = [
    ...crossed(path, clause, `\`${key}\``),
    ...foreignToType(clause),
    ...crossed(path, bounded(clause.minDistinct, clause.maxDistinct), `\`${key}\``, ['minDistinct', 'maxDistinct']),
  ]
  const isDemanded = requirement === 'required' || requirement === 'recommended'
  if (deprecated !== undefined && deprecated.sunset === undefined && isDemanded && clause.when === undefined) {
    const reason = `\`${key}\` is deprecated and ${requirement}, without a sunset until which it is still emitted`
    facts.push(
      fact(
        path,
        'deprecated',
        reason,
        'write `requirement: optional`, or give the deprecation `renamedTo` and `sunset`',
      ),
    )
  }
  const pattern = clause.pattern === undefined ? undefined : compilePattern(clause.pattern)
  for (const value of clause.enum ?? []) {
    const literal = JSON.stringify(value)
    const shown = `value ${literal} of \`${key}\``
    if (type !== undefined && !literalFits(value, type)) {
      facts.push(fact(path, literal, `${shown} is not of type ${type}`, 'correct the value or the type'))
    } else if (pattern !== undefined && typeof value === 'string' && !pattern.test(value)) {
      facts.push(
        fact(
          path,
          literal,
          `${shown} does not match the pattern \`${pattern.source}\``,
          'correct the value or the pattern',
        ),
      )
    } else if (typeof value === 'number' && (value < (clause.min ?? value) || value > (clause.max ?? value))) {
      facts.push(
        fact(path, literal, `${shown} is outside of its \`min\` and \`max\``, 'correct the value or the bounds'),
      )
    }
  }
  return facts
}

const numeric: readonly (ValueType | undefined)[] = ['int', 'double', 'int[]', 'double[]', 'any', undefined]
const textual: readonly (ValueType | undefined)[] = ['string', 'string[]', 'any', undefined]

/** What is asked of values of another type than the declared one. */
function foreignToType({ key, path, type, ...clause }: AttributeClause): readonly LintFact[] {
  const foreign = (part: 'min' | 'max' | 'pattern', what: string, types: typeof numeric): readonly LintFact[] => {
    if (clause[part] === undefined || types.includes(type)) return []
    const reason = `\`${part}\` of \`${key}\` is about ${what}, and its type is ${type}`
    return [fact(path, `${part} of ${type}`, reason, `correct the type, or remove \`${part}\``)]
  }
  return [
    ...foreign('min', 'numbers', numeric),
    ...foreign('max', 'numbers', numeric),
    ...foreign('pattern', 'text', textual),
  ]
}

/** What nothing reads without another key: warnings, since the clause itself can be met. */
function deadParts(
  clause: AttributeClause,
  definition: AttributeClause | undefined,
  contract: Contract,
): readonly LintFact[] {
  const { key, path, requirement } = clause
  const isDefinition = definition?.path === path
  const warning = (part: string, reason: string, help: string): LintFact => ({
    ...fact(path, part, reason, help),
    severity: 'warning',
  })
  const facts: LintFact[] = []
  if (clause.open !== undefined && clause.enum === undefined && (isDefinition || definition?.open === undefined)) {
    const reason = `\`open\` of \`${key}\` says nothing, because the clause has no \`enum\``
    facts.push(warning('open', reason, 'add an `enum`, or remove `open`'))
  }
  // What the requirement of another place overrides, a definition or a refined clause, is no slip.
  if (!isDefinition && requirement !== 'conditional' && isWritten(contract, path, 'condition')) {
    const reason = `\`condition\` of \`${key}\` says nothing, because the attribute is ${requirement}`
    facts.push(warning('condition', reason, 'write `requirement: conditional`, or remove `condition`'))
  }
  return facts
}

/** Whether the clause itself has the key, in the file that says it last. */
function isWritten(contract: Contract, path: string, key: string): boolean {
  const [clause, part] = [contract.locate(path), contract.locate(`${path}.${key}`)]
  return clause?.file === part?.file && (clause?.line !== part?.line || clause?.column !== part?.column)
}

function bounded(min: number | undefined, max: number | undefined): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

function contradictionsOfSpan(span: SpanClause): readonly LintFact[] {
  const { id, path, duration } = span
  const facts = [
    ...crossed(`${path}.count`, span.count, `the count of span \`${id}\``),
    ...span.events.flatMap(contradictionsOfEvent),
    ...span.links.flatMap((link) => crossed(`${link.path}.count`, link.count, `the count of links of span \`${id}\``)),
  ]
  if (duration !== undefined) {
    facts.push(
      ...crossed(`${path}.duration`, bounded(nano(duration.min), nano(duration.max)), `the duration of span \`${id}\``),
    )
  }
  for (const key of ['parent', 'ancestor'] as const) {
    if (span[key]?.every((other) => other === id)) {
      const reason = `span \`${id}\` is only ever below itself`
      facts.push(fact(`${path}.${key}`, key, reason, `name another span, or \`entry\`, under \`${key}\``))
    }
  }
  return facts
}

const demanding: readonly string[] = ['required', 'recommended']

function contradictionsOfEvent({ name, path, requirement, count }: EventClause): readonly LintFact[] {
  const facts = crossed(`${path}.count`, count, `the count of event \`${name}\``)
  if (demanding.includes(requirement) && count?.max === 0) {
    const reason = `event \`${name}\` is ${requirement}, and its count allows none`
    facts.push(fact(`${path}.count`, 'max', reason, 'write `requirement: forbidden`, or raise `count.max`'))
  }
  if (requirement === 'forbidden' && (count?.min ?? 0) > 0) {
    const reason = `event \`${name}\` is forbidden, and its count demands some`
    facts.push(fact(`${path}.count`, 'requirement', reason, 'remove `requirement: forbidden`, or the count'))
  }
  return facts
}

function nano(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : durationNano(duration)
}

/** A refinement tightens; what its base demands it cannot forbid, and the reverse. */
function contradictionsOfRefinement(span: SpanClause, contract: Contract): readonly LintFact[] {
  const base = contract.spans.find((other) => other.id === span.refines)
  if (base === undefined) return []
  return span.attributes.flatMap((clause) => {
    const refined = base.attributes.find((other) => other.key === clause.key)
    if (refined === undefined || refined.when !== undefined || clause.when !== undefined) return []
    const requirements = [refined.requirement, clause.requirement]
    if (!requirements.includes('required') || !requirements.includes('forbidden')) return []
    const reason = `\`${clause.key}\` is ${refined.requirement} on span \`${base.id}\` and ${clause.requirement} on \`${span.id}\`, which refines it`
    return [
      fact(clause.path, base.id, reason, 'give both the same requirement, or move the stricter one to a condition'),
    ]
  })
}

/** Two clauses with one selector: only the first would ever be checked. */
function equalSelectors(contract: Contract): readonly LintFact[] {
  const firstByKey = new Map<string, SpanClause>()
  return judgedSpans(contract).flatMap((span) =>
    selectorKey(span).flatMap((key) => {
      const first = firstByKey.get(key)
      if (first === undefined) firstByKey.set(key, span)
      if (first === undefined || first === span || span.refines === first.id || first.refines === span.id) return []
      const reason = `spans \`${first.id}\` and \`${span.id}\` select the same spans`
      return [fact(span.path, first.id, reason, `add a key to one \`match\`, or write \`refines: ${first.id}\``)]
    }),
  )
}
