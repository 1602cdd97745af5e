import { takeCoverage } from 'node:v8'
import { afterAll } from 'vitest'

// The pool ends its workers before Node would write their coverage.
afterAll(() => {
  if (process.env['NODE_V8_COVERAGE'] !== undefined) takeCoverage()
})
