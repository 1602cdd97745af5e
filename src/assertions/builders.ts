import { assertions } from './table.ts'

type CamelCase<Id extends string> = Id extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Id

type Record = (typeof assertions)[number]

/** What an assertion's options may be written as. */
type Written<One extends Record> = One['options']['_zod']['input']

/** One function per assertion, its id in camelCase; each makes an item of `expect`. */
type AssertionBuilders = {
  readonly [One in Record as CamelCase<One['id']>]: (options: Written<One>) => {
    readonly [Id in One['id']]: Written<One>
  }
}

/**
 * Items of `expect` for contracts in TypeScript: `toolUsed('lookup_order')` is `{ 'tool-used': 'lookup_order' }`, and means
 * the same.
 */
export const builders = Object.fromEntries(
  assertions.map(({ id }) => [
    id.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase()),
    (options: unknown) => ({ [id]: options }),
  ]),
) as unknown as AssertionBuilders
