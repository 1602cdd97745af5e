import { isValueMap, type Value } from '../model/value.ts'
import type { Span } from '../model/span.ts'

/** Attributes that hold the list of tools a model or an agent may call. */
const listKeys = [
  'gen_ai.tool.definitions',
  'gen_ai.request.tools',
  'llm.request.functions',
  'ai.prompt.tools',
] as const

/** OpenInference and OpenLLMetry write one attribute per tool. */
const memberKey = /^(?:llm\.tools\.\d+\.tool\.json_schema|llm\.request\.functions\.\d+\.name)$/

/** Names of the tools a span says the model may call; undefined where it says nothing of them. */
export function toolsOfferedBy(span: Span): readonly string[] | undefined {
  const found: string[] = []
  let isSaid = false
  for (const key of listKeys) {
    const value = span.attributes.get(key)
    if (value === undefined) continue
    const names = namesIn(value)
    if (names === undefined) continue
    isSaid = true
    found.push(...names)
  }
  for (const key of span.attributes.keys()) {
    if (!memberKey.test(key)) continue
    isSaid = true
    const value = span.attributes.get(key)!
    found.push(...(key.endsWith('.name') ? (typeof value === 'string' ? [value] : []) : (namesIn(value) ?? [])))
  }
  return isSaid ? [...new Set(found)] : undefined
}

/** Names in a list of definitions, in one definition, or in their JSON text; undefined for anything else. */
function namesIn(value: Value): readonly string[] | undefined {
  const parsed = typeof value === 'string' ? parse(value) : value
  if (parsed === undefined) return undefined
  const items: readonly Value[] = Array.isArray(parsed) ? (parsed as readonly Value[]) : [parsed]
  const names = items.flatMap((item) => {
    const one = typeof item === 'string' ? parse(item) : item
    const name = one === undefined ? undefined : nameOf(one)
    return name === undefined ? [] : [name]
  })
  return names.length === 0 && items.length > 0 ? undefined : names
}

function nameOf(definition: Value): string | undefined {
  if (definition === null || typeof definition !== 'object' || !isValueMap(definition)) return undefined
  const inner = definition['function']
  const holder = inner !== undefined && isValueMap(inner) ? inner : definition
  const { name } = holder
  return typeof name === 'string' ? name : undefined
}

function parse(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}
