import { isVariantId, variants } from './variants.ts'

/** What one pass over a file took, told to the parent process. */
export interface PassResult {
  readonly spans: number
  readonly seconds: number
  /** Most memory this process ever held, in bytes. */
  readonly peakBytes: number
}

// Started by `passes.ts`: one variant a process, one pass over the file a message.
const [variant = '', path = ''] = process.argv.slice(2)
if (!isVariantId(variant)) throw new Error(`no variant \`${variant}\``)
const pass = await variants[variant]()
process.on('message', () => void answer())
process.send!('ready')

async function answer(): Promise<void> {
  // Garbage of the previous pass is collected before the clock starts; with the flag off, in the row about memory, never.
  globalThis.gc?.()
  const start = performance.now()
  const spans = await pass(path)
  const seconds = (performance.now() - start) / 1000
  // Linux counts in kilobytes; so does Node everywhere.
  const result: PassResult = { spans, seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }
  process.send!(result)
}
