import { createHash } from 'node:crypto'
import type { Span } from '../model/span.ts'
import { valueOfJson } from './json-attributes.ts'
import { isObject, listOf } from './json-lists.ts'
import { createCallIds } from './call-ids.ts'
import { attachmentsOf } from './inspect-attachments.ts'
import { answerOf, describeModelCall, describeToolCall, modelOf, newMessages } from './inspect-calls.ts'
import { endOf, precisionOf, startOf } from './inspect-times.ts'
import { maxValueDepth } from './limits.ts'
import { field, textField } from './messages/content.ts'
import { scalarText } from './transcript-labels.ts'
import { createSpanBuilder, timedSource, valueMap, type BuildingSpan } from './transcript-span.ts'
import { callPart, textParts } from './transcript-messages.ts'
import { beginRoot } from './transcript-spans.ts'
import { noLabels, type Labels } from './transcript.ts'

/** Where an event of a sample belongs. */
interface Place {
  /** Span that its spans are children of. */
  parent: BuildingSpan
  readonly agent: Invocation
  /** Inside a scorer, which is not the agent. */
  readonly isScoring: boolean
  /** The span of the place itself, where it has one. */
  readonly own: BuildingSpan | null
  /** Opened around the event of a tool call, which then is the parent of what else lies in it. */
  readonly isTool: boolean
}

interface Invocation {
  readonly span: BuildingSpan
  turns: number
}

