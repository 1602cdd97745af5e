import type { z } from 'zod'

import type { ContractProblem } from '../problem.ts'
import { explainIssue } from './issues.ts'
import { problemAt, valueAt, type Path, type Source } from './source.ts'

/** Says everything in which a file differs from its schema. Keys of `later` are named as not part of this version. */
export function validate(schema: z.ZodType, source: Source, later: readonly string[] = []): readonly ContractProblem[] {
  const result = schema.safeParse(source.value, { error: validKeys })
  if (result.success) return []
  const known = new Set(source.problems.map((problem) => problem.path))
  // A map is not empty because of what was taken out of it.
  const isBroken = ({ code, path }: z.core.$ZodIssue): boolean =>
    code === 'custom' && [...known].some((below) => below.startsWith(`${path.join('.')}.`))
  return result.error.issues
    .filter((issue) => !isBroken(issue))
    .flatMap((issue) => problemsOf(issue, [], source, later))
    .filter((problem) => !known.has(problem.path))
}

/**
 * The message of an unknown key is the list of keys its object knows, so that the nearest one can be named;
 * ./issues.ts makes the sentence.
 */
function validKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined
  const object = issue.inst as z.ZodObject | z.ZodRecord<z.ZodEnum> | undefined
  const keys = object?.type === 'object' ? Object.keys(object.shape) : object?.keyType.options
  return keys === undefined ? undefined : keys.join(' ')
}

function problemsOf(issue: z.core.$ZodIssue, base: Path, source: Source, later: readonly string[]): ContractProblem[] {
  const path: Path = [...base, ...(issue.path as Path)]
  if (issue.code === 'invalid_union') {
    const branch = likeliestBranch(issue.errors, valueAt(source.value, path))
    if (branch !== undefined) return branch.flatMap((inner) => problemsOf(inner, path, source, later))
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const { message, help } = explainIssue({ ...issue, keys: [key] }, undefined, { key, later })
      return problemAt(source, [...path, key], 'key', message, help)
    })
  }
  const { message, help, at } = explainIssue(issue, valueAt(source.value, path), {
    key: subjectOf(path),
    written: writtenAt(source, path),
    later,
  })
  const problem = problemAt(source, path, at, message, help)
  const isPattern = issue.code === 'custom' && issue.params?.['kind'] === 'pattern'
  return [isPattern ? { ...problem, kind: 'pattern' } : problem]
}

/**
 * The form of a union that the author meant: the one whose type fits; undefined when none does.
 * Of several that fit, the one with the fewest complaints.
 */
function likeliestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
  value: unknown,
): readonly z.core.$ZodIssue[] | undefined {
  const mismatches = (issue: z.core.$ZodIssue): boolean => {
    if (issue.path.length > 0) return false
    if (issue.code === 'invalid_union') return issue.errors.every((issues) => issues.some(mismatches))
    return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof issue.values[0] !== typeof value)
  }
  const fitting = branches.filter((issues) => !issues.some(mismatches))
  return fitting.toSorted((left, right) => left.length - right.length)[0]
}

/** What a message calls the value: its key, or the list and the place in it. */
function subjectOf(path: Path): string {
  const last = path.at(-1)
  return typeof last === 'number' ? `${subjectOf(path.slice(0, -1))}[${last}]` : (last ?? '')
}

/** The text of a value as the file has it, for quoting. */
function writtenAt(source: Source, path: Path): string | undefined {
  const place = source.positions.value(path)
  if (place?.start === undefined || place.end === undefined) return undefined
  return source.text.slice(place.start, Math.min(place.end, place.start + 200)).trimEnd()
}
