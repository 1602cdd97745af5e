// What a run must do, and what proves or refutes it.
export {
  defineAssertion,
  type Assertion,
  type AssertionContext,
  type CompiledAssertion,
  type ContentNeeds,
} from './assertion.ts'
export { builders } from './builders.ts'
export { anyCase, promptfoo, type Alias } from './aliases/index.ts'
export { assertionOf, expectForms, itemProblems, readExpect } from './expect-item.ts'
export type { Judge, JudgedRun, JudgedStep, Judgement } from './judge.ts'
export { fail, open, openByGaps, pass, type Outcome, type RestingPart, type Sighting } from './outcome.ts'
export type { CommonOptions } from './options.ts'
export { own } from './own-assertion.ts'
export { compileStepNames } from './step-selector.ts'
export { assertions } from './table.ts'
export { agentAround, scopeRun, type TrajectoryRun } from './trajectory-run.ts'
export { compileValueMatcher, valueMatcher } from './value-matcher.ts'
