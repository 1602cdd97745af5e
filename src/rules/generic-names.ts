/** What a span name gives away: nothing of what the span does, or an id that makes every name another one. */
export type NameFault = { readonly kind: 'generic' } | { readonly kind: 'id'; readonly part: string }

/** Names that fit any agent, case and separators aside: `llm.call` also stands for `llm_call` and `LLM call`. */
const genericNames = new Set(
  `
  agent, agent run, agent step, agent invoke, agent call, agent execute, run agent, call agent, llm, llm call,
  llm invoke, llm run, llm request, llm completion, llm generate, call llm, model, model call, model invoke,
  model request, call model, chat, chat completion, completion, chat completions, openai chat completions,
  generate, generation, inference, tool, tool call, tool run, tool invoke, tool execute, call tool, run tool,
  execute tool, invoke agent, invoke workflow, agent workflow, workflow run, chain run, chain invoke, chain,
  workflow, pipeline, step, task, run, invoke, call, execute, process, handle, function, function call, handler,
  operation, request, action, job, main, root, span, trace, unknown, unnamed, anonymous, undefined, null, none
  `
    .split(',')
    .map(normal),
)

/** Classes of agent frameworks: they name the code, not the agent. */
const frameworkClass = new RegExp(
  `^(?:${[
    'Runnable[A-Z]\\w*(?:<.*)?',
    '(?:Azure)?Chat[A-Z]\\w*',
    '\\w*(?:StateGraph|AgentExecutor|OutputParser|ToolNode)',
    'LangGraph|LLMChain|SequentialChain|Dynamic(?:Structured)?Tool|StructuredTool|FunctionTool|Pregel',
    '(?:Base|Code|ToolCalling|ReAct|Llm|Loop|Sequential|Parallel|Assistant|Conversable|UserProxy|Function)Agent',
    // Any class with a method: `CodeAgent.run`, `Crew.kickoff`.
    '[A-Z]\\w*\\.(?:a?run|a?invoke|a?call|a?stream|execute|step|forward|predict|kickoff|query)',
  ].join('|')})$`,
)

/** Operations whose target the rest of the name is. */
const operation = /^(?:invoke_agent|create_agent|execute_tool|invoke_workflow|workflow|agent|tool|task) /

const uuid = /[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}/i
// One character before the `@` is enough to know an address, and keeps the search linear.
const email = /[\w.+-]@[\w-]{1,63}\.[a-z]/i
const hexToken = /(?<![\da-z])(?=[\da-f]*\d)(?=\d*[a-f])[\da-f]{8,64}(?![\da-z])/i
const longNumber = /\d{7,}/g
/** Versions of models are dates: `claude-sonnet-4-20250514`. */
const date = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** Names longer than this carry content; only their beginning is searched for ids. */
const searchedLength = 1024

/** What is wrong with a name, or undefined. Model names with versions and routes without ids are fine. */
export function nameFault(name: string): NameFault | undefined {
  if (genericNames.has(normal(name)) || frameworkClass.test(name)) return { kind: 'generic' }
  const target = name.replace(operation, '')
  if (target !== name && frameworkClass.test(target)) return { kind: 'generic' }
  const part = idIn(name.slice(0, searchedLength))
  return part === undefined ? undefined : { kind: 'id', part }
}

function idIn(name: string): string | undefined {
  if (name.includes('@') && email.test(name)) return name.split(/[\s/]/).find((word) => email.test(word))
  const found = uuid.exec(name) ?? hexToken.exec(name)
  if (found !== null) return found[0]
  return name.match(longNumber)?.find((digits) => !date.test(digits))
}

function normal(name: string): string {
  return name.length > 64
    ? name
    : name
        .toLowerCase()
        .replace(/[\s._\-/:]+/g, ' ')
        .trim()
}
