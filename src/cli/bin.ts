#!/usr/bin/env node
// The entry of the command: checks the version of Node before anything else is loaded, then hands over.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import module from 'node:module'

const smallHeap = '--max-semi-space-size'
/** Garbage that may pile up before it is collected, in percent of what is in use; unbounded it comes to three times as much. */
const growth = '--heap-growing-percent=50'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `spanpact needs Node 22.18 or newer; this is ${process.versions.node}. Install a newer Node, or add the \`node\` package to your dev dependencies and run through npm scripts.\n`,
  )
  process.exitCode = 2
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  const { version } = await import('./version.ts')
  process.stdout.write(`${version()}\n`)
} else if (hasLargeFile(process.argv) && !process.execArgv.some((option) => option.startsWith(smallHeap))) {
  // The space for new objects can be bounded only when Node starts; unbounded it takes 100 MB more, and no less time.
  const { status } = spawnSync(
    process.execPath,
    [`${smallHeap}=16`, growth, ...process.execArgv, ...process.argv.slice(1)],
    {
      stdio: 'inherit',
    },
  )
  process.exitCode = status ?? 2
} else {
  // Start-up is mostly compilation; Node keeps the compiled form in its own cache directory.
  module.enableCompileCache()
  // Whoever reads the output may stop reading, as `head` does; the exit code is still that of the check.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    process.stderr.write(`spanpact: failed to write the output: ${error.message}\n`)
    process.exit(2)
  })
  quietModuleTypeWarning()
  const { main } = await import('./main.ts')
  try {
    process.exitCode = await main(process.argv.slice(2), {
      cwd: process.cwd(),
      stdout: (text) => void process.stdout.write(text),
      stderr: (text) => void process.stderr.write(text),
      stdin: () => process.stdin,
      color: wantsColor(),
      width: process.stdout.columns ?? (Number(process.env['COLUMNS']) || 120),
      now: Date.now(),
    })
  } catch (error) {
    process.stderr.write(`spanpact: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 2
  }
}

/** Whether an argument names a file that is worth a restart with another heap. */
function hasLargeFile(argv: readonly string[]): boolean {
  return argv.slice(2).some((argument) => {
    const stats = statSync(argument, { throwIfNoEntry: false })
    return stats !== undefined && stats.isFile() && stats.size >= 256 * 2 ** 20
  })
}

/** Packages without `"type": "module"` may have TypeScript contracts; Node would advise them on every run. */
function quietModuleTypeWarning(): void {
  const [report] = process.listeners('warning')
  if (report === undefined) return
  process.removeListener('warning', report)
  process.on('warning', (warning: Error & { readonly code?: string }) => {
    if (warning.code !== 'MODULE_TYPELESS_PACKAGE_JSON') report(warning)
  })
}

/** Colour only on a terminal; `NO_COLOR` switches it off, `FORCE_COLOR` on (no-color.org). */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true
  return process.stdout.isTTY && TERM !== 'dumb'
}
