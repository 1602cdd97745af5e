import { createHash } from 'node:crypto'
import type { Span, SpanSource } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { createCallIds } from './call-ids.ts'
import { createOpenCalls } from './open-calls.ts'
import { answerMessage, callPart, inputMessage, textParts } from './transcript-messages.ts'
import { createSpanBuilder, setContent, valueMap, type BuildingSpan, type SpanBuilder } from './transcript-span.ts'
import type { Labels, ModelOutput, ToolCall, ToolResult, Transcript } from './transcript.ts'

/** What is worth a note about transcripts of a file. */
export interface TranscriptOddities {
  /** Results that no open call waited for: left out. */
  unaskedResults: number
  /** Those of them whose call is nowhere before them: it was made, and the transcript does not hold it. */
  lostCalls: number
  /** Call ids that were used for several calls of one transcript. */
  repeatedCallIds: number
}

/** An agent invocation, and how many model outputs it has had. */
interface Invocation {
  readonly span: BuildingSpan
  turns: number
}

/** The model call whose output may still grow by further items. */
interface OpenOutput {
  readonly span: BuildingSpan
  readonly scope: Invocation
  readonly turn: number
  readonly parts: Value[]
}

/** A tool call that was asked for. */
interface AskedCall {
  readonly span: BuildingSpan
  readonly id: string | null
}

/**
 * Makes spans of a transcript: a root `invoke_agent`, below it a span per invocation of a named agent where several
 * speak, a `chat` per model output and an `execute_tool` per call it asks for. Each model call has as input what was
 * said since the one before.
 *
 * Ids are derived from what the transcript says and from `number`, its place in the file.
 */
export function spansOfTranscript(
  transcript: Transcript,
  number: number,
  source: SpanSource,
  position: number,
  oddities: TranscriptOddities,
): Span[] {
  const builder = createSpanBuilder(digestOf(transcript, number))
  const ids = createCallIds()
  const asked = new Set<string>()
  const open = createOpenCalls<AskedCall>()
  const { entries, labels } = transcript
  const speakers = new Set(entries.flatMap((entry) => (entry.kind === 'output' ? (entry.agent ?? []) : [])))
  const isTeam = speakers.size > 1
  const root: Invocation = { span: beginRoot(builder, labels, isTeam ? undefined : [...speakers][0]), turns: 0 }
  let visit: { readonly agent: string; readonly scope: Invocation } | null = null
  let inputs: Value[] = []
  let current: OpenOutput | null = null

  function scopeOf(agent: string | null): Invocation {
    if (!isTeam || agent === null) return root
    if (visit?.agent === agent) return visit.scope
    const turn = root.turns++
    const span = builder.begin(`invoke_agent ${agent}`, root.span, {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': agent,
      'spanpact.turn': turn,
    })
    visit = { agent, scope: { span, turns: 0 } }
    return visit.scope
  }

  function beginOutput(output: ModelOutput, scope: Invocation): OpenOutput {
    const turn = scope.turns++
    const parts: Value[] = []
    const { model, finishReason } = output
    const span = builder.begin(model === null ? 'chat' : `chat ${model}`, scope.span, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.response.model': model ?? undefined,
      'gen_ai.response.finish_reasons': finishReason === null ? undefined : [finishReason],
      'gen_ai.input.messages': inputs.length === 0 ? undefined : inputs,
      'gen_ai.output.messages': [valueMap({ role: 'assistant', parts })],
      'spanpact.turn': turn,
    })
    // What the agent is asked for is what its first model call is.
    if (inputs.length > 0 && !root.span.attributes.has('gen_ai.input.messages')) {
      root.span.attributes.set('gen_ai.input.messages', inputs)
    }
    inputs = []
    return { span, scope, turn, parts }
  }

  function say(output: ModelOutput): void {
    if (!output.isModel) {
      scopeOf(output.agent)
      inputs.push(inputMessage(output.agent ?? 'user', output.content, root.span))
      return
    }
    if (current === null || !output.continues) current = beginOutput(output, scopeOf(output.agent))
    const { span, scope, turn, parts } = current
    parts.push(...textParts(output.content, span))
    for (const call of output.calls) ask(call, current)
    if (output.handoffTo === null) return
    builder.begin(`handoff ${output.handoffTo}`, scope.span, {
      'gen_ai.agent.name': output.agent ?? undefined,
      'spanpact.handoff.to': output.handoffTo,
      'spanpact.turn': turn,
    })
  }

  function ask(call: ToolCall, { scope, turn, parts, span: output }: OpenOutput): void {
    const id = call.id === null ? null : ids.unique(call.id)
    if (call.id !== null) asked.add(call.id)
    const span = builder.begin(`execute_tool ${call.name}`, scope.span, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': call.name,
      'gen_ai.tool.call.id': id ?? undefined,
      'spanpact.turn': turn,
    })
    setContent(span, 'gen_ai.tool.call.arguments', call.args)
    parts.push(callPart(call, id, output))
    if (call.result === undefined || call.result === null) open.add({ span, id }, call.id, call.name)
    else setResult(span, call.result)
  }

  function take(result: ToolResult): void {
    const answered = open.answer(result)
    const unasked = Math.max(result.callIds.length, 1) - answered.length
    oddities.unaskedResults += unasked
    for (const { span, id } of answered) {
      setResult(span, result)
      inputs.push(answerMessage(id, result))
    }
    oddities.lostCalls += result.callIds.length === 0 ? unasked : result.callIds.filter((id) => !asked.has(id)).length
    if (unasked > 0 && answered.length === 0) {
      for (const id of result.callIds.length === 0 ? [null] : result.callIds) inputs.push(answerMessage(id, result))
    }
  }

  for (const entry of entries) {
    if (entry.kind === 'output') say(entry)
    else {
      current = null
      if (entry.kind === 'result') take(entry)
      else inputs.push(inputMessage(entry.role, entry.content, root.span))
    }
  }
  for (const { span } of open.rest()) span.attributes.set('spanpact.pending', true)
  oddities.repeatedCallIds += ids.repeated()
  return builder.finish(source, position)
}

