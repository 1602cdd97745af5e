import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

import type { Judge } from '../../src/assertions/index.ts'
import type { RunSketch, StepSketch } from './step-sketch.ts'

/** Page of an assertion, with its two examples. */
export interface AssertionPage {
  readonly title: string
  readonly headings: readonly string[]
  /** One item of `expect`, in YAML. */
  readonly contract: string
  /** What else the item names. */
  readonly options: {
    readonly goldens: Readonly<Record<string, RunSketch | readonly StepSketch[]>>
    readonly judges: Readonly<Record<string, Judge>>
  }
  readonly failing: RunSketch | readonly StepSketch[]
  readonly passing: RunSketch | readonly StepSketch[]
}

export async function readAssertionPage(id: string): Promise<AssertionPage> {
  const page = readFileSync(join(import.meta.dirname, `../../docs/assertions/${id}.md`), 'utf8')
  const [title = '', ...parts] = page.split(/^## /m)
  const [, , failing = '', passing = ''] = parts
  const golden = fenced(failing, 'yaml golden')
  const judge = fenced(failing, 'js')
  return {
    title: title.split('\n')[0]!,
    headings: parts.map((part) => part.split('\n')[0]!),
    contract: fenced(failing, 'yaml'),
    options: {
      goldens: golden === '' ? {} : { 'golden.json': parse(golden) as RunSketch | readonly StepSketch[] },
      judges: judge === '' ? {} : { './judge.js': await importText(judge) },
    },
    failing: parse(fenced(failing, 'yaml run')) as RunSketch | readonly StepSketch[],
    passing: parse(fenced(passing, 'yaml run')) as RunSketch | readonly StepSketch[],
  }
}

function fenced(body: string, language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(body)?.[1] ?? ''
}

/** The default export of a file with that text. */
async function importText(text: string): Promise<Judge> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { readonly default: Judge }
  return module.default
}
