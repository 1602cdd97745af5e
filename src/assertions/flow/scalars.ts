import { isValueMap, type Value } from '../../model/value.ts'
import { memberPath } from '../difference.ts'

/** A text, number, boolean or null inside a value, and where. */
export interface Scalar {
  readonly path: string
  readonly value: string | number | bigint | boolean | null
}

/** The scalars inside a value of any depth, in its order; keys are none. */
export function* scalarsIn(value: Value, at: string): Generator<Scalar> {
  const open: { readonly path: string; readonly value: Value }[] = [{ path: at, value }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value: one } = next
    if (typeof one !== 'object' || one === null) yield { path, value: one }
    else if (Array.isArray(one)) {
      const list = one as readonly Value[]
      for (let index = list.length - 1; index >= 0; index--) {
        open.push({ path: `${path}[${index}]`, value: list[index]! })
      }
    } else if (isValueMap(one)) {
      for (const [key, item] of Object.entries(one).toReversed())
        open.push({ path: memberPath(path, key), value: item })
    }
  }
}
