/** Gives every call of a transcript an id of its own: models, or the services before them, use ids again. */
export interface CallIds {
  /** The id itself, or for a repeated one `id#2`, `id#3` and so on. */
  readonly unique: (id: string) => string
  /** How many ids had to be changed. */
  readonly repeated: () => number
}

export function createCallIds(): CallIds {
  const uses = new Map<string, number>()
  let repeated = 0
  return {
    unique(id) {
      const before = uses.get(id)
      if (before === undefined) {
        uses.set(id, 1)
        return id
      }
      repeated += 1
      let use = before + 1
      while (uses.has(`${id}#${use}`)) use += 1
      uses.set(id, use)
      uses.set(`${id}#${use}`, 1)
      return `${id}#${use}`
    },
    repeated: () => repeated,
  }
}
