import { z } from 'zod'

import { counted } from './phrases.ts'
import { defineRule } from './rule.ts'

const schema = z.int().min(0).describe('How many spans of a run may name a parent that the recording does not hold')

/** Names listed in a finding. */
const listedNames = 5

type OrphanData = { readonly received: number; readonly max: number; readonly names: readonly string[] }

export const spanOrphaned = defineRule({
  id: 'span-orphaned',
  summary: 'Bounds how many spans of a run name a parent that is not recorded',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  breachRestsOn: ['kind'],
  clause: { key: 'orphans', schema },
  compile(clause) {
    const max = schema.parse(clause.value)
    return {
      // Orphans are themselves what tells of lost spans: `orphans: 2` must be able to pass.
      needs: 'seen',
      check({ orphans }) {
        if (orphans.length <= max) return undefined
        const names = [...new Set(orphans.map((orphan) => orphan.name))].toSorted().slice(0, listedNames)
        return { data: { received: orphans.length, max, names }, span: orphans[max]! }
      },
    }
  },
  describe(data) {
    const { received, max, names } = data as OrphanData
    const listed = names.map((name) => `\`${name}\``).join(', ')
    return {
      message: `run has ${counted(received, 'span')} whose parent is not in the recording (${listed}); the contract allows ${max === 0 ? 'none' : `at most ${max}`}`,
      help: 'keep all spans of a trace: sample at the root, flush before the process ends, export every service',
    }
  },
})
