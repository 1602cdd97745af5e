import type { CheckReport } from '../model/report.ts'

export interface ReporterOptions {
  /** ANSI colours; only the text reporter has any. */
  readonly color: boolean
  /** Adds the docs page of every finding. */
  readonly explain?: boolean
  /** How many entries a list shows before the rest becomes a count; 20 unless told. Machine formats list all. */
  readonly fold?: number
}

export interface Reporter {
  readonly id: string
  /** One line for `spanpact --help`. */
  readonly summary: string
  /** Of a file that holds the output, without the dot. */
  readonly extension: string
  /** The whole output, ending in a line feed. Pure: the same report and options give the same bytes. */
  readonly render: (report: CheckReport, options: ReporterOptions) => string
}

export const defaultFold = 20

/** Keeps the id a literal type, so that `ReporterId` is derived from the table. */
export function defineReporter<const Id extends string>(
  reporter: Reporter & { readonly id: Id },
): Reporter & { readonly id: Id } {
  return reporter
}
