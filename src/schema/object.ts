import { z } from 'zod'

/** One value, or a list of at least one. */
export function oneOrMore<Item extends z.ZodType>(item: Item): z.ZodUnion<[Item, z.ZodArray<Item>]> {
  return z.union([item, z.array(item).min(1, 'the list is empty')])
}

/** A refinement that waits until the keys are right: a misspelt key is not missing too. */
export function filledIn(message: string): { error: string; when: (payload: z.core.ParsePayload) => boolean } {
  return { error: message, when: ({ issues }) => issues.length === 0 }
}

export const text = z.string().min(1, 'the text is empty')

/**
 * A strict object whose keys are made when it is first asked: most contracts use few of the objects that the language
 * has, and every start of the command would pay for all of them.
 */
export function strictObjectOf<Shape extends z.ZodRawShape>(shape: () => Shape): z.ZodObject<Shape, z.core.$strict> {
  let made: Shape | undefined
  return new z.ZodObject({
    type: 'object',
    get shape(): Shape {
      return (made ??= shape())
    },
    catchall: z.never(),
  }) as z.ZodObject<Shape, z.core.$strict>
}
