import type { Finding, Location } from '../../src/model/finding.ts'
import type { CheckReport } from '../../src/model/report.ts'

export const runA = '4bf92f3577b34da6a3ce929d0e0e4736'
const runB = '7d1f0a3c5b9e42d1a6f8c0b2e4d6f801'
const runC = 'a0c2e4f60811223344556677889900aa'

/** What a hostile recording puts into names: one trap for each output format. */
export const hostile =
  'a\nb\u001b[31mred\u0007\u202egnp.exe\u2066</testcase>]]>|`x`@octocat ::error::pwned ##vso[task.x] ``` <img src=x> [l](http://evil.example) 100% "q" \u{e0041}\ud800\uffff'

const supportFile = 'contracts/support.contract.yaml'

export function spanAt(line: number, more: Partial<Location> = {}): Location {
  return {
    recording: 'recordings/support/refund.jsonl',
    line,
    run: runA,
    traceId: runA,
    spanId: `00f067aa0ba9${line.toString(16).padStart(4, '0')}`,
    spanName: 'chat gpt-5',
    ancestors: ['POST /answer', 'invoke_agent support', 'plan'],
    ...more,
  }
}

const inputTokens: Finding = {
  id: 'attribute-missing',
  severity: 'error',
  verdict: 'fail',
  message: 'span `chat gpt-5` lacks attribute `gen_ai.usage.input_tokens`, which the contract requires',
  help: 'set `gen_ai.usage.input_tokens` before the span ends',
  data: { attribute: 'gen_ai.usage.input_tokens' },
  location: spanAt(12),
  contract: {
    name: 'support-agent',
    file: supportFile,
    line: 24,
    column: 7,
    path: 'spans.think.attributes.gen_ai.usage.input_tokens',
  },
  occurrences: 7,
  locations: [
    spanAt(12),
    spanAt(14),
    spanAt(19, { spanName: 'chat gpt-5-mini' }),
    spanAt(22),
    spanAt(31, { ancestors: [] }),
  ],
  docs: 'docs/rules/attribute-missing.md',
}

const inOtherRun: Finding = {
  ...inputTokens,
  location: spanAt(40, { run: runB, traceId: runB }),
  occurrences: 1,
  locations: [spanAt(40, { run: runB, traceId: runB })],
}

const hostileName: Finding = {
  id: 'attribute-type',
  severity: 'error',
  verdict: 'fail',
  message: `attribute \`gen_ai.usage.output_tokens\` of span \`${hostile}\` is string \`"42"\`; the contract declares int`,
  help: 'set `gen_ai.usage.output_tokens` as a number',
  data: { attribute: 'gen_ai.usage.output_tokens', received: hostile },
  location: spanAt(44, { run: runB, traceId: runB, spanName: hostile, ancestors: [hostile] }),
  contract: {
    name: 'support-agent',
    file: supportFile,
    line: 27,
    column: 7,
    path: 'spans.think.attributes.gen_ai.usage.output_tokens',
  },
  occurrences: 1,
  docs: 'docs/rules/attribute-type.md',
}

const deepSpan: Finding = {
  id: 'attribute-recommended',
  severity: 'warning',
  verdict: 'fail',
  message:
    'span `execute_tool summarise_the_customer_correspondence_of_the_last_ninety_days` lacks attribute `gen_ai.tool.call.id`, which the contract recommends',
  help: 'set `gen_ai.tool.call.id` to the id the model gave the call',
  data: { attribute: 'gen_ai.tool.call.id' },
  location: spanAt(17, {
    spanName: `execute_tool ${'summarise_the_customer_correspondence_'.repeat(4)}end`,
    ancestors: Array.from({ length: 12 }, (_, depth) => `level ${depth}`),
  }),
  contract: {
    name: 'support-agent',
    file: supportFile,
    line: 31,
    column: 7,
    path: 'spans.act.attributes.gen_ai.tool.call.id',
  },
  occurrences: 2,
  locations: [spanAt(17), spanAt(18, { spanName: 'execute_tool refund' })],
  docs: 'docs/rules/attribute-recommended.md',
}

const rootCount: Finding = {
  id: 'root-count-mismatch',
  severity: 'error',
  verdict: 'fail',
  message: 'run has 2 root spans; the contract requires 1 (`trace.roots`)',
  help: 'pass the active context to the code that starts the second root',
  data: { roots: 2, expected: 1 },
  location: { recording: 'recordings/support/refund.jsonl', run: runA, traceId: runA },
  contract: { name: 'support-agent', file: supportFile, line: 40, column: 10, path: 'trace.roots' },
  occurrences: 1,
  docs: 'docs/rules/root-count-mismatch.md',
}

const binaryPlace: Finding = {
  id: 'span-unknown',
  severity: 'info',
  verdict: 'fail',
  message: 'span `GET /health` is in no contract that applies',
  help: 'add the span to a contract, or drop it in the exporter',
  data: { name: 'GET /health' },
  location: {
    recording: 'recordings/support/capture.pb',
    byte: 4096,
    run: runC,
    traceId: runC,
    spanId: '0102030405060708',
    spanName: 'GET /health',
  },
  occurrences: 1,
  docs: 'docs/rules/span-unknown.md',
}

