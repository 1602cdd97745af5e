import type { CheckReport } from '../model/report.ts'
import { drawnData } from './step-comparison.ts'

// Controls (ANSI sequences start with one), line and paragraph separators, lone surrogates, noncharacters, and the
// format characters: bidi overrides, byte order marks, invisible tags. The two joiners are part of ordinary words.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]|(?![\u200c\u200d])\p{Cf}/gu

// Commands that CI systems obey wherever they stand in a log line.
const logCommand = /##(?=\[|vso\[|teamcity\[)/g

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\x1b' }

/** One line on which every character can be seen: what cannot be printed is written as `\n` or `\u{202e}`. */
export function printable(text: string): string {
  return text.replace(unprintable, escapeCharacter).replace(logCommand, '#\\x23')
}

function escapeCharacter(character: string): string {
  return short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

/** The report with every string printable, and of the data of findings only what is drawn. */
export function printableReport(report: CheckReport): CheckReport {
  return printableValue(report) as CheckReport
}

function printableValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(printableValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, printableValue(key === 'data' ? drawnData(item) : item)]),
  )
}
