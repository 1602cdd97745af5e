const modelRoles = new Set(['assistant', 'ai', 'model'])
const inputRoles = new Set(['system', 'developer', 'user', 'human', 'environment', 'observation'])
const resultRoles = new Set(['tool', 'function'])

/** Who speaks in a message. */
export interface Speaker {
  readonly is: 'model' | 'input' | 'result'
  /** Agent that the role names. */
  readonly agent: string | null
  readonly handoffTo: string | null
}

/** `Orchestrator (thought)`, `Orchestrator (-> WebSurfer)`: an agent with a remark. */
const remarked = /^([^()]+?) \((?:-> ([^()]+)|[^()]*)\)$/

/** Reads a role: of a model, of its input, of a tool, or the name of an agent of a team. */
export function speakerOf(role: string): Speaker {
  if (modelRoles.has(role)) return speaker('model')
  if (inputRoles.has(role)) return speaker('input')
  if (resultRoles.has(role)) return speaker('result')
  const [, name = role, handoffTo = null] = remarked.exec(role) ?? []
  return { is: 'model', agent: name, handoffTo }
}

function speaker(is: Speaker['is']): Speaker {
  return { is, agent: null, handoffTo: null }
}
