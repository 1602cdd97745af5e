import { readFileSync } from 'node:fs'

import type { Span, StatusCode } from '../../src/model/span.ts'
import { span } from './span.ts'

/** A span as the Python SDK's dumps and the evaluation sets of Strands have it, as far as dialects look. */
interface DumpedSpan {
  readonly name: string
  readonly attributes: Record<string, unknown>
  readonly scope?: { readonly name?: string }
  readonly status?: { readonly code?: string; readonly status_code?: string }
}

type Dump = readonly DumpedSpan[] | { readonly spans: readonly DumpedSpan[] }

/** The spans of a recording, in file order, read without any reader. */
export function recordedSpans(file: string): readonly Span[] {
  const dump = JSON.parse(readFileSync(`fixtures/recordings/${file}`, 'utf8')) as Dump
  const spans = 'spans' in dump ? dump.spans : dump
  return spans.map(({ name, attributes, scope, status }, index) =>
    span({
      name,
      id: `${index}`,
      attributes,
      scope: { name: scope?.name ?? '' },
      status: (status?.code ?? status?.status_code ?? 'unset').toLowerCase() as StatusCode,
    }),
  )
}
