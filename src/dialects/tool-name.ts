/** Span names that tell the tool, in the order of trust; the first group is the tool. */
const patterns = [
  /^execute_tool (.+)$/su,
  /^running tool: (.+)$/su,
  /^(mcp__.+?__.+)$/su,
  /^(.+)\.tool$/su,
  /^tool\.(.+)$/su,
]

/** Functions by which frameworks let a model hand in its answer. */
const outputFunctions = new Set(['final_result', 'final_answer', 'final_output'])

/** The tool that the name of a tool span tells, or null. */
export function toolOfSpanName(name: string): string | null {
  for (const pattern of patterns) {
    const tool = pattern.exec(name)?.[1]
    if (tool !== undefined) return tool
  }
  return null
}

export function isOutputFunction(tool: string | null): boolean {
  return tool !== null && outputFunctions.has(tool)
}
