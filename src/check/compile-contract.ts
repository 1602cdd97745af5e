import type { AttributeClause, Contract, EventClause, SpanClause } from '../model/contract.ts'
import type { Severity } from '../model/finding.ts'
import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import {
  type AttributeHolder,
  type AttributeRule,
  type CompileContext,
  type Compiled,
  type Facts,
  type RecordingAccumulator,
  type Rule,
  type RunCheck,
  rules,
} from '../rules/index.ts'
import { compileSelector, type CompiledSelector } from '../selectors/index.ts'
import { compileClauseIndex } from './clause-index.ts'
import type { ClauseCheck } from './clause-reference.ts'

type AttributeCheck = (value: Value | undefined, holder: AttributeHolder, span: Span) => Facts
type SpanCheck = (span: Span) => Facts

/** A check with its place in the table of clause checks. */
export interface Bound<Check> {
  readonly id: number
  readonly check: Check
}

/** Everything asked of one attribute key of one kind of holder. */
export interface AttributeChecks {
  readonly clause: AttributeClause
  readonly when: CompiledSelector | undefined
  readonly checks: readonly Bound<AttributeCheck>[]
  readonly recording: readonly Bound<() => RecordingAccumulator>[]
}

/** A family of keys, `prefix.*`. */
export interface FamilyChecks {
  readonly prefix: string
  /** Asked once per holder, with no value: what rests on absence. */
  readonly whole: AttributeChecks
  readonly forKey: (key: string) => AttributeChecks
}

export interface HolderChecks {
  readonly keys: readonly AttributeChecks[]
  readonly families: readonly FamilyChecks[]
}

export interface CompiledEvent {
  readonly clause: EventClause
  readonly when: CompiledSelector | undefined
  /** Asked of the span: whether and how often it has the event. */
  readonly spanChecks: readonly Bound<SpanCheck>[]
  readonly attributes: HolderChecks
}

export interface CompiledClause {
  readonly clause: SpanClause
  readonly attributes: HolderChecks
  readonly resource: HolderChecks
  readonly links: HolderChecks
  readonly spanChecks: readonly Bound<SpanCheck>[]
  /** Checks that wait for log records: they read events. */
  readonly deferred: readonly Bound<SpanCheck>[]
  readonly events: readonly CompiledEvent[]
}

/**
 * What a contract says of a span: the team's own clause, and what an inherited pack says beside it. Where both speak of
 * the same field or attribute, only the own clause is asked.
 */
export interface CompiledSelection {
  /** The own clause, else the inherited one. */
  readonly clause: SpanClause
  readonly isOwn: boolean
  /** Ids of the selecting clauses and of those they refine. */
  readonly ids: readonly string[]
  readonly parts: readonly CompiledClause[]
}

export interface CompiledContract {
  readonly contract: Contract
  /** Position of the selection for a span, or -1. Selections are compiled when they first occur. */
  readonly select: (span: Span) => number
  /** Whether attributes that the span dropped leave open which clause selects it. */
  readonly leavesOpen: (span: Span) => boolean
  readonly selection: (position: number) => CompiledSelection
  readonly appliesTo: CompiledSelector | undefined
  /** Whether some span clause is the team's own: then only those make the contract apply. */
  readonly hasOwnSpans: boolean
  readonly anySpan: readonly Bound<SpanCheck>[]
  /** What a contract without span clauses asks of the resource of every span. */
  readonly resource: HolderChecks
  /** Asked only of spans that no clause selects. */
  readonly unknownSpan: readonly Bound<SpanCheck>[]
  readonly runChecks: readonly Bound<RunCheck>[]
  readonly contractChecks: readonly Bound<(exercised: ReadonlySet<string>) => Facts>[]
}

