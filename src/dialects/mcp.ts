import { defineDialect } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { textOf } from './keys.ts'

const method = 'tools/call'

export const mcp = defineDialect({
  id: 'mcp',
  title: 'Model Context Protocol',
  source: 'OpenTelemetry semantic conventions 1.41.1, mcp.*',
  decorates: true,
  recognises: (span) => span.attributes.has('mcp.method.name'),
  // Every other method is the protocol's own business and no step of the agent.
  classify: (span) =>
    textOf(span, 'mcp.method.name') === method
      ? { kind: 'tool', name: span.name.startsWith(`${method} `) ? span.name.slice(method.length + 1) : null }
      : undefined,
  keys: { toolName: genaiKeys.toolName, callId: genaiKeys.callId, args: genaiKeys.args, result: genaiKeys.result },
  refine: (_span, { kind }) => (kind === 'tool' ? { isTransport: true } : {}),
})
