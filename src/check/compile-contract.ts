import type { AttributeClause, Contract, EventClause, SpanClause } from '../model/contract.ts'
import { severities, type Severity } from '../model/finding.ts'
import {
  type AttributeRule,
  type CompileContext,
  type Compiled,
  type Facts,
  type Rule,
  type RunCheck,
  rules,
} from '../rules/index.ts'
import { compileSelector } from '../selectors/index.ts'
import type { ClauseCheck } from './clause-reference.ts'
import { compileSelections } from './compile-selections.ts'
import {
  isFamily,
  type AttributeCheck,
  type AttributeChecks,
  type Bound,
  type CompiledClause,
  type CompiledContract,
  type CompiledEvent,
  type FamilyChecks,
  type HolderChecks,
  type SpanCheck,
} from './compiled-contract.ts'

export interface CompileSettings {
  readonly now: number
  readonly show: CompileContext['show']
  /** Severities by rule id; `off` removes the rule. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  readonly leastSeverity: Severity
}

/** Compiles a contract once; every check it makes gets a line in `table`. */
export function compileContract(
  contract: Contract,
  settings: CompileSettings,
  table: ClauseCheck[],
): Omit<CompiledContract, 'trajectories'> {
  const context: CompileContext = { contract, now: settings.now, show: settings.show }

  // A clause is compiled for every selection it is part of; its findings are those of one line.
  const lines = new Map<string, number>()
  const bind = <Check>(rule: Rule, compiled: Compiled<Check>, path: string, own: boolean): Bound<Check>[] => {
    const configured = settings.severities[rule.id]
    if (configured === 'off') return []
    const severity = configured ?? packSeverity(contract, compiled.severity ?? rule.severity)
    if (severities.indexOf(severity) > severities.indexOf(settings.leastSeverity)) return []
    const line: ClauseCheck = { rule, contract, severity, path: path + (compiled.path ?? ''), own }
    const key = `${rule.id} ${severity} ${line.path}`
    const known = lines.get(key)
    if (known !== undefined) return [{ id: known, rule, check: compiled.check }]
    lines.set(key, table.length)
    table.push(line)
    return [{ id: table.length - 1, rule, check: compiled.check }]
  }

  const attributeChecks = (clause: AttributeClause, holder: HolderKind): AttributeChecks => {
    const present: Bound<AttributeCheck>[] = []
    const absent: Bound<AttributeCheck>[] = []
    for (const rule of attributeRules(holder)) {
      const compiled = rule.compile(clause, context)
      if (compiled === undefined) continue
      const bound = bind(rule, compiled, clause.path, clause.own)
      if (rule.asks !== 'absent') present.push(...bound)
      if (rule.asks !== 'present') absent.push(...bound)
    }
    return {
      clause,
      when: clause.when === undefined ? undefined : compileSelector(clause.when),
      present,
      absent,
      recording: (rules as readonly Rule[]).flatMap((rule) => {
        if (rule.scope !== 'recording') return []
        const compiled = rule.compile(clause, context)
        return compiled === undefined ? [] : bind(rule, compiled, clause.path, clause.own)
      }),
    }
  }

  const holderChecks = (clauses: readonly AttributeClause[], holder: HolderKind): HolderChecks => ({
    keys: clauses
      .filter((clause) => !isFamily(clause))
      .map((clause) => attributeChecks(clause, holder))
      .filter(({ present, absent, recording }) => present.length + absent.length + recording.length > 0),
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
