import type { StepContent } from '../model/step.ts'
import { contentKey } from '../runs/index.ts'

/** Equal arguments have equal keys; null where they were not recorded whole. Text that is no JSON equals the same text. */
export function callKey(args: StepContent): string | null {
  return 'text' in args && args.text !== '' ? `text ${args.text}` : contentKey(args)
}
