// Names that other tools have for our assertions: each value in, an assertion of ours with its options out. To add one: a record in
// the file of its tool.
import { adk } from './adk.ts'
import type { Alias } from './alias.ts'
import { declare } from './declare.ts'
import { langchain } from './langchain.ts'
import { promptfoo } from './promptfoo.ts'
import { pydanticEvals } from './pydantic-evals.ts'

export const aliases: readonly Alias[] = [...promptfoo, ...langchain, ...adk, ...pydanticEvals, ...declare]
export { anyCase } from './exact-name.ts'
export { promptfoo } from './promptfoo.ts'
export type { Alias } from './alias.ts'
