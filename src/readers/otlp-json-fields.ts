/** Fields of an `AnyValue`, of which it holds one. */
const valueFields = [
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'arrayValue',
  'kvlistValue',
  'bytesValue',
] as const
type ValueField = (typeof valueFields)[number]

/** Whether there is more than one member. Asked of every value of a recording: a list of the members would cost too much. */
export function holdsSeveral(raw: object): boolean {
  let isSecond = false
  for (const _ in raw) {
    if (isSecond) return true
    isSecond = true
  }
  return false
}

/** Fields of an `AnyValue` that hold something; null stands for absence beside another field. */
export function heldFields(raw: { readonly [Field in ValueField]?: unknown }): readonly ValueField[] {
  return valueFields.filter((field) => raw[field] !== undefined && raw[field] !== null)
}
