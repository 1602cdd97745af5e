import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'expense-checker'

/** Works for 15 minutes; the signature is made up. */
const signedUrl =
  'https://example-receipts.s3.eu-central-1.amazonaws.com/2026/11/rcpt_5521.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
  '&X-Amz-Date=20261118T090002Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host' +
  '&X-Amz-Signature=7c1e5a0b9d2f48366be1c07f9a3d5240e8b7164fd2c95a3310be6f78d4a9c021'

/** The object and its hash last; the link leads to a page that signs when somebody looks. */
const durable = {
  'app.evidence.id': 'rcpt_5521',
  'app.evidence.sha256': 'c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2',
  'app.evidence.url': 'https://expenses.example.com/evidence/rcpt_5521',
}

const good: readonly SpanSketch[] = [
  agentRun('expenses', { service, label: 'answer', at: 0, lasts: 4100 }),
  toolCall('read_receipt', { service, parent: 'answer', label: 'read', at: 20, lasts: 900, attributes: durable }),
  modelCall([1890, 120], { service, parent: 'answer', label: 'think', at: 940, lasts: 3100 }),
]

export const recordings: Recordings = {
  good,
  bad: change(good, 'read', {
    attributes: { 'app.evidence.id': undefined, 'app.evidence.sha256': undefined, 'app.evidence.url': signedUrl },
  }),
  'bad-credential': change(good, 'read', { attributes: { 'app.evidence.url': signedUrl } }),
  blind: change(good, 'read', {
    attributes: { 'app.evidence.id': undefined, 'app.evidence.sha256': undefined, 'app.evidence.url': undefined },
  }),
}
