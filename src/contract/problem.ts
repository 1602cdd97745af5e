import { SpanpactError } from '../model/spanpact-error.ts'

/** One thing that is wrong in a contract, configuration or acceptance file. */
export interface ContractProblem {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** Clause path, `spans.think.attributes.gen_ai.request.model`; empty for the file as a whole. */
  readonly path: string
  /** What is wrong, without the place. */
  readonly message: string
  /** The concrete edit. */
  readonly help: string
  /** Set when the problem is a pattern that RE2 does not take. */
  readonly kind?: 'pattern'
}

/** Everything that is wrong in a file and in the files it extends, reported at once, in order of place. */
export class ContractErrors extends SpanpactError {
  readonly problems: readonly ContractProblem[]

  constructor(
    code: 'contract-invalid' | 'config-invalid' | 'accepted-invalid' | 'promptfoo-invalid',
    problems: readonly ContractProblem[],
  ) {
    const sorted = sortProblems(problems)
    const first = sorted[0]
    super(code, sorted.map(renderProblem).join('\n'), {
      position: first === undefined ? {} : { file: first.file, line: first.line, column: first.column },
    })
    this.problems = sorted
  }
}

/** `support.contract.yaml:24:9`: unknown key `requirment`; did you mean `requirement`? (`spans.think`) — and the edit. */
function renderProblem(problem: ContractProblem): string {
  const path = problem.path === '' ? '' : ` (\`${problem.path}\`)`
  return `\`${problem.file}:${problem.line}:${problem.column}\`: ${problem.message}${path}\n  help: ${problem.help}`
}

function sortProblems(problems: readonly ContractProblem[]): readonly ContractProblem[] {
  const files = [...new Set(problems.map((problem) => problem.file))]
  return problems.toSorted(
    (left, right) =>
      files.indexOf(left.file) - files.indexOf(right.file) ||
      left.line - right.line ||
      left.column - right.column ||
      (left.message < right.message ? -1 : 1),
  )
}
