import { z } from 'zod'

import { oneOrMore } from '../../schema/index.ts'
import { fullForm } from '../options.ts'
import { stepName } from '../step-selector.ts'
import { defineAlias, type Alias } from './alias.ts'

const tool = oneOrMore(stepName).describe('Name of the tool; of a list, each')
const times = z.int('is no whole number').min(1, 'is below 1').optional()

type Count = { tool: string | string[]; n?: number | undefined }

/** A name, or `{ tool, n }`. */
function counted(what: string) {
  return z.union([
    fullForm(() => ({ tool, n: times.describe(what) })),
    tool.transform((name): Count => ({ tool: name })),
  ]) as z.ZodType<Count>
}

const existence = defineAlias({
  name: 'existence',
  summary: 'Requires calls of a tool: DECLARE existence, at least `n` times',
  value: counted('At least this many calls. Default: 1'),
  to: ({ n = 1, ...rest }) => ({ assertion: 'tool-used', options: { ...rest, min: n } }),
})

const absence = defineAlias({
  name: 'absence',
  summary: 'Forbids calls of a tool: DECLARE absence, fewer than `n` times',
  value: counted('Fewer than this many calls. Default: 1, which means none'),
  to: ({ n = 1, ...rest }) =>
    n === 1
      ? { assertion: 'tool-not-used', options: rest }
      : { assertion: 'tool-used', options: { ...rest, min: 0, max: n - 1 } },
})

const exactly = defineAlias({
  name: 'exactly',
  summary: 'Requires calls of a tool: DECLARE exactly, `n` times',
  value: counted('Exactly this many calls. Default: 1'),
  to: ({ n = 1, ...rest }) => ({ assertion: 'tool-used', options: { ...rest, exactly: n } }),
})

export const declare: readonly Alias[] = [existence, absence, exactly]
