import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { renderSchemas } from '../../scripts/schemas.ts'
import { parseContract } from '../../src/contract/index.ts'

const page = readFileSync('docs/contracts.md', 'utf8')

/** Keys in the first column of the tables below a heading. */
function documented(heading: string): readonly string[] {
  const start = page.indexOf(`\n${heading}\n`)
  const end = page.slice(start + 2).search(/\n##+ /)
  const section = page.slice(start, end === -1 ? undefined : start + 2 + end)
  const cells = [...section.matchAll(/^\| (`[^|]*`) \|/gm)].map((match) => match[1]!)
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!))
}

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>
  readonly additionalProperties: Schema
  readonly anyOf: readonly Schema[]
  readonly definitions: Readonly<Record<string, Schema>>
}

const schema = JSON.parse(renderSchemas().get('contract.schema.json')!) as Schema
const span = schema.properties['spans']!.additionalProperties
const section = (name: string): Schema => span.properties[name]!

test.each([
  ['## Contract', schema],
  ['## Spans', span],
  ['## Attributes', schema.definitions['Attribute']!.anyOf[1]!],
  ['## Events', section('events').additionalProperties.anyOf[1]!],
  ['## Links', section('links').anyOf[0]!],
  ['## Trace', schema.properties['trace']!],
  ['## Privacy', schema.properties['privacy']!],
] as const)('%s lists every key', (heading, { properties }) => {
  const keys = documented(heading).filter((key) => !key.includes(':'))
  expect(keys.toSorted()).toEqual(Object.keys(properties).toSorted())
})

test('the first example is a valid contract', async () => {
  const [example] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!)
  expect((await parseContract(example!, 'a.contract.yaml')).spans[0]?.id).toBe('answer')
})
