import { SpanpactError } from '../model/spanpact-error.ts'
import { nearest } from '../model/nearest.ts'
import type { Command } from './command.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

/** Commands by name; each is loaded when it is called, so that one does not pay for another's start-up. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).check,
  show: async () => (await import('./show.ts')).show,
  import: async () => (await import('./import.ts')).importCommand,
  infer: async () => (await import('./infer.ts')).infer,
  init: async () => (await import('./init.ts')).init,
  lint: async () => (await import('./lint.ts')).lint,
  rules: async () => (await import('./rules.ts')).rulesCommand,
}

const usage = `spanpact — telemetry contracts for AI agents, on OpenTelemetry

usage: spanpact <command> [options]

  check [recordings…] [-c contract…]   check recordings (files, globs, directories, - for stdin)
  show [recordings…]                   what was read: runs, steps, tools, tokens; a tree with times
  infer [recordings…] [-o file]        draft a contract from recordings
  import promptfoo <file> [-o file]    contract from what a promptfoo file asks of trajectories
  init                                 set up a package: first contract, CI workflow
  lint [contracts…]                    check the contract files themselves
  rules [id]                           every rule, or the page of one

  --version, --help                    spanpact <command> --help lists the options of a command

exit codes: 0 pass, 1 fail, 2 could not run, 3 inconclusive
`

/** Runs one command line; returns the exit code. Unexpected errors are thrown with their stack. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.stdout(usage)
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    terminal.stdout(`${version()}\n`)
    return 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined) {
    const near = nearest(name, Object.keys(commands))
    terminal.stderr(
      `spanpact: unknown command \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}\n\n${usage}`,
    )
    return 2
  }
  const command = await load()
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.stdout(command.help)
    return 0
  }
  try {
    return await command.run(rest, terminal)
  } catch (error) {
    // The file system says what is wrong with a folder or a disk better than a stack would.
    if (error instanceof Error && 'syscall' in error) {
      terminal.stderr(`spanpact ${name}: ${error.message}\n`)
      return 2
    }
    if (!(error instanceof SpanpactError)) throw error
    terminal.stderr(`spanpact ${name}: ${place(error)}${error.message}\n`)
    return 2
  }
}

function place(error: SpanpactError): string {
  const { position } = error
  // The problems of a contract file name their own places.
  if (position.file === undefined || 'problems' in error) return ''
  const line = position.line === undefined ? '' : `:${position.line}`
  const column = position.column === undefined ? '' : `:${position.column}`
  return `${position.file}${line}${column}: `
}
