import type { RunSketch, StepSketch } from './step-sketch.ts'

/** Runs of a case: `+` calls `refund`, `-` does not, `x` ends in an error of the provider, `?` leaves a call pending. */
export function runsOf(outcomes: string, caseId: string | null = 'a'): RunSketch[] {
  return Array.from(outcomes).map((outcome, index) => ({
    trace: `${caseId ?? 'none'} ${index}`,
    attributes: { ...(caseId === null ? {} : { 'spanpact.case.id': caseId }), 'spanpact.trial': index },
    steps: stepsOf[outcome]!,
  }))
}

const model: StepSketch = { model: 'gpt-5' }

const stepsOf: Readonly<Record<string, StepSketch[]>> = {
  '+': [model, { tool: 'refund' }, model],
  '-': [model, { tool: 'search' }, model],
  x: [model, { tool: 'search' }, { ...model, error: '503' }],
  // The model asks for a call that no span shows.
  '?': [{ model: 'gpt-5', asks: ['lost'] }, model],
}
