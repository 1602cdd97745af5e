import { existsSync, readFileSync } from 'node:fs'

const status = '/proc/self/status'

/**
 * The most memory this process ever held, in kilobytes. What `resourceUsage` says of it on Linux begins with what the parent
 * held when it started the process: of a child of a test, the memory of all tests before.
 */
export function peakKilobytes(): number {
  const peak = existsSync(status) ? /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return peak === undefined ? process.resourceUsage().maxRSS : Number(peak)
}
