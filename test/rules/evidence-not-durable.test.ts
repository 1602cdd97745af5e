import { evidenceNotDurable } from '../../src/rules/evidence-not-durable.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('attributes: { app.evidence.url: { type: string, role: evidence, requirement: optional } }')
const signature = '9f2c81d4a7b6035e1c44fa90bd27e6389f2c81d4a7b6035e1c44fa90bd27e638'
const signed = `https://receipts.s3.amazonaws.com/r-1.png?X-Amz-Expires=900&X-Amz-Signature=${signature}`
const plain = 'https://receipts.acme.io/r-1.png'

testRule(evidenceNotDurable, [
  {
    name: 'a signed URL with id and hash beside it',
    contract,
    spans: [chat({ 'app.evidence.url': signed, 'app.evidence.id': 'r-1', 'app.evidence.sha256': signature })],
    expect: [],
  },
  { name: 'a URL that is not signed', contract, spans: [chat({ 'app.evidence.url': plain })], expect: [] },
  { name: 'no evidence', contract, spans: [chat()], expect: [] },
  {
    name: 'a signed URL alone',
    contract,
    spans: [chat({ 'app.evidence.url': signed })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.app.evidence.url',
        data: { attribute: 'app.evidence.url', lacking: ['app.evidence.id', 'app.evidence.sha256'] },
        message:
          'attribute `app.evidence.url` of span `chat gpt-5` is a signed URL, which expires, and the span lacks `app.evidence.id` and `app.evidence.sha256`',
        help: 'set `app.evidence.id` and `app.evidence.sha256` beside the link: a durable object id and the hash of the content',
      },
    ],
  },
  {
    name: 'a signed URL in a list, with the id but without the hash',
    contract: think('attributes: { app.evidence.url: { role: evidence } }'),
    spans: [chat({ 'app.evidence.url': [plain, signed], 'app.evidence.id': 'r-1' })],
    expect: [{ data: { attribute: 'app.evidence.url', lacking: ['app.evidence.sha256'] } }],
  },
  {
    name: 'the same value under a key without the role',
    contract: think('attributes: { app.evidence.url: string }'),
    spans: [chat({ 'app.evidence.url': signed })],
    expect: [],
  },
  {
    name: 'a span that dropped attributes leaves it open',
    contract,
    spans: [chat({ 'app.evidence.url': signed, 'app.evidence.id': 'r-1' }, { dropped: { attributes: 1 } })],
    expect: [
      {
        verdict: 'inconclusive',
        data: { attribute: 'app.evidence.url', lacking: ['app.evidence.sha256'], dropped: 1 },
        message:
          'whether attribute `app.evidence.url` of span `chat gpt-5` is durable evidence is undecided: the span dropped 1 attribute',
      },
    ],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
])
