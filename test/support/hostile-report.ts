import * as fc from 'fast-check'
import type { Finding } from '../../src/model/finding.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { hostile, passingReport, spanAt } from './standard-report.ts'

const controls = [
  '\n',
  '\r',
  '\t',
  '\0',
  '\u001b[2J',
  '\u009b',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u{e0041}',
  '\ud800',
  '\uffff',
]
const markup = [
  '`',
  '``',
  '```',
  '|',
  '\\',
  '\\|',
  '<',
  '>',
  '&',
  '"',
  "'",
  ']]>',
  '<!--',
  '</testcase>',
  '</details>',
  '<pre>',
]
const commands = ['::', '::error::x', '##[error]', '##vso[task.x]', '%0A', '%', ',']
const links = ['@user', '#1', '[a](b)', 'https://x.y', 'www.x.y', ' ']
const words = ['chat gpt-5', 'é', '日本', hostile]

/** Strings made of what breaks formats, of words, and of anything at all. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...controls, ...markup, ...commands, ...links, ...words), fc.string({ unit: 'binary' })),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''))

/** One finding, one unreadable input, one note and one idle clause, with the same text wherever text can stand. */
export function hostileReport(text: string): CheckReport {
  const finding: Finding = {
    id: 'attribute-missing',
    severity: 'error',
    verdict: 'fail',
    message: text,
    help: text,
    data: { [text]: text },
    location: spanAt(3, { recording: text, spanName: text, ancestors: [text, text], run: text }),
    contract: { name: text, file: text, line: 4, column: 5, path: text },
    occurrences: 2,
    locations: [spanAt(3), spanAt(4, { spanName: text })],
    docs: 'docs/rules/attribute-missing.md',
  }
  return {
    ...passingReport,
    verdict: 'fail',
    findings: [finding],
    unreadable: [{ recording: text, line: 9, message: text }],
    notes: [{ recording: text, message: text }],
    idle: [{ contract: text, path: text, reason: text }],
  }
}
