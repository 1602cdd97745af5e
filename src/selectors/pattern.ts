import { createRequire } from 'node:module'

import { SpanpactError } from '../model/spanpact-error.ts'
import { linearPattern } from './linear-pattern.ts'

/** An RE2 pattern, unanchored. */
export interface Pattern {
  readonly source: string
  readonly test: (text: string) => boolean
}

/** Answers kept per pattern: attribute values of one key repeat far more often than they differ. */
const rememberedAnswers = 512
/** Longer texts are rarely repeated and expensive to hash. */
const rememberedLength = 256

/**
 * Compiles a pattern in RE2 syntax.
 * @throws SpanpactError `pattern-unsupported` for lookaround, backreferences and syntax errors.
 */
export function compilePattern(source: string): Pattern {
  const native = linearPattern(source)
  if (native !== undefined) return { source, test: (text) => native.test(text) }
  const engine = compile(source)
  const answers = new Map<string, boolean>()
  return {
    source,
    test(text) {
      if (text.length > rememberedLength) return engine.matcher(text).find()
      const known = answers.get(text)
      if (known !== undefined) return known
      const answer = engine.matcher(text).find()
      if (answers.size >= rememberedAnswers) answers.clear()
      answers.set(text, answer)
      return answer
    },
  }
}

// Loaded on first use: most contracts have no pattern, and start-up time is paid by every run.
let library: typeof import('re2js') | undefined

function compile(source: string): import('re2js').RE2JS {
  library ??= createRequire(import.meta.url)('re2js') as typeof import('re2js')
  try {
    return library.RE2JS.compile(source)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SpanpactError(
      'pattern-unsupported',
      `pattern \`${source}\` is not RE2 syntax (${reason}); lookaround and backreferences are not available`,
      { cause },
    )
  }
}
