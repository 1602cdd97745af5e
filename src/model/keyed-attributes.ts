import type { Value } from './value.ts'

/** The keys of an attribute list, each with its position: one object for all lists with the same keys in the same order. */
export type AttributeShape = ReadonlyMap<string, number>

/**
 * Attributes that share their keys with other spans. Instrumentations write the same keys in the same order all the time:
 * a span then keeps its values only, and building it hashes no key. Reads like any other map; `new Map(attributes)` makes
 * a plain one, for what copies data structurally.
 */
export class KeyedAttributes implements ReadonlyMap<string, Value> {
  readonly #shape: AttributeShape
  /** In the order of the shape's keys. */
  readonly #held: readonly Value[]

  constructor(shape: AttributeShape, held: readonly Value[]) {
    this.#shape = shape
    this.#held = held
  }

  /** Equal objects mean equal keys; lists with equal keys may have different ones. */
  get shape(): AttributeShape {
    return this.#shape
  }

  get size(): number {
    return this.#held.length
  }

  get(key: string): Value | undefined {
    const position = this.#shape.get(key)
    return position === undefined ? undefined : this.#held[position]
  }

  has(key: string): boolean {
    return this.#shape.has(key)
  }

  keys(): MapIterator<string> {
    return this.#shape.keys()
  }

  values(): MapIterator<Value> {
    return this.#held.values()
  }

  *entries(): MapIterator<[string, Value]> {
    for (const [key, position] of this.#shape) yield [key, this.#held[position]!]
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries()
  }

  /** What Node prints, and shows in a debugger. */
  [Symbol.for('nodejs.util.inspect.custom')](): Map<string, Value> {
    return new Map(this)
  }

  forEach(callback: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    // Not over the entries, which makes a pair of every attribute: this is how detectors walk those of every span.
    let position = 0
    for (const key of this.#shape.keys()) callback(this.#held[position++]!, key, this)
  }
}
