import type { Step } from '../model/step.ts'
import type { Run, RunRead } from '../runs/index.ts'
import { readOf } from './trajectory-run.ts'

/** What a span says of its failure: the message of its status, else of its exception. */
export const statusMessageRead: RunRead = {
  name: 'status message',
  take({ status, events }) {
    if (status.message !== '') return status.message
    const exception = events.findLast(({ name }) => name === 'exception')
    const message = exception?.attributes.get('exception.message')
    return typeof message === 'string' && message !== '' ? message : undefined
  },
}

/** The message of a step's last try, of its outermost span that has one; null where none has. */
export function statusMessageOf(run: Run, { attempts }: Step): string | null {
  for (const span of attempts.at(-1)!.spans) {
    const message = readOf(run, span, statusMessageRead)
    if (typeof message === 'string') return message
  }
  return null
}
