import { renderDuration, durationNano } from '../../model/duration.ts'
import type { Run, RunRead } from '../../runs/index.ts'
import { answerOf, clockRead, createSpanTests, hasUnknownParent, isOfTranscript, type OwnTests } from './span-tests.ts'
import type { CountBounds, DurationBounds, SpanQuery } from './span-query-shape.ts'
import {
  buildSpanTree,
  childCounts,
  depthsOf,
  descendantCounts,
  ofAncestors,
  ofChildren,
  ofDescendants,
  ofSiblings,
  type Answers,
  type Interval,
  type SpanTree,
} from './span-tree.ts'
import { ofTimes, type TimeRelation } from './span-times.ts'
import { and, no, not, or, unsure, yes } from './ternary.ts'

/** Queries of one assertion, ready for runs; what they ask of single spans is asked while spans stream by. */
export interface CompiledSpanQueries {
  readonly reads: readonly RunRead[]
  /** Opens a run; undefined for one that a message log was made into, which has no spans of its producer. */
  readonly open: (run: Run, hasHoles: boolean) => OpenRun | undefined
}

export interface OpenRun {
  readonly tree: SpanTree
  /** Answers of the query of that position, for each span of the tree. */
  readonly ask: (query: number) => Answers
}

type Evaluate = (context: Context) => Answers

interface Context {
  readonly run: Run
  readonly tree: SpanTree
  readonly answersTo: (test: number) => Answers
}

/** Compiles queries into tests of spans and walks of the tree: linear in the spans for each key, but for n log n in time. */
export function compileSpanQueries(queries: readonly SpanQuery[], name: string): CompiledSpanQueries {
  const tests = createSpanTests()
  let asksTimes = false
  const compile = (query: SpanQuery): Evaluate => {
    const parts: Evaluate[] = []
    const own = ownTests(query)
    if (own !== undefined) {
      const test = tests.add(own)
      parts.push(({ answersTo }) => answersTo(test))
    }
    const stops = query.stopAt === undefined ? undefined : compile(query.stopAt)
    const stopsIn = (context: Context): Answers => stops?.(context) ?? new Uint8Array(context.tree.spans.length)
    const add = (given: SpanQuery | undefined, part: (context: Context, asked: Answers) => Answers): void => {
      if (given === undefined) return
      const asked = compile(given)
      parts.push((context) => part(context, asked(context)))
    }
    const { depth, children, descendants } = query
    if (depth !== undefined) parts.push(({ tree }) => within(depthsOf(tree), depth))
    if (children !== undefined) parts.push(({ tree }) => within(childCounts(tree), children))
    if (descendants !== undefined)
      parts.push((context) => within(descendantCounts(context.tree, stopsIn(context)), descendants))
    add(query.someChild, ({ tree }, asked) => ofChildren(tree, 'some', asked))
    add(query.allChildren, ({ tree }, asked) => ofChildren(tree, 'all', asked))
    add(query.noChild, ({ tree }, asked) => ofChildren(tree, 'some', asked).map(not))
    add(query.someDescendant, (context, asked) => ofDescendants(context.tree, 'some', asked, stopsIn(context)))
    add(query.allDescendants, (context, asked) => ofDescendants(context.tree, 'all', asked, stopsIn(context)))
    add(query.noDescendant, (context, asked) => ofDescendants(context.tree, 'some', asked, stopsIn(context)).map(not))
    add(query.someAncestor, (context, asked) => ofAncestors(context.tree, 'some', asked, stopsIn(context)))
    add(query.allAncestors, (context, asked) => ofAncestors(context.tree, 'all', asked, stopsIn(context)))
    add(query.noAncestor, (context, asked) => ofAncestors(context.tree, 'some', asked, stopsIn(context)).map(not))
    add(query.sibling, ({ tree }, asked) => ofSiblings(tree, asked))
    for (const relation of ['before', 'after', 'overlaps'] as const satisfies readonly TimeRelation[]) {
      asksTimes ||= query[relation] !== undefined
      add(query[relation], ({ run, tree }, asked) => ofTimes(run, tree, relation, asked))
    }
    add(query.not, (_context, asked) => asked.map(not))
    for (const part of query.and ?? []) parts.push(compile(part))
    if (query.or !== undefined) {
      const choices = query.or.map(compile)
      parts.push((context) =>
        joined(
          choices.map((choice) => choice(context)),
          or,
          no,
          context.tree,
        ),
      )
    }
    return (context) =>
      joined(
        parts.map((part) => part(context)),
        and,
        yes,
        context.tree,
      )
  }
  const evaluators = queries.map(compile)
  const read = tests.read(name)
  return {
    reads: asksTimes ? [read, clockRead] : [read],
    open(run, hasHoles) {
      if (run.spans.some(({ values }) => isOfTranscript(values.get(read.name)))) return undefined
      const tree = buildSpanTree(run, hasHoles, ({ values }) => hasUnknownParent(values.get(read.name)))
      const answersTo = (test: number): Answers =>
        Uint8Array.from(tree.spans, ({ values }) => answerOf(values.get(read.name), test))
      return { tree, ask: (query) => evaluators[query]!({ run, tree, answersTo }) }
    },
  }
}

function ownTests({ name, has, hasKeys, status, duration }: SpanQuery): OwnTests | undefined {
  const own = { name, has, hasKeys, status, duration }
  return Object.values(own).some((value) => value !== undefined) ? own : undefined
}

function joined(
  parts: readonly Answers[],
  join: (one: number, other: number) => number,
  start: number,
  { spans }: SpanTree,
): Answers {
  return Uint8Array.from(spans, (_span, at) => parts.reduce((answer, part) => join(answer, part[at]!), start))
}

function within(known: readonly Interval[], bounds: CountBounds): Answers {
  const { min = 0, max = Infinity } = typeof bounds === 'number' ? { min: bounds, max: bounds } : bounds
  return Uint8Array.from(known, ({ low, high }) => {
    if (high < min || low > max) return no
    return low >= min && high <= max ? yes : unsure
  })
}

/** `at least 2 s`, `at most 5 s`, `1 s to 5 s`. */
export function durationWords({ min, max }: DurationBounds): string {
  const words = (given: string): string => renderDuration(durationNano(given)!)
  if (min === undefined) return `at most ${words(max!)}`
  return max === undefined ? `at least ${words(min)}` : `${words(min)} to ${words(max)}`
}
