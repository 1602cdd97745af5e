/** A contract for a package that has recorded nothing yet. */
export function starterContract(name: string, pack: string): string {
  return `# The telemetry contract of ${name}: which spans and attributes it promises.
# Record a run of the agent, then have the spans drafted from it: npx spanpact infer run.jsonl
contract: ${name}
version: 0.1.0
extends: [${pack}]
# recordings: [recordings/*.jsonl]
# spans:
#   chat:
#     match: { gen_ai.operation.name: chat }
#     attributes: { gen_ai.request.model: string, gen_ai.usage.input_tokens: int }
trace: { roots: 1, orphans: 0 }
privacy: { deny: [secrets] }
`
}