/** The span of the whole run, with what was told about it from outside. */
export function beginRoot(builder: SpanBuilder, labels: Labels, agent: string | undefined): BuildingSpan {
  const root = builder.begin(agent === undefined ? 'invoke_agent' : `invoke_agent ${agent}`, null, {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': agent,
    'spanpact.run.id': labels.runId ?? undefined,
    'spanpact.case.id': labels.caseId ?? undefined,
    'spanpact.trial': labels.trial ?? undefined,
    'spanpact.tags': labels.tags.length === 0 ? undefined : labels.tags,
    'spanpact.outcome': labels.outcome ?? undefined,
  })
  if (labels.error !== null) root.status = { code: 'error', message: labels.error }
  return root
}

/** Text by which many tools say that they failed; no fact, because a tool may say anything. */
const errorText = /^Error:/

/** What came of a tool call: its result, and success or failure only where the format has a word for them. */
export function setResult(span: BuildingSpan, result: ToolResult): void {
  if (result.content === null) span.attributes.set('gen_ai.tool.call.result', null)
  else setContent(span, 'gen_ai.tool.call.result', result.content)
  if (result.exitCode !== null) span.attributes.set('process.exit.code', result.exitCode)
  if (result.error === null) span.status = { code: 'ok', message: '' }
  else if (result.error !== undefined) {
    span.status = { code: 'error', message: result.error.message }
    if (result.error.type !== null) span.attributes.set('error.type', result.error.type)
  }
  if (result.error !== undefined) return
  const text = result.content !== null && 'value' in result.content ? result.content.value : null
  const saysError = typeof text === 'string' && errorText.test(text)
  if (saysError || (result.exitCode ?? 0) !== 0) span.attributes.set('spanpact.status.hint', 'error')
}

function digestOf({ entries, labels }: Transcript, number: number): string {
  const hash = createHash('sha256')
  hash.update(textOf([number, labels]))
  // One by one: a long transcript as one text may be longer than a text can be.
  for (const entry of entries) hash.update(textOf(entry))
  return hash.digest('hex')
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one))
}
