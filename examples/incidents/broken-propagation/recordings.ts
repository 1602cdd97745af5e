import { inOwnTrace, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, retrieval } from '../steps.ts'

const run = { 'spanpact.run.id': 'run-1201' }
const queue = {
  'messaging.system': 'rabbitmq',
  'messaging.destination.name': 'research-jobs',
}
const mcp = {
  'mcp.method.name': 'tools/call',
  'mcp.session.id': '191c4850af6c49e08843a3f6c80e5046',
  'jsonrpc.request.id': '7',
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'search_archive',
}

const good: readonly SpanSketch[] = [
  agentRun('intake', {
    service: 'assistant',
    label: 'call',
    kind: 'client',
    at: 0,
    lasts: 900,
    attributes: { ...run, 'server.address': 'intake.internal', 'server.port': 443 },
  }),
  agentRun('intake', {
    service: 'intake',
    parent: 'call',
    label: 'intake',
    kind: 'server',
    at: 12,
    lasts: 870,
    attributes: run,
  }),
  modelCall([610, 42], { service: 'intake', parent: 'intake', label: 'classify', at: 20, lasts: 800 }),
  {
    label: 'enqueue',
    name: 'send research-jobs',
    service: 'intake',
    parent: 'intake',
    kind: 'producer',
    at: 840,
    lasts: 20,
    attributes: { ...queue, 'messaging.operation.name': 'send', 'messaging.operation.type': 'send' },
  },
  {
    label: 'dequeue',
    name: 'process research-jobs',
    service: 'research',
    parent: 'enqueue',
    kind: 'consumer',
    at: 900,
    lasts: 4200,
    attributes: { ...run, ...queue, 'messaging.operation.name': 'process', 'messaging.operation.type': 'process' },
  },
  agentRun('research', { service: 'research', parent: 'dequeue', label: 'research', at: 905, lasts: 4190 }),
  modelCall([1980, 77], { service: 'research', parent: 'research', label: 'choose', at: 910, lasts: 900 }),
  {
    label: 'use archive',
    name: 'tools/call search_archive',
    service: 'research',
    parent: 'research',
    kind: 'client',
    at: 1820,
    lasts: 800,
    attributes: mcp,
  },
  {
    label: 'serve archive',
    name: 'tools/call search_archive',
    service: 'archive-mcp',
    parent: 'use archive',
    kind: 'server',
    at: 1830,
    lasts: 780,
    attributes: { ...run, ...mcp },
  },
  retrieval('archive', { service: 'archive-mcp', parent: 'serve archive', label: 'search', at: 1850, lasts: 730 }),
  modelCall([3120, 420], { service: 'research', parent: 'research', label: 'write', at: 2640, lasts: 2440 }),
]

const inIntake = ['intake', 'classify', 'enqueue'] as const
const inArchive = ['serve archive', 'search'] as const
const inResearch = ['dequeue', 'research', 'choose', 'use archive', ...inArchive, 'write'] as const

export const recordings: Recordings = {
  good,
  bad: inOwnTrace(good, 'archive', ...inArchive),
  'bad-messaging': inOwnTrace(good, 'research', ...inResearch),
  'bad-agent': inOwnTrace(good, 'intake', ...inIntake, ...inResearch),
  blind: good.filter(({ label }) => label === 'research' || label === 'choose' || label === 'write'),
}
