// Shapes of what contract files hold, shared by the contract language and by what adds keys to it.
export { filledIn, oneOrMore, strictObjectOf, text } from './object.ts'
export {
  bounds,
  duration,
  exactCount,
  isoDate,
  jsonSchema,
  literal,
  pattern,
  spanName,
  spanNames,
  version,
} from './scalars.ts'
export { selector } from './selector.ts'
