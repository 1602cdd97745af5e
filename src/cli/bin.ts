#!/usr/bin/env node
// The entry of the command: checks the version of Node before anything else is loaded, then hands over.
import module from 'node:module'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `spanpact needs Node 22.18 or newer; this is ${process.versions.node}. Install a newer Node, or add the \`node\` package to your dev dependencies and run through npm scripts.\n`,
  )
  process.exitCode = 2
} else {
  // Start-up is mostly compilation; Node keeps the compiled form in its own cache directory.
  module.enableCompileCache()
  const { version } = await import('./version.ts')
  if (process.argv.length === 3 && process.argv[2] === '--version') process.stdout.write(`${version()}\n`)
  else {
    const { main } = await import('./main.ts')
    process.exitCode = await main(process.argv.slice(2), {
      cwd: process.cwd(),
      stdout: (text) => void process.stdout.write(text),
      stderr: (text) => void process.stderr.write(text),
      stdin: () => process.stdin,
      color: wantsColor(),
      now: Date.now(),
    })
  }
}

/** Colour only on a terminal; `NO_COLOR` switches it off, `FORCE_COLOR` on (no-color.org). */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true
  return process.stdout.isTTY && TERM !== 'dumb'
}
