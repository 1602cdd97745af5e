import { z } from 'zod'

import type { RunRead } from '../runs/index.ts'
import { undecidedByLosses } from './losses.ts'
import { defineRule } from './rule.ts'
import { spanSize } from './span-size.ts'

const unitBytes = { '': 1, B: 1, kB: 1000, KiB: 1024, MB: 1_000_000, MiB: 1_048_576 } as const

const sizePattern = /^(\d+(?:\.\d+)?) ?(B|kB|KiB|MB|MiB)?$/

const schema = z
  .union([z.int().min(1), z.string().regex(sizePattern)])
  .describe('Bytes that names, attributes, events and links of a run may have together, `400kB`; kB, KiB, MB, MiB')

const sizeRead: RunRead = { name: 'size', take: spanSize }

type SizeData = {
  readonly receivedBytes: number
  readonly maxBytes: number
  readonly largest: { readonly name: string; readonly bytes: number }
}

export const runSizeExceeded = defineRule({
  id: 'run-size-exceeded',
  summary: 'Bounds how many bytes the spans of a run carry',
  severity: 'error',
  scope: 'run',
  restsOn: ['content', 'events'],
  clause: { key: 'maxBytes', schema },
  compile(clause) {
    const maxBytes = bytesOf(schema.parse(clause.value))
    return {
      reads: [sizeRead],
      needs: 'complete',
      check(run) {
        let receivedBytes = 0
        let largest = run.spans[0]
        let most = -1
        for (const span of run.spans) {
          const bytes = Number(span.values.get(sizeRead.name) ?? 0)
          receivedBytes += bytes
          if (bytes <= most) continue
          largest = span
          most = bytes
        }
        if (receivedBytes <= maxBytes || largest === undefined) return undefined
        return { data: { receivedBytes, maxBytes, largest: { name: largest.name, bytes: most } }, span: largest }
      },
    }
  },
  describe(data) {
    const lost = undecidedByLosses('the size of the run', data)
    if (lost !== undefined) return lost
    const { receivedBytes, maxBytes, largest } = data as SizeData
    const exact = renderBytes(receivedBytes) === renderBytes(maxBytes)
    const [received, allowed] = [receivedBytes, maxBytes].map(exact ? (bytes) => `${bytes} bytes` : renderBytes)
    return {
      message: `the spans of the run carry ${received}; the contract allows at most ${allowed}`,
      help: `keep bodies out of attributes; the largest span, \`${largest.name}\`, carries ${renderBytes(largest.bytes)}`,
    }
  },
})

function bytesOf(value: number | string): number {
  if (typeof value === 'number') return value
  const [, amount, unit = ''] = sizePattern.exec(value) ?? []
  return Math.floor(Number(amount) * unitBytes[unit as keyof typeof unitBytes])
}

function renderBytes(bytes: number): string {
  if (bytes >= 1e6) return `${Number((bytes / 1e6).toFixed(2))} MB`
  if (bytes >= 1e3) return `${Number((bytes / 1e3).toFixed(2))} kB`
  return `${bytes} bytes`
}
