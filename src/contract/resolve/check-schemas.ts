import type { AttributeClause, Contract } from '../../model/contract.ts'
import { SpanpactError } from '../../model/spanpact-error.ts'
import { compileJsonSchema, isShippedSchema } from '../../rules/index.ts'
import type { ContractProblem } from '../problem.ts'

/** Schemas that the team wrote and no validator takes; shipped ones are checked when the package is built. */
export function checkSchemas(contract: Contract): readonly ContractProblem[] {
  const checked = new Set<AttributeClause['schema']>()
  return ownAttributes(contract).flatMap((clause) => {
    if (clause.schema === undefined || checked.has(clause.schema) || isShippedSchema(clause.schema)) return []
    checked.add(clause.schema)
    try {
      compileJsonSchema(clause.schema)
      return []
    } catch (error) {
      if (!(error instanceof SpanpactError)) throw error
      const path = `${clause.path}.schema`
      const place = contract.locate(path) ?? { file: contract.file, line: 1, column: 1 }
      const isPattern = error.cause instanceof SpanpactError && error.cause.code === 'pattern-unsupported'
      return [
        {
          ...place,
          path,
          message: error.message,
          help: isPattern
            ? 'write the pattern in RE2 syntax, without lookaround and backreferences'
            : 'write a JSON Schema of draft 7, 2019-09 or 2020-12',
          ...(isPattern ? { kind: 'pattern' as const } : {}),
        },
      ]
    }
  })
}

function ownAttributes(contract: Contract): readonly AttributeClause[] {
  const ofSpans = contract.spans.flatMap((span) => [
    ...span.attributes,
    ...span.resource,
    ...span.events.flatMap((event) => event.attributes),
    ...span.links.flatMap((link) => link.attributes),
  ])
  return [...contract.attributes, ...contract.resource, ...ofSpans].filter((clause) => clause.own)
}
