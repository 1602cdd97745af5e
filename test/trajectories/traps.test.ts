import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'

import type { CheckReport } from '../../src/model/report.ts'
import { jsonLines } from '../support/recording.ts'
import { folder, repository, spanpact } from '../support/run-cli.ts'
import { checkRun, reasonsOf, spansOfRun, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

/** One input on which tools of this field give a wrong answer. */
interface TrapCheck {
  readonly name: string
  /** One item of `expect`; or all trajectories of a contract; or a contract in TypeScript beside the file. */
  readonly expect?: object
  readonly trajectories?: object
  readonly contractFile?: string
  readonly golden?: RunSketch | readonly StepSketch[]
  readonly goldens?: readonly RunSketch[]
  readonly run?: RunSketch | readonly StepSketch[]
  readonly runs?: readonly RunSketch[]
  /** What others answer, in a word: documentation. */
  readonly others: string
  readonly ours: 'pass' | 'fail' | 'inconclusive' | 'exit 2'
  /** Id and reason of each finding; none where it passes. */
  readonly findings?: readonly string[]
  /** Some of the data of the first finding. */
  readonly data?: object
  /** What the command says of an input that it does not judge. */
  readonly message?: string
}

interface Trap {
  readonly title: string
  readonly checks: readonly TrapCheck[]
}

const traps = join(repository, 'fixtures/trajectories/traps')
const ids = readdirSync(traps).sort()

test('there are 18 of them', () => {
  expect(ids.map((id) => id.slice(0, 3))).toEqual(
    Array.from({ length: 18 }, (_, at) => `t${String(at + 1).padStart(2, '0')}`),
  )
})

describe.each(ids)('%s', (id) => {
  const { checks } = parse(readFileSync(join(traps, id, 'trap.yaml'), 'utf8')) as Trap
  const judged = checks.filter(({ ours }) => ours !== 'exit 2')
  const refused = checks.filter(({ ours }) => ours === 'exit 2')

  if (judged.length > 0) {
    test.each(judged)('$name: $ours', async ({ ours, findings = [], data = {}, ...check }) => {
      const report = await answer(check)
      expect(report.unreadable).toEqual([])
      expect(reasonsOf(report)).toEqual({ verdict: ours, reasons: findings })
      expect(report.findings[0]?.data ?? {}).toMatchObject(data)
    })
  }

  if (refused.length > 0) {
    test.each(refused)('$name: exit 2', ({ contractFile, message, ...check }) => {
      const contract =
        contractFile === undefined ? { 'trap.contract.yaml': `contract: trap\n${stringify(contractOf(check))}` } : {}
      const cwd = folder({ 'run.jsonl': jsonLines(spansOfRun(runsOf(check)[0]!)), ...contract })
      const clause = contractFile === undefined ? [] : ['-c', join(traps, id, contractFile)]
      const { code, stdout, stderr } = spanpact(cwd, ['check', 'run.jsonl', ...clause])
      expect({ code, said: `${stdout}${stderr}`.replaceAll(/\s+/g, ' ') }).toEqual({
        code: 2,
        said: expect.stringContaining(message!),
      })
    })
  }
})

function answer(check: TrapQuestion): Promise<CheckReport> {
  const golden = check.goldens ?? check.golden
  return checkRun(
    stringify(contractOf(check)),
    runsOf(check),
    golden === undefined ? {} : { goldens: { 'golden.json': golden } },
  )
}

type TrapQuestion = Pick<TrapCheck, 'expect' | 'trajectories' | 'golden' | 'goldens' | 'run' | 'runs'>

function contractOf({ expect: item, trajectories }: TrapQuestion): object {
  return { trajectories: trajectories ?? { run: { expect: [item] } } }
}

function runsOf({ run, runs }: TrapQuestion): readonly RunSketch[] {
  return runs ?? [run === undefined || 'steps' in run ? (run as RunSketch) : { steps: [...run] }]
}
