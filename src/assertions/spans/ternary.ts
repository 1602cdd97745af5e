/** What is known of a span: it is, it is not, or the recording leaves it open. Small numbers, so that a run's fit in one array. */
export const no = 0
export const yes = 1
export const unsure = 2
export type Ternary = typeof no | typeof yes | typeof unsure

export function ternary(decision: boolean | undefined): Ternary {
  return decision === undefined ? unsure : decision ? yes : no
}

export function not(one: number): Ternary {
  return one === unsure ? unsure : one === yes ? no : yes
}

export function and(one: number, other: number): Ternary {
  if (one === no || other === no) return no
  return one === unsure || other === unsure ? unsure : yes
}

export function or(one: number, other: number): Ternary {
  if (one === yes || other === yes) return yes
  return one === unsure || other === unsure ? unsure : no
}
