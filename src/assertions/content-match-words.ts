import type { FindingData } from '../model/finding.ts'
import type { Description } from './common-reasons.ts'
import type { ShownDifference } from './difference.ts'
import { namesInWords } from './step-words.ts'

const words = {
  args: {
    carries: 'with',
    noun: 'arguments',
    help: 'say in the description of the tool what it takes, or widen what is expected',
  },
  result: { carries: 'and gets', noun: 'result', help: 'correct the tool, or widen what is expected' },
} as const

/** Words for what calls of a tool carry and should not. */
export function describeContentMatch(part: 'args' | 'result', data: FindingData, place: string): Description {
  const { carries, noun, help } = words[part]
  const tool = `tool ${namesInWords(data['tool'])}`
  switch (data['reason']) {
    case `${part}-invalid-json`: {
      const { message, offset } = data['problem'] as { readonly message: string; readonly offset: number | null }
      const at = offset === null ? '' : ` at character ${offset}`
      return {
        message: `${place} calls ${tool} ${carries} ${noun} that ${part === 'args' ? 'are' : 'is'} no JSON${at}: ${message}`,
        help: `have the recorder write ${part === 'args' ? 'arguments' : 'the result'} as JSON, and whole`,
      }
    }
    case `${part}-absent`:
      return {
        message: `${place} calls ${tool} ${part === 'args' ? 'without arguments' : 'and gets nothing'}, expected ${firstExpected(data)}`,
        help,
      }
    case 'call-missing': {
      const { unmatched, expected } = data as { readonly unmatched?: readonly number[]; readonly expected?: unknown[] }
      const [first] = unmatched ?? []
      const which =
        first === undefined ? '' : `, expected call ${first} of ${expected!.length}: ${String(expected![first - 1])}`
      return {
        message: `${place} has no call of ${tool} that is as expected${which}`,
        help: part === 'args' ? 'find out why the agent does without it, or correct what is expected' : help,
      }
    }
    case 'extra-call':
      return {
        message: `${place} has ${String(data['count'])} calls of ${tool}, expected ${(data['expected'] as unknown[]).length}`,
        help: 'keep the agent from calling it again, or drop `extras: forbid`',
      }
    default: {
      const [first, ...rest] = (data['diff'] ?? []) as readonly ShownDifference[]
      const more = rest.length === 0 ? '' : `; ${rest.length} more ${rest.length === 1 ? 'difference' : 'differences'}`
      const recorded = first?.actual ?? 'nothing'
      return {
        message: `${place} calls ${tool} ${carries} \`${first?.path ?? '$'}\` ${recorded}, expected ${firstExpected(data)}${more}`,
        help,
      }
    }
  }
}

function firstExpected(data: FindingData): string {
  const [first] = (data['diff'] ?? []) as readonly ShownDifference[]
  return first?.expected ?? 'another one'
}