/** Makes spans of the events of a sample. `scorerCalls` counts the model calls that are left out. */
export function spansOfSample(
  sample: object,
  number: number,
  position: number,
  report: { readonly problem: (message: string) => void; readonly scorerCall: () => void },
): Span[] {
  const events = listOf(field(sample, 'events'))
  const builder = createSpanBuilder(digestOf(sample, number, events[0]))
  const resolve = attachmentsOf(sample)
  const ids = createCallIds()
  const root = beginRoot(builder, labelsOfSample(sample), undefined)
  const atRoot: Place = { parent: root, agent: { span: root, turns: 0 }, isScoring: false, own: null, isTool: false }
  const places = new Map<string, Place>()
  const askedIn = new Map<string, number>()
  const seen = new Set<string>()

  function enter(event: object, around: Place): Place {
    const type = textField(event, 'type')
    const isScoring = around.isScoring || type === 'scorer' || type === 'scorers'
    if (type !== 'agent' || isScoring) return { ...around, isScoring, own: null, isTool: type === 'tool' }
    const name = textField(event, 'name') ?? undefined
    const own = builder.begin(name === undefined ? 'invoke_agent' : `invoke_agent ${name}`, around.parent, {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': name,
    })
    own.start = startOf(event)
    return { parent: own, agent: { span: own, turns: 0 }, isScoring, own, isTool: false }
  }

  function leave(place: Place, event: object): Place {
    if (place.own !== null) place.own.end = startOf(event)
    return place
  }

  function setEnd(span: BuildingSpan, event: object): void {
    if (field(event, 'pending') === true) return
    span.end = endOf(event, span.start)
    root.end = laterOf(root.end, span.end)
  }

  function addModelCall(event: object, { agent, parent }: Place): void {
    const { provider, model } = modelOf(event)
    const turn = agent.turns++
    const output = answerOf(event, (clause) => report.problem(`a model event ${clause}`))
    const span = builder.begin(model === undefined ? 'chat' : `chat ${model}`, parent, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      'gen_ai.response.finish_reasons':
        output === undefined || output.finishReason === null ? undefined : [output.finishReason],
      'spanpact.turn': turn,
    })
    const input = newMessages(event, seen, resolve, span)
    if (input.length > 0) span.attributes.set('gen_ai.input.messages', input)
    span.start = startOf(event)
    setEnd(span, event)
    describeModelCall(span, event)
    if (output === undefined) return
    const calls = output.calls.map((call) => callPart({ ...call, args: resolve(call.args) }, call.id, span))
    const parts = [...textParts(resolve(output.content), span), ...calls]
    span.attributes.set('gen_ai.output.messages', [valueMap({ role: 'assistant', parts })])
    for (const { id } of output.calls) if (id !== null) askedIn.set(id, turn)
  }

  function addToolCall(event: object, place: Place): Place {
    const name = textField(event, 'function')
    if (name === null) {
      report.problem('a tool event has no `function`')
      return place
    }
    const id = textField(event, 'id')
    const span = builder.begin(`execute_tool ${name}`, place.parent, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': name,
      'gen_ai.tool.call.id': id === null ? undefined : ids.unique(id),
      'spanpact.turn': id === null ? undefined : askedIn.get(id),
    })
    span.start = startOf(event)
    setEnd(span, event)
    describeToolCall(span, event, resolve)
    const around = places.get(textField(event, 'span_id') ?? '')
    if (around?.isTool === true) around.parent = span
    return { ...place, parent: span, own: null }
  }

  function walk(list: readonly unknown[], around: Place, depth: number): void {
    /** Steps, which logs had before spans: they nest by their order. */
    const steps: Place[] = []
    for (const event of list) {
      if (!isObject(event)) {
        report.problem('an event is no object')
        continue
      }
      const place = placeIn(event, steps, steps.at(-1) ?? around)
      if (place.isScoring && textField(event, 'event') === 'model') report.scorerCall()
      if (place.isScoring) continue
      root.end = laterOf(root.end, startOf(event))
      visit(event, place, depth)
    }
  }

  /** The place of an event; one that begins or ends a span or step is at that. */
  function placeIn(event: object, steps: Place[], around: Place): Place {
    const id = textField(event, 'id') ?? ''
    const isBegin = textField(event, 'action') === 'begin'
    switch (textField(event, 'event')) {
      case 'span_begin': {
        const place = enter(event, places.get(textField(event, 'parent_id') ?? '') ?? around)
        places.set(id, place)
        return place
      }
      case 'span_end':
        return leave(places.get(id) ?? around, event)
      case 'step':
        if (!isBegin) return leave(steps.pop() ?? around, event)
        steps.push(enter(event, around))
        return steps.at(-1) ?? around
      default:
        return places.get(textField(event, 'span_id') ?? '') ?? around
    }
  }

  function visit(event: object, place: Place, depth: number): void {
    const kind = textField(event, 'event')
    if (kind === 'model') addModelCall(event, place)
    const inside = kind === 'tool' ? addToolCall(event, place) : place
    const nested = listOf(field(event, 'events'))
    if (nested.length > 0 && depth < maxValueDepth) walk(nested, inside, depth + 1)
    else if (nested.length > 0) report.problem('events are nested too deep to be read')
  }

  root.start = startOf(events[0])
  walk(events, atRoot, 0)
  return builder.finish(timedSource('inspect', precisionOf(events)), position)
}

function laterOf(left: bigint | null, right: bigint | null): bigint | null {
  if (left === null || right === null) return left ?? right
  return left > right ? left : right
}

export function labelsOfSample(sample: object): Labels {
  const epoch = field(sample, 'epoch')
  const scores = field(sample, 'scores')
  const values = isObject(scores)
    ? Object.entries(scores).map(([name, score]) => [name, valueOfJson(field(score, 'value'))])
    : []
  return {
    ...noLabels,
    caseId: scalarText(field(sample, 'id')),
    trial: typeof epoch === 'number' && Number.isSafeInteger(epoch) ? epoch : null,
    outcome: values.length === 0 ? null : valueMap(Object.fromEntries(values)),
    error: textField(field(sample, 'error'), 'message'),
  }
}

function digestOf(sample: object, number: number, first: unknown): string {
  const what = [
    textField(sample, 'uuid') ?? number,
    scalarText(field(sample, 'id')),
    scalarText(field(sample, 'epoch')),
    textField(first, 'timestamp'),
  ]
  return createHash('sha256').update(JSON.stringify(what)).digest('hex')
}
