import { compareText } from '../model/compare-text.ts'
import type { Span } from '../model/span.ts'
import { compileNames } from '../selectors/index.ts'
import { nameShape, type Place } from './name-shape.ts'
import type { SpanGroup } from './span-group.ts'

/** Names written out; more than these say nothing of the next one. */
const longestList = 24
const shortestValue = 2

/** Keys that conventions put into span names, best first. */
const nameKeys = [
  'gen_ai.tool.name',
  'gen_ai.agent.name',
  'gen_ai.workflow.name',
  'gen_ai.request.model',
  'gen_ai.data_source.id',
  'gen_ai.agent.id',
  'mcp.method.name',
  'mcp.resource.uri',
  'gen_ai.prompt.name',
  'tool.name',
  'agent.name',
  'traceloop.entity.name',
  'ai.toolCall.name',
  'http.request.method',
  'http.method',
  'http.route',
  'db.operation.name',
  'db.collection.name',
  'messaging.operation.name',
  'messaging.destination.name',
  'rpc.service',
  'rpc.method',
]

/**
 * Names of the spans of a group that attributes select: a template where a part equals an attribute in all spans, else
 * the names, with patterns for numbers and ids in them; none where there are too many to be all.
 */
export function draftNames(group: SpanGroup, find: (text: string) => readonly Place[]): readonly string[] {
  const spans = [...group.names.values()].sort((left, right) => compareText(left.name, right.name))
  const selecting = Object.keys(group.grouping?.match ?? {}).filter(
    (key) => typeof group.grouping?.match[key] === 'string',
  )
  const template = bestTemplate(spans, new Set(selecting), find)
  if (template !== undefined) return [template]
  const shapes = new Set(spans.map(({ name }) => nameShape(name, find(name))))
  return group.hasMoreNames || shapes.size > longestList ? [] : [...shapes].sort(compareText)
}

function bestTemplate(
  spans: readonly Span[],
  selecting: ReadonlySet<string>,
  find: (text: string) => readonly Place[],
): string | undefined {
  const isVaried = spans.length > 1
  const found = new Set(spans.flatMap((span) => templatesOf(span, isVaried, selecting)))
  const holding = [...found].filter((template) => {
    // What stays of the name must be fit to be written, and mean itself.
    const rest = template.replace(/\{[^{}]+\}/g, '')
    if (/[{}]/.test(rest) || find(rest).length > 0 || nameShape(rest, []) !== rest) return false
    const names = compileNames([template])
    return spans.every((span) => names.matches(span) === true)
  })
  return holding.sort((left, right) => rankOf(left) - rankOf(right) || compareText(left, right))[0]
}

/** Fewer characters of the name itself first: they are what the attributes leave unexplained; then the usual keys. */
function rankOf(template: string): number {
  const keys = [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => nameKeys.indexOf(match[1]!))
  return keys.reduce((sum, position) => sum + (position === -1 ? nameKeys.length : position), 0) - keys.length * 1000
}

/**
 * Templates with one or two attributes that give the name of the span. A name that never varies is known by usual keys
 * only; `selecting` are keys whose value is the same in the whole group.
 */
function templatesOf(span: Span, isVaried: boolean, selecting: ReadonlySet<string>): readonly string[] {
  const usable = [...span.attributes].flatMap(([key, value]) => {
    if (typeof value !== 'string' && typeof value !== 'number') return []
    const text = String(value)
    const isUsual = nameKeys.includes(key)
    const isUsed = (isUsual || isVaried) && !selecting.has(key)
    return isUsed && text.length >= shortestValue && span.name.includes(text) && !/[{}\s]/.test(key)
      ? [{ key, text }]
      : []
  })
  const single = usable.flatMap((part) => {
    const template = substituted(span.name, part)
    return template === undefined ? [] : [template]
  })
  const double = usable.flatMap((part) =>
    usable.flatMap((other) => {
      if (other.key === part.key || !nameKeys.includes(part.key) || !nameKeys.includes(other.key)) return []
      const once = substituted(span.name, part)
      const twice = once === undefined ? undefined : substituted(once, other)
      return twice === undefined ? [] : [twice]
    }),
  )
  return [...single, ...double]
}

/** The name with a placeholder for the last whole-word occurrence of a value; undefined where it is part of a word. */
function substituted(name: string, { key, text }: { readonly key: string; readonly text: string }): string | undefined {
  const at = name.lastIndexOf(text)
  if (at === -1) return undefined
  const isWhole = !isWordCharacter(name[at - 1]) && !isWordCharacter(name[at + text.length])
  const isInside = name.lastIndexOf('{', at) > name.lastIndexOf('}', at)
  return isWhole && !isInside ? `${name.slice(0, at)}{${key}}${name.slice(at + text.length)}` : undefined
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}
