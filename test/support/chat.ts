import type { SpanSketch } from './span.ts'

/** A model call named `chat gpt-5` that the clause of `think` selects. */
export function chat(attributes: Record<string, unknown> = {}, rest: Partial<SpanSketch> = {}): SpanSketch {
  return { name: 'chat gpt-5', kind: 'client', ...rest, attributes: { 'gen_ai.operation.name': 'chat', ...attributes } }
}

/** A span that the clause of `think` does not select. */
export const tool: SpanSketch = { name: 'execute_tool refund', attributes: { 'gen_ai.operation.name': 'execute_tool' } }

/** A contract with one span clause, in YAML flow style: `think('attributes: { gen_ai.request.model: string }')`. */
export function think(keys: string): string {
  return `spans: { think: { match: { gen_ai.operation.name: chat }, ${keys} } }`
}
