import type { ClauseOrigin } from './clause-origin.ts'
import type { SourceName } from './source-name.ts'
import type { SpanKind, StatusCode } from './span.ts'
import type { Literal, Selector } from './selector.ts'
import type { TrajectoryClause } from './trajectory.ts'

export const requirements = ['required', 'conditional', 'recommended', 'optional', 'forbidden'] as const
export type Requirement = (typeof requirements)[number]

export const valueTypes = [
  'string',
  'int',
  'double',
  'boolean',
  'string[]',
  'int[]',
  'double[]',
  'boolean[]',
  'map',
  'any',
] as const
export type ValueType = (typeof valueTypes)[number]

export const sensitivities = ['public', 'internal', 'content', 'personal', 'secret'] as const
export type Sensitivity = (typeof sensitivities)[number]

export const stabilities = ['stable', 'experimental'] as const
export type Stability = (typeof stabilities)[number]

export interface Deprecation {
  /** Version of the contract since which the thing is deprecated. */
  readonly since?: string
  readonly renamedTo?: string
  /** ISO date until which both names are emitted. */
  readonly sunset?: string
  readonly reason?: string
  readonly note?: string
}

/** What a contract says of one attribute key, or of a family of keys (`prefix.*`). Short forms are expanded. */
export interface AttributeClause extends ClauseOrigin {
  readonly key: string
  readonly requirement: Requirement
  readonly type?: ValueType
  readonly when?: Selector
  /** Prose that no check decides. */
  readonly condition?: string
  readonly enum?: readonly Literal[]
  /** Other values are a warning, not an error. */
  readonly open?: boolean
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
  readonly unit?: string
  /** JSON Schema, resolved: files and `spanpact:` names are replaced by their content. */
  readonly schema?: Readonly<Record<string, unknown>> | boolean
  readonly minDistinct?: number
  readonly maxDistinct?: number
  readonly sensitivity?: Sensitivity
  readonly role?: string
  readonly stability?: Stability
  readonly deprecated?: Deprecation
  readonly renamedFrom?: string
  readonly meaning?: string
  readonly examples?: readonly unknown[]
  readonly brief?: string
  readonly annotations?: Readonly<Record<string, unknown>>
}

/** Inclusive bounds; an absent bound is no bound. `max: 0` means none. */
export interface Bounds {
  readonly min?: number
  readonly max?: number
}

export interface CountClause extends Bounds {
  readonly per: 'run' | 'trace' | 'parent' | 'recording'
}

export interface EventClause extends ClauseOrigin {
  readonly name: string
  readonly requirement: Requirement
  readonly when?: Selector
  readonly count?: Bounds
  readonly attributes: readonly AttributeClause[]
  readonly deprecated?: Deprecation
}

export interface LinkClause extends ClauseOrigin {
  /** Span ids of the contract the link must lead to; absent: any span. */
  readonly to?: readonly string[]
  readonly count: Bounds
  readonly attributes: readonly AttributeClause[]
}

export interface ScopeClause {
  /** Literal, `/regex/`, or any of several. */
  readonly name?: readonly string[]
  readonly version?: readonly string[]
}

/** One span of a contract with everything it inherits: packs, attribute definitions, the clause it refines. */
export interface SpanClause extends ClauseOrigin {
  /** The stable identity that survives renames. */
  readonly id: string
  /** Literal, `{attribute}` template, or `/regex/`; any of several. Empty: the name is not checked. */
  readonly name: readonly string[]
  readonly match?: Selector
  readonly kind?: readonly SpanKind[]
  readonly parent?: readonly string[]
  readonly ancestor?: readonly string[]
  readonly count?: CountClause
  readonly attributes: readonly AttributeClause[]
  readonly closed: boolean
  readonly events: readonly EventClause[]
  readonly links: readonly LinkClause[]
  readonly resource: readonly AttributeClause[]
  readonly scope?: ScopeClause
  readonly status?: readonly StatusCode[]
  /** Durations as written, `30s`, `250ms`. */
  readonly duration?: { readonly min?: string; readonly max?: string }
  readonly sampling?: readonly string[]
  readonly refines?: string
  readonly exercise?: 'required' | 'optional'
  readonly stability?: Stability
  readonly deprecated?: Deprecation
  readonly renamedFrom?: string
  readonly splitFrom?: string
  readonly mergedFrom?: readonly string[]
  readonly inferred?: boolean
  readonly brief?: string
  readonly annotations?: Readonly<Record<string, unknown>>
}

/** One key under `trace:`; which keys exist, and their shapes, is said by the rules that read them. */
export interface TraceClause extends ClauseOrigin {
  readonly key: string
  readonly value: unknown
}

export interface PrivacyClause extends ClauseOrigin {
  readonly deny: readonly string[]
  readonly canaries: readonly Canary[]
}

/** A second record of the traffic; its file lies beside the recording, or is named on the command line. */
export interface SourceClause extends ClauseOrigin {
  readonly name: SourceName
  /** Span attribute that joins runs with its rows; null: the default of the reconciliation. */
  readonly key: string | null
}

/** One entry under `reconcile:`; which there are, and their shapes, is said by the reconciliations. */
export interface ReconcileClause extends ClauseOrigin {
  readonly id: string
  readonly options: unknown
}

/** A planted text. */
export interface Canary {
  /** Last part of its path; never the text, which is a secret. */
  readonly name: string
  readonly text: string
}

/** What a producer promises, resolved: packs are merged in, short forms expanded, every clause knows its place. */
export interface Contract {
  readonly name: string
  readonly version: string | null
  readonly owner: string | null
  readonly brief: string | null
  readonly stability: Stability
  /** Path as shown in reports, relative, with `/`. */
  readonly file: string
  /** Absolute folder that relative paths in the contract start from. */
  readonly folder: string
  readonly recordings: readonly string[]
  readonly appliesTo: Selector | null
  /** Definitions by key; span clauses are already merged with them. */
  readonly attributes: readonly AttributeClause[]
  readonly spans: readonly SpanClause[]
  readonly trace: readonly TraceClause[]
  readonly privacy: PrivacyClause | null
  readonly sources: readonly SourceClause[]
  readonly reconcile: readonly ReconcileClause[]
  readonly trajectories: readonly TrajectoryClause[]
  readonly resource: readonly AttributeClause[]
  /** Shipped packs this contract extends, by name. */
  readonly packs: readonly string[]
  /** True for a shipped pack used as it is, when a recording has no contract. */
  readonly isPack: boolean
  /** Line and column, from 1, of a clause path in `file`; undefined for clauses of a pack. */
  readonly locate: (
    path: string,
  ) => { readonly file: string; readonly line: number; readonly column: number } | undefined
}
