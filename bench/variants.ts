import { fileURLToPath } from 'node:url'

import { checkRecordings } from '../src/check-recordings.ts'
import { loadContract } from '../src/contract/index.ts'
import type { Contract } from '../src/model/contract.ts'
import { fileSource, readRecording } from '../src/readers/index.ts'
import { showRecordings } from '../src/show-recordings.ts'
import { ajvChecks, type SchemaCheck, zodChecks } from './attribute-schemas.ts'
import { clauseOf, flatten, spansOf } from './flatten.ts'
import { parseLines } from './parse-lines.ts'

/** Reads a whole file once in its own way; gives the number of spans, which must be the same for every variant. */
export type Pass = (path: string) => Promise<number>

/** The ways to read a recording that are compared. What is prepared once, such as compiling a contract, is not timed. */
export const variants = {
  parse: async () => parse,
  read: async () => read,
  check: () => check('bench'),
  'check-privacy': () => check('bench-privacy'),
  'check-shop': () => check('shop'),
  show: async () => show,
  ajv: async () => validate(ajvChecks(await contract('bench'))),
  zod: async () => validate(zodChecks(await contract('bench'))),
} as const satisfies Readonly<Record<string, () => Promise<Pass>>>

export type VariantId = keyof typeof variants

export function isVariantId(id: string): id is VariantId {
  return Object.hasOwn(variants, id)
}

async function parse(path: string): Promise<number> {
  let spans = 0
  for await (const request of parseLines(path)) {
    for (const { scopeSpans } of request.resourceSpans ?? [])
      for (const scope of scopeSpans) spans += scope.spans.length
  }
  return spans
}

async function read(path: string): Promise<number> {
  let spans = 0
  const context = { unreadable: refuse, note: () => {} }
  for await (const batch of readRecording(fileSource(path), {}, context)) spans += batch.spans.length
  return spans
}

async function check(name: string): Promise<Pass> {
  const contracts = [await contract(name)]
  return async (path) => {
    const report = await checkRecordings([{ name: path, files: [fileSource(path)], contracts }], { now: 0 })
    if (report.verdict !== 'pass')
      throw new Error(`${name}: ${JSON.stringify(report.findings[0] ?? report.unreadable[0])}`)
    return report.summary.spans
  }
}

/** Reading, run assembly, steps and sums of every run. */
async function show(path: string): Promise<number> {
  const { totals, unreadable } = await showRecordings([{ name: path, files: [fileSource(path)] }])
  if (unreadable[0] !== undefined) refuse(unreadable[0])
  return totals.spans
}

function validate(checks: ReadonlyMap<string, SchemaCheck>): Pass {
  return async (path) => {
    let spans = 0
    for await (const request of parseLines(path)) {
      for (const raw of spansOf(request)) {
        const span = flatten(raw)
        const clause = clauseOf(span)
        if (checks.get(clause)?.(span) !== true) throw new Error(`span \`${span.name}\` breaks \`${clause}\``)
        spans += 1
      }
    }
    return spans
  }
}

function contract(name: string): Promise<Contract> {
  return loadContract(fileURLToPath(new URL(`${name}.contract.yaml`, import.meta.url)))
}

function refuse({ message }: { readonly message: string }): never {
  throw new Error(message)
}
