const modelRoles = new Set(['assistant', 'ai', 'model'])
const inputRoles = new Set(['system', 'developer', 'user', 'human', 'environment', 'observation'])
const resultRoles = new Set(['tool', 'function', 'tool-response', 'tool_response', 'tool_result', 'ipython'])
const callRoles = new Set(['tool-call', 'tool_call', 'function_call'])

/** Who speaks in a message. */
export interface Speaker {
  /** `call`: the text asks for calls, in whatever words the framework has for them. */
  readonly is: 'model' | 'input' | 'result' | 'call'
  /** Agent that the role names. */
  readonly agent: string | null
  readonly handoffTo: string | null
}

/** `Orchestrator (thought)`, `Orchestrator (-> WebSurfer)`: an agent with a remark. */
const remarked = /^([^()]+?) \((?:-> ([^()]+)|[^()]*)\)$/

/** Reads a role: of a model, of its input, of a tool, or the name of an agent of a team. */
export function speakerOf(role: string): Speaker {
  const word = role.toLowerCase()
  if (modelRoles.has(word)) return speaker('model')
  if (inputRoles.has(word)) return speaker('input')
  if (resultRoles.has(word)) return speaker('result')
  if (callRoles.has(word)) return speaker('call')
  const [, name = role, handoffTo = null] = remarked.exec(role) ?? []
  return { is: 'model', agent: name, handoffTo }
}

function speaker(is: Speaker['is']): Speaker {
  return { is, agent: null, handoffTo: null }
}
