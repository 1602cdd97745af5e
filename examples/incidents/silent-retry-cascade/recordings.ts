import { changeAll, type Attributes, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'researcher'
const below = { service, parent: 'research' }

/** Every model call sends the system prompt again. */
const promptTokens = 4000
const stepMs = 2000

interface Call {
  readonly tool: string
  readonly query: string
  /** Errors of its tries; a call without any succeeds at once, one with two is tried twice. */
  readonly errors?: readonly string[]
  /** Whether the call succeeds after these errors. */
  readonly fails?: true
}

/** A loop in which each model call asks for one tool call; nothing says so but the order. */
function research(...calls: readonly Call[]): readonly SpanSketch[] {
  return [
    agentRun('researcher', { service, label: 'research', at: 0, lasts: calls.length * stepMs + 100 }),
    ...calls.flatMap((call, index) => [
      modelCall([promptTokens + 150 * index, 80], {
        ...below,
        label: `think ${index}`,
        at: index * stepMs + 50,
        lasts: 600,
      }),
      ...tries(call, index),
    ]),
  ]
}

function tries({ tool, query, errors = [], fails }: Call, index: number): readonly SpanSketch[] {
  const attributes: Attributes = {
    'gen_ai.tool.call.id': `call_${index}`,
    'gen_ai.tool.call.arguments': JSON.stringify({ query }),
  }
  const place = (one: number): Omit<SpanSketch, 'name' | 'label'> & { readonly label: string } => ({
    ...below,
    label: `call ${index}.${one}`,
    at: index * stepMs + 700 + one * 500,
    lasts: 300,
    attributes,
  })
  const failed = errors.map((error, one) => toolCall(tool, { ...place(one), error }))
  return fails === true ? failed : [...failed, toolCall(tool, place(errors.length))]
}

const report: Call = { tool: 'write_report', query: 'refunds in the EU' }

const good = research(
  { tool: 'search', query: 'refund policy' },
  { tool: 'search', query: 'refund policy EU', errors: ['timeout', 'timeout'], fails: true },
  { tool: 'search_cache', query: 'refund policy EU' },
  { tool: 'search', query: 'refund deadline EU' },
  report,
)

export const recordings: Recordings = {
  good,
  bad: research(...Array.from({ length: 9 }, (): Call => ({ tool: 'search', query: 'refund policy EU' })), report),
  'bad-permanent': research({ tool: 'search', query: '', errors: ['validation_error'] }, report),
  blind: changeAll(good, { attributes: { 'gen_ai.tool.call.arguments': undefined } }, ({ name }) =>
    name.startsWith('execute_tool'),
  ),
}
