import { resolve } from 'node:path'

import { ContractErrors, readSource } from '../contract/index.ts'
import { importPromptfoo } from '../import-promptfoo.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { choose, parseOptions, type Command } from './command.ts'
import { outputExists, outputFile } from './output-file.ts'
import { packageManifest } from './package-manifest.ts'
import { writeNew } from './write-new.ts'

const help = `usage: spanpact import promptfoo <file> [options]

Rewrites what a promptfoo configuration asks of trajectories, spans, cost and time as a contract, and prints it.
Each test becomes a trajectory; what has no counterpart is named in a comment, with its line.

  -o, --output FILE    write to this file, *.contract.yaml, instead; a file that exists is left as it is
  --name NAME          name of the contract; default: the package
`

export const importCommand: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = parseOptions(argv, {
      output: { type: 'string', short: 'o' },
      name: { type: 'string' },
    })
    const [from, file, more] = positionals
    if (from === undefined || file === undefined || more !== undefined)
      throw new SpanpactError('usage', 'write `spanpact import promptfoo <file>`, with one file')
    choose('source', from, ['promptfoo'])
    const output = outputFile(values.output, terminal)
    if (/\.[cm]?[jt]s$/.test(file)) throw new SpanpactError('usage', `\`${file}\` is code; only YAML and JSON are read`)
    const source = await readSource(resolve(terminal.cwd, file), file)
    if (source.problems.length > 0) throw new ContractErrors('promptfoo-invalid', source.problems)
    const { text, trajectories, carried, left } = importPromptfoo(source, {
      name: values.name ?? packageManifest(terminal.cwd).name,
    })
    if (text === null) {
      terminal.stderr(`spanpact import: \`${file}\` has no assertion on trajectories, spans, cost or time\n`)
      return 2
    }
    if (output === undefined) terminal.stdout(text)
    else if (writeNew(output, text)) {
      terminal.stdout(
        `wrote ${values.output}: ${counted(carried, 'assertion')} in ${counted(trajectories, 'trajectory', 'trajectories')}\n`,
      )
    } else throw outputExists(values.output!)
    if (left > 0) terminal.stderr(`${counted(left, 'assertion')} left out; the comments say why\n`)
    return 0
  },
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
