/** Second records of the traffic that spans record, by the name under which a contract declares them. */
export const sourceNames = ['invoice', 'deliveries', 'counters', 'wire', 'messages'] as const
export type SourceName = (typeof sourceNames)[number]

/** Endings of their files: `run.invoice.csv` lies beside `run.jsonl`. */
export const sourceEndings = ['csv', 'jsonl', 'ndjson', 'json'] as const
