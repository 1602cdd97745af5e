import type { AttributeShape } from '../model/keyed-attributes.ts'

/** Longer lists and keys are hostile rather than frequent, and so are more shapes and nodes than these. */
const maxKeys = 128
const maxKeyLength = 256
const maxShapes = 2048
const maxNodes = 16_384

/** Attributes as the file has them; a key may be anything. */
type RawList = readonly ({ readonly key?: unknown } | null | undefined)[]

/** A place in the tree of all key sequences. */
interface Node {
  /** The key that came next the last time, and most likely comes again: comparing costs less than hashing. */
  lastKey: string | undefined
  lastNode: Node | undefined
  readonly next: Map<string, Node>
  /** Undefined until a list ends here; null where a key occurs twice on the way. */
  shape: AttributeShape | null | undefined
}

/**
 * Creates a function that finds the shape of an attribute list. Undefined for a list that has none: a key is no text or
 * occurs twice, the list or a key is very long, or the file has had more shapes than any instrumentation writes.
 */
export function createAttributeShapes(): (list: RawList) => AttributeShape | undefined {
  const root = newNode()
  let nodes = 1
  let shapes = 0

  function follow(from: Node, key: unknown): Node | undefined {
    if (typeof key !== 'string' || key.length > maxKeyLength) return undefined
    let node = from.next.get(key)
    if (node === undefined) {
      if (nodes === maxNodes) return undefined
      nodes += 1
      node = newNode()
      from.next.set(key, node)
    }
    from.lastKey = key
    from.lastNode = node
    return node
  }

  function newShape(list: RawList): AttributeShape | null {
    const shape = new Map<string, number>()
    for (const entry of list) {
      const key = entry?.key
      // As a property name the text becomes the one an engine keeps of its kind: looking it up compares no characters.
      if (typeof key === 'string') for (const name of Object.keys({ [key]: key })) shape.set(name, shape.size)
    }
    if (shape.size < list.length) return null
    shapes += 1
    return shape
  }

  return (list) => {
    if (list.length > maxKeys) return undefined
    let node: Node | undefined = root
    for (const entry of list) {
      const key = entry?.key
      node = key !== undefined && key === node.lastKey ? node.lastNode : follow(node, key)
      if (node === undefined) return undefined
    }
    if (node.shape === undefined && shapes < maxShapes) node.shape = newShape(list)
    return node.shape ?? undefined
  }
}

function newNode(): Node {
  return { lastKey: undefined, lastNode: undefined, next: new Map(), shape: undefined }
}
