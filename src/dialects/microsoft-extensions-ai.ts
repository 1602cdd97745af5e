import { defineDialect } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { operationOf } from './keys.ts'
import { classifyByOperation } from './operations.ts'

const scope = 'Experimental.Microsoft.Extensions.AI'
const wrapper = 'orchestrate_tools'

export const microsoftExtensionsAi = defineDialect({
  id: 'microsoft-extensions-ai',
  title: 'Microsoft.Extensions.AI',
  source: 'Microsoft.Extensions.AI 9 and 10',
  decorates: true,
  recognises: (span) => span.scope.name === scope && (span.name === wrapper || operationOf(span) !== undefined),
  // The loop around model calls and tools has no operation, and the sum of its calls as usage.
  classify: (span) => (operationOf(span) === undefined ? { kind: 'group', name: null } : classifyByOperation(span)),
  keys: genaiKeys,
  // Models without call ids get the tool's name for one, the same for every call.
  refine: (_span, { callId, name, kind }) => (kind === 'tool' && callId === name ? { callId: null } : {}),
})