export interface CompileSettings {
  readonly now: number
  readonly show: CompileContext['show']
  /** Severities by rule id; `off` removes the rule. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>
}

/** Compiles a contract once; every check it makes gets a line in `table`. */
export function compileContract(contract: Contract, settings: CompileSettings, table: ClauseCheck[]): CompiledContract {
  const context: CompileContext = { contract, now: settings.now, show: settings.show }

  // A clause is compiled for every selection it is part of; its findings are those of one line.
  const lines = new Map<string, number>()
  const bind = <Check>(rule: Rule, compiled: Compiled<Check>, path: string, own: boolean): Bound<Check>[] => {
    const configured = settings.severities[rule.id]
    if (configured === 'off') return []
    const severity = configured ?? packSeverity(contract, compiled.severity ?? rule.severity)
    const line: ClauseCheck = { rule, contract, severity, path: path + (compiled.path ?? ''), own }
    const key = `${rule.id} ${severity} ${line.path}`
    const known = lines.get(key)
    if (known !== undefined) return [{ id: known, check: compiled.check }]
    lines.set(key, table.length)
    table.push(line)
    return [{ id: table.length - 1, check: compiled.check }]
  }

  const attributeChecks = (clause: AttributeClause, holder: HolderKind): AttributeChecks => ({
    clause,
    when: clause.when === undefined ? undefined : compileSelector(clause.when),
    checks: attributeRules(holder).flatMap((rule) => {
      const compiled = rule.compile(clause, context)
      return compiled === undefined ? [] : bind(rule, compiled, clause.path, clause.own)
    }),
    recording: (rules as readonly Rule[]).flatMap((rule) => {
      if (rule.scope !== 'recording') return []
      const compiled = rule.compile(clause, context)
      return compiled === undefined ? [] : bind(rule, compiled, clause.path, clause.own)
    }),
  })

  const holderChecks = (clauses: readonly AttributeClause[], holder: HolderKind): HolderChecks => ({
    keys: clauses
      .filter((clause) => !isFamily(clause))
      .map((clause) => attributeChecks(clause, holder))
      .filter((checks) => checks.checks.length > 0 || checks.recording.length > 0),
    families: clauses
      .filter(isFamily)
      .toSorted((left, right) => right.key.length - left.key.length)
      .map((clause) => familyChecks(clause, (one) => attributeChecks(one, holder))),
  })

  const compileEvent = (clause: EventClause): CompiledEvent => ({
    clause,
    when: clause.when === undefined ? undefined : compileSelector(clause.when),
    spanChecks: (rules as readonly Rule[]).flatMap((rule) => {
      const compiled = rule.scope === 'event' ? rule.compile(clause, context) : undefined
      return compiled === undefined ? [] : bind(rule, compiled, clause.path, clause.own)
    }),
    attributes: holderChecks(clause.attributes, 'event'),
  })

  const compileClause = (clause: SpanClause, deprecated: readonly AttributeClause[]): CompiledClause => {
    const spanChecks: Bound<SpanCheck>[] = []
    const deferred: Bound<SpanCheck>[] = []
    for (const rule of rules as readonly Rule[]) {
      if (rule.scope !== 'span') continue
      const compiled = rule.compile(clause, context)
      if (compiled !== undefined) {
        const list = rule.deferred === true ? deferred : spanChecks
        list.push(...bind(rule, compiled, clause.path, clause.own))
      }
    }
    return {
      clause,
      attributes: holderChecks([...clause.attributes, ...deprecated], 'span'),
      resource: holderChecks(clause.resource, 'resource'),
      links: holderChecks(
        clause.links.flatMap((link) => link.attributes),
        'link',
      ),
      spanChecks,
      deferred,
      events: clause.events.map(compileEvent),
    }
  }

  const anySpan: Bound<SpanCheck>[] = []
  const unknownSpan: Bound<SpanCheck>[] = []
  const runChecks: Bound<RunCheck>[] = []
  const contractChecks: Bound<(exercised: ReadonlySet<string>) => Facts>[] = []
  const bindRunCheck = (rule: Rule, check: RunCheck | undefined, path: string, own: boolean): void => {
    if (check === undefined) return
    const { severity, path: below } = check
    runChecks.push(
      ...bind(
        rule,
        { check, ...(severity === undefined ? {} : { severity }), ...(below === undefined ? {} : { path: below }) },
        path,
        own,
      ),
    )
  }
  for (const rule of rules as readonly Rule[]) {
    if (rule.scope === 'any-span') {
      const key = rule.clause?.key
      const clause = key === undefined ? undefined : contract.trace.find((entry) => entry.key === key)
      if (key !== undefined && clause === undefined && rule.unlessWritten !== true) continue
      const compiled = rule.compile(clause, context)
      if (compiled === undefined) continue
      const path = clause?.path ?? compiled.clausePath ?? 'trace'
      const bound = bind(rule, compiled, path, clause?.own ?? compiled.own ?? true)
      ;(rule.unselectedOnly === true ? unknownSpan : anySpan).push(...bound)
    } else if (rule.scope === 'run') {
      const clause = contract.trace.find((entry) => entry.key === rule.clause.key)
      if (clause !== undefined) bindRunCheck(rule, rule.compile(clause, context), clause.path, clause.own)
    } else if (rule.scope === 'span-run') {
      for (const clause of contract.spans) {
        bindRunCheck(rule, rule.compile(clause, context), clause.path, clause.own)
      }
    } else if (rule.scope === 'contract') {
      const compiled = rule.compile(context)
      if (compiled !== undefined) contractChecks.push(...bind(rule, compiled, 'spans', true))
    }
  }

  return {
    contract,
    ...compileSelections(contract, compileClause),
    appliesTo: contract.appliesTo === null ? undefined : compileSelector(contract.appliesTo),
    hasOwnSpans: contract.spans.some((clause) => clause.own),
    anySpan,
    resource: holderChecks(contract.spans.length === 0 ? contract.resource : [], 'resource'),
    unknownSpan,
    runChecks,
    contractChecks,
  }
}

function compileSelections(
  contract: Contract,
  compileClause: (clause: SpanClause, deprecated: readonly AttributeClause[]) => CompiledClause,
): Pick<CompiledContract, 'select' | 'selection' | 'leavesOpen'> {
  const own = contract.spans.filter((clause) => clause.own)
  const inherited = contract.spans.filter((clause) => !clause.own)
  const selectOwn = compileClauseIndex(own)
  const selectInherited = compileClauseIndex(inherited)
  const selections: CompiledSelection[] = []
  const positions = new Map<number, number>()

  const compileSelection = (
    ownClause: SpanClause | undefined,
    packClause: SpanClause | undefined,
  ): CompiledSelection => {
    const clause = (ownClause ?? packClause)!
    const pack = ownClause === undefined || packClause === undefined ? undefined : beside(packClause, ownClause)
    // Attributes are asked in one place, so that a closed clause knows those the pack declares.
    const attributes = [...clause.attributes, ...(pack?.attributes ?? [])]
    const first = { ...clause, attributes, resource: [...contract.resource, ...clause.resource] }
    return {
      clause,
      isOwn: ownClause !== undefined,
      ids: [...new Set([ownClause, packClause].flatMap((one) => (one === undefined ? [] : refinedIds(one, contract))))],
      parts: [
        compileClause(first, deprecatedDefinitions([first], contract)),
        ...(pack === undefined ? [] : [compileClause({ ...pack, attributes: [] }, [])]),
      ],
    }
  }

  const selectors = contract.spans.flatMap(({ match }) => (match === undefined ? [] : [compileSelector(match)]))

  return {
    selection: (position) => selections[position]!,
    leavesOpen: (span) => span.droppedAttributes > 0 && selectors.some((selector) => selector.test(span) === undefined),
    select(span) {
      const ownAt = own.length === 0 ? -1 : selectOwn(span)
      const packAt = inherited.length === 0 ? -1 : selectInherited(span)
      if (ownAt === -1 && packAt === -1) return -1
      const key = (ownAt + 1) * (inherited.length + 1) + packAt + 1
      let position = positions.get(key)
      if (position === undefined) {
        position = selections.length
        selections.push(compileSelection(own[ownAt], inherited[packAt]))
        positions.set(key, position)
      }
      return position
    },
  }
}

/** What a pack's clause still says of a span that an own clause selects too: what the own clause is silent about. */
function beside(pack: SpanClause, own: SpanClause): SpanClause {
  const { kind, status, duration, scope, ...rest } = pack
  const without = <Clause>(
    clauses: readonly Clause[],
    said: readonly Clause[],
    name: (clause: Clause) => string,
  ): Clause[] => clauses.filter((clause) => !said.some((other) => name(other) === name(clause)))
  return {
    ...rest,
    name: own.name.length > 0 ? [] : pack.name,
    attributes: without(pack.attributes, own.attributes, (clause) => clause.key).filter(
      ({ key }) => !own.attributes.some((said) => isFamily(said) && key.startsWith(said.key.slice(0, -1))),
    ),
    events: without(pack.events, own.events, (clause) => clause.name),
    resource: without(pack.resource, own.resource, (clause) => clause.key),
    links: own.links.length > 0 ? [] : pack.links,
    closed: false,
    ...(kind === undefined || own.kind !== undefined ? {} : { kind }),
    ...(status === undefined || own.status !== undefined ? {} : { status }),
    ...(duration === undefined || own.duration !== undefined ? {} : { duration }),
    ...(scope === undefined || own.scope !== undefined ? {} : { scope }),
  }
}

/** A pack that nobody asked for advises; it never fails a build. */
function packSeverity(contract: Contract, severity: Severity): Severity {
  return contract.isPack && severity === 'error' ? 'warning' : severity
}

type HolderKind = 'span' | 'event' | 'link' | 'resource'

const holdersByDefault: readonly HolderKind[] = ['span', 'event', 'link']

function attributeRules(holder: HolderKind): AttributeRule[] {
  return (rules as readonly Rule[]).filter(
    (rule): rule is AttributeRule => rule.scope === 'attribute' && (rule.holders ?? holdersByDefault).includes(holder),
  )
}

function isFamily(clause: AttributeClause): boolean {
  return clause.key.endsWith('.*')
}

/** Keys of a family come from the recording: only so many are compiled. */
const rememberedFamilyKeys = 1024

function familyChecks(clause: AttributeClause, compile: (clause: AttributeClause) => AttributeChecks): FamilyChecks {
  const byKey = new Map<string, AttributeChecks>()
  let others: AttributeChecks | undefined
  const member: AttributeClause = {
    ...clause,
    requirement: clause.requirement === 'forbidden' ? 'forbidden' : 'optional',
  }
  return {
    prefix: clause.key.slice(0, -1),
    // Values are gathered per key.
    whole: { ...compile(clause), recording: [] },
    forKey(key) {
      let checks = byKey.get(key)
      if (checks !== undefined) return checks
      // Beyond the bound, facts name the family instead of the key.
      if (byKey.size >= rememberedFamilyKeys) return (others ??= compile(member))
      checks = compile({ ...member, key })
      byKey.set(key, checks)
      return checks
    },
  }
}

/** Definitions the contract calls deprecated hold wherever one of its clauses selects a span. */
function deprecatedDefinitions(clauses: readonly SpanClause[], contract: Contract): AttributeClause[] {
  const said = new Set(clauses.flatMap((clause) => clause.attributes.map((attribute) => attribute.key)))
  return contract.attributes
    .filter((definition) => definition.deprecated !== undefined && !said.has(definition.key))
    .map((definition) => ({ ...definition, requirement: 'optional' }))
}

function refinedIds(clause: SpanClause, contract: Contract): string[] {
  const ids: string[] = []
  let current: SpanClause | undefined = clause
  while (current !== undefined && !ids.includes(current.id)) {
    ids.push(current.id)
    const refined: string | undefined = current.refines
    current = contract.spans.find((other) => other.id === refined)
  }
  return ids
}
