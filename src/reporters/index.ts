// A check report comes in, the text of one output format goes out; nothing here prints or knows the terminal.
// To add a format: one file with `defineReporter`, one line in this table, one test with a file snapshot.
import { github } from './github.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import type { Reporter } from './reporter.ts'
import { sarif } from './sarif.ts'
import { text } from './text.ts'

export type { Reporter, ReporterOptions } from './reporter.ts'

/** Every output format of `spanpact check`, by the name `--format` knows. */
export const reporters = { text, json, junit, sarif, github, markdown } as const satisfies Record<string, Reporter>

export type ReporterId = keyof typeof reporters

export const reporterIds = Object.keys(reporters) as readonly ReporterId[]

export { painter, type Paint, type Style } from './ansi.ts'
export { printable } from './printable.ts'
export { wrap } from './wrap.ts'
