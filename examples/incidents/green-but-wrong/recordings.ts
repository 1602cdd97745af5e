import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, retrieval, serverRequest } from '../steps.ts'

const service = 'docs-assistant'

const good: readonly SpanSketch[] = [
  serverRequest('POST', '/ask', { service, at: 0, lasts: 468, attributes: { 'app.answer.length': 812 } }),
  agentRun('docs', { service, parent: 'POST /ask', at: 4, lasts: 460, attributes: { 'app.product.version': 'v2' } }),
  retrieval('product-docs', {
    service,
    parent: 'invoke_agent docs',
    at: 9,
    lasts: 58,
    attributes: { 'app.product.version': 'v2', 'app.index.version': 'docs-v2' },
  }),
  modelCall(
    [2140, 187],
    {
      service,
      parent: 'invoke_agent docs',
      at: 71,
      lasts: 388,
      attributes: { 'app.prompt.sha256': '9f2c41d07b6e3a58c4b1f0d2e7a96835bb1c0f4e2d3a5968770e1b4c8d9fa326' },
    },
    'gpt-5-mini',
  ),
]

export const recordings: Recordings = {
  good,
  bad: change(good, 'retrieval product-docs', { attributes: { 'app.index.version': 'docs-v1' } }),
  blind: change(good, 'retrieval product-docs', { attributes: { 'app.index.version': undefined } }),
}
