import type { Decision } from '../../model/selector.ts'

/** The one and the other must hold. */
export function both(one: Decision, other: Decision): Decision {
  if (one === false || other === false) return false
  return one === undefined || other === undefined ? undefined : true
}

/** One is enough. */
export function either(one: Decision, other: Decision): Decision {
  if (one === true || other === true) return true
  return one === undefined || other === undefined ? undefined : false
}

export function not(decision: Decision): Decision {
  return decision === undefined ? undefined : !decision
}
