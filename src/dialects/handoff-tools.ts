/** The agent that a transfer tool names in its own name, as LangGraph and Agent Framework build them; else null. */
export function transferTarget(tool: string | null): string | null {
  return /^(?:transfer|handoff)_to_(.+)$/s.exec(tool ?? '')?.[1] ?? null
}
