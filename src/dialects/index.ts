// A span in; the vocabulary of its attributes, and what it records in the words of no vocabulary, out.
// To add a dialect: one file with `defineDialect`, its test, one line in this table, at its priority.
import type { SpanFacts } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { agentFramework } from './agent-framework.ts'
import { anthropic } from './anthropic.ts'
import { anyAgent } from './any-agent.ts'
import { chat } from './chat.ts'
import { createClaims } from './claims.ts'
import { claudeAgentSdk } from './claude-agent-sdk.ts'
import { claudeCode } from './claude-code.ts'
import { crewai } from './crewai.ts'
import type { Dialect } from './dialect.ts'
import { readFacts } from './facts.ts'
import { googleAdk } from './google-adk.ts'
import { langfuse } from './langfuse.ts'
import { langgraph } from './langgraph.ts'
import { langsmith } from './langsmith.ts'
import { mastra } from './mastra.ts'
import { mcp } from './mcp.ts'
import { microsoftExtensionsAi } from './microsoft-extensions-ai.ts'
import { openaiAgents } from './openai-agents.ts'
import { openinference } from './openinference.ts'
import { openllmetry } from './openllmetry.ts'
import { otelGenai, isDecidedly137 } from './otel-genai.ts'
import { otelGenaiLegacy } from './otel-genai-legacy.ts'
import { otelGenaiNext } from './otel-genai-next.ts'
import { pydanticAi } from './pydantic-ai.ts'
import { vercelAi } from './vercel-ai.ts'

/** By priority: markers of frameworks, then kinds and operations, then single keys. */
export const dialects = [
  chat,
  mastra,
  googleAdk,
  openaiAgents,
  claudeCode,
  anthropic,
  pydanticAi,
  agentFramework,
  microsoftExtensionsAi,
  anyAgent,
  claudeAgentSdk,
  crewai,
  langgraph,
  langsmith,
  openllmetry,
  openinference,
  vercelAi,
  otelGenaiNext,
  otelGenaiLegacy,
  otelGenai,
  mcp,
  langfuse,
] as const satisfies readonly Dialect[]

export type DialectId = (typeof dialects)[number]['id']

/** The primary dialect of a span, or undefined when no dialect claims it. */
export function dialectOf(span: Span): DialectId | undefined {
  return dialects.find((dialect) => dialect.recognises(span))?.id
}

const claimsOf = createClaims(dialects)

/** What a span says of its run, or undefined when no dialect can tell what it records. */
export function factsOf(span: Span): SpanFacts | undefined {
  const claims = claimsOf(span)
  return claims.dialects.length === 0 ? undefined : readFacts(span, claims)
}

/** The dialect of a span that is a vocabulary of its own: keys that decorate another vocabulary's spans do not count. */
export function vocabularyDialectOf(span: Span): DialectId | undefined {
  return dialects.find((dialect: Dialect) => dialect.decorates !== true && dialect.recognises(span))?.id
}

/**
 * The vocabulary a span decides for. The unreleased OpenTelemetry GenAI conventions are one with the released ones;
 * a span that has only an operation name fits both generations and decides for none.
 */
export function vocabularyOf(span: Span): Exclude<DialectId, 'otel-genai-next'> | undefined {
  const dialect = vocabularyDialectOf(span)
  if (dialect === 'otel-genai-next') return 'otel-genai'
  return dialect === 'otel-genai' && !isDecidedly137(span) ? undefined : dialect
}

export { wireCallOf } from './wire-call.ts'
export type { Dialect } from './dialect.ts'
export { toolsOfferedBy } from './tools-offered.ts'
export { userTextsOf, userTextsOfLogs } from './user-input.ts'
export { parseJson } from './parse-json.ts'