const budget: Finding = {
  id: 'budget',
  severity: 'error',
  verdict: 'inconclusive',
  message: '`budget.totalTokens` is undecided: 2 of 6 model calls carry no token usage',
  help: 'record `gen_ai.usage.input_tokens` and `gen_ai.usage.output_tokens` on every model call',
  data: { undecided: 2, modelCalls: 6 },
  location: { recording: 'recordings/support/refund.jsonl', run: runA, traceId: runA },
  contract: {
    name: 'support-agent',
    file: supportFile,
    line: 58,
    column: 9,
    path: 'trajectories.refund.expect.5.budget',
  },
  occurrences: 1,
  docs: 'docs/assertions/budget.md',
}

const unexercised: Finding = {
  id: 'clause-unexercised',
  severity: 'error',
  verdict: 'inconclusive',
  message: 'no run has a span `retrieve`; nothing checked its 6 clauses',
  help: 'record a run that retrieves, or write `exercise: optional` at `spans.retrieve`',
  data: { clauses: 6 },
  contract: { name: 'support-agent', file: supportFile, line: 33, column: 3, path: 'spans.retrieve' },
  occurrences: 1,
  docs: 'docs/rules/clause-unexercised.md',
}

const undecidedWarning: Finding = {
  id: 'attribute-cardinality',
  severity: 'warning',
  verdict: 'inconclusive',
  message: 'attribute `app.prompt.version` was seen in 1 run; `minDistinct: 2` is undecided',
  help: 'check at least two runs',
  data: { runs: 1 },
  contract: { name: 'billing-agent', file: 'contracts/billing.contract.yaml', path: 'attributes.app.prompt.version' },
  occurrences: 1,
  docs: 'docs/rules/attribute-cardinality.md',
}

const withoutContract: Finding = {
  id: 'suppression-stale',
  severity: 'warning',
  verdict: 'fail',
  message: 'acceptance of `span-name` at `spans.old` accepts nothing',
  help: 'delete the entry from `support.accepted.yaml`',
  data: { finding: 'span-name' },
  occurrences: 1,
  docs: 'docs/rules/suppression-stale.md',
}

/** One report with every kind of entry. */
export const standardReport: CheckReport = {
  schemaVersion: 1,
  tool: { name: 'spanpact', version: '0.1.0' },
  verdict: 'fail',
  summary: {
    recordings: 4,
    runs: 3,
    spans: 240,
    contracts: 2,
    errors: 4,
    warnings: 2,
    infos: 1,
    inconclusive: 3,
    accepted: 3,
    idle: 2,
  },
  findings: [
    binaryPlace,
    inputTokens,
    deepSpan,
    rootCount,
    budget,
    inOtherRun,
    hostileName,
    unexercised,
    undecidedWarning,
    withoutContract,
  ],
  unreadable: [
    {
      recording: 'recordings/support/bad.json',
      line: 7,
      message: 'JSON ends inside a string; the other recordings were checked',
    },
    { recording: `recordings/${hostile}.pb`, byte: 1024, message: 'field 3 has wire type 7, which does not exist' },
    { recording: 'recordings/empty.bin', message: 'content is no known format' },
  ],
  notes: [
    { recording: 'recordings/support/refund.jsonl', message: '3 metrics were skipped' },
    { recording: 'recordings/support/capture.pb', message: `2 copies of span \`${hostile}\` were merged` },
  ],
  idle: [
    { contract: 'support-agent', path: 'spans.think.status', reason: 'inherited from `otel-genai`' },
    { contract: 'support-agent', path: 'trajectories.outage', reason: 'no run has the tag `outage`' },
  ],
}

/** A check that found nothing. */
export const passingReport: CheckReport = {
  schemaVersion: 1,
  tool: { name: 'spanpact', version: '0.1.0' },
  verdict: 'pass',
  summary: {
    recordings: 2,
    runs: 12,
    spans: 240,
    contracts: 1,
    errors: 0,
    warnings: 0,
    infos: 0,
    inconclusive: 0,
    accepted: 0,
    idle: 3,
  },
  findings: [],
  unreadable: [],
  notes: [],
}

/** One broken clause in each of 10 000 runs. */
export const tenThousandRuns: CheckReport = {
  ...passingReport,
  verdict: 'fail',
  summary: { ...passingReport.summary, recordings: 1, runs: 10_000, spans: 10_000, errors: 10_000, idle: 0 },
  findings: Array.from({ length: 10_000 }, (_, index) => {
    const traceId = (index + 1).toString(16).padStart(32, '0')
    const location = spanAt(index + 1, { recording: 'nightly.jsonl', run: traceId, traceId })
    return { ...inputTokens, location, locations: [location], occurrences: 1 }
  }),
}

/** Findings of as many clauses of one run as asked for, the only error last. */
export function manyFindings(amount: number): CheckReport {
  const findings = Array.from({ length: amount }, (_, index): Finding => {
    const path = `spans.think.attributes.app.key${index}`
    return {
      ...inputTokens,
      severity: index === amount - 1 ? 'error' : 'warning',
      message: `span \`chat gpt-5\` lacks attribute \`app.key${index}\`, which the contract requires`,
      contract: { name: 'support-agent', file: supportFile, line: index + 1, column: 7, path },
      occurrences: 1,
      locations: [spanAt(12)],
    }
  })
  const summary = { ...passingReport.summary, runs: 1, errors: 1, warnings: amount - 1, idle: 0 }
  return { ...passingReport, verdict: 'fail', summary, findings }
}
