import { Document, isCollection, isMap as isMapNode, type Pair } from 'yaml'

import { anyCase, assertionOf, promptfoo, type Alias } from './assertions/index.ts'
import { isMap, type Source } from './contract/index.ts'
import { shorten } from './model/shorten.ts'
import { printable } from './reporters/index.ts'

export interface ImportOptions {
  /** Name of the contract. */
  readonly name: string
}

export interface ImportedPromptfoo {
  /** The contract as YAML; null where the file asks for nothing that a recording could show. */
  readonly text: string | null
  readonly trajectories: number
  /** Assertions that the contract has, one for each test that they are of. */
  readonly carried: number
  /** Those that it only names, in comments. */
  readonly left: number
}

interface Written {
  readonly item: Readonly<Record<string, unknown>>
  readonly comment: string | undefined
}

interface Trajectory {
  readonly id: string
  readonly brief: string | undefined
  readonly when: Readonly<Record<string, unknown>> | undefined
  readonly items: readonly Written[]
  readonly comments: readonly string[]
}

/**
 * Rewrites what a promptfoo configuration asks of trajectories, spans, cost and time as the trajectories of a contract, one for
 * each test. What has no counterpart is named in a comment, with its line. `source` is the configuration, well read.
 */
export function importPromptfoo(source: Source, { name }: ImportOptions): ImportedPromptfoo {
  const reading = createReading(source)
  const trajectories = readTests(reading)
  const kept = trajectories.filter(({ items }) => items.length > 0)
  const carried = kept.reduce((sum, { items }) => sum + items.length, 0)
  const rest = trajectories.filter(({ items }) => items.length === 0)
  const notes = [
    ...reading.notes,
    ...rest.flatMap(({ id, comments }) => [`\`${id}\` has nothing that a recording shows`, ...comments]),
  ]
  const text = kept.length === 0 ? null : render(name, source.file, kept, notes)
  return { text, trajectories: kept.length, carried, left: reading.left() }
}

type Path = readonly (string | number)[]

interface Reading {
  readonly source: Source
  /** What concerns no single test. */
  readonly notes: string[]
  /** Where something is, for a comment. */
  readonly at: (path: Path) => string
  /** Notes an assertion that the contract does not have. */
  readonly leave: (comments: string[], path: Path, what: string, reason: string) => void
  readonly left: () => number
}

function createReading(source: Source): Reading {
  const left = new Set<string>()
  const at = (path: Path): string => {
    const line = source.positions.key(path)?.line
    return line === undefined ? '' : ` (line ${line})`
  }
  return {
    source,
    notes: [],
    at,
    leave(comments, path, what, reason) {
      left.add(path.join('.'))
      comments.push(`left out: ${what}${at(path)}: ${reason}`)
    },
    left: () => left.size,
  }
}

function readTests(reading: Reading): readonly Trajectory[] {
  const { source, notes, at } = reading
  const config = isMap(source.value) ? source.value : {}
  const defaults = isMap(config['defaultTest']) ? config['defaultTest'] : {}
  if (config['defaultTest'] !== undefined && !isMap(config['defaultTest']))
    notes.push(`left out: \`defaultTest\`${at(['defaultTest'])} is in another file`)
  if (config['scenarios'] !== undefined) notes.push(`left out: \`scenarios\`${at(['scenarios'])}: write them as tests`)
  const { tests } = config
  if (tests !== undefined && !Array.isArray(tests))
    notes.push(`left out: \`tests\`${at(['tests'])} are in another file, or made by code`)
  const list: readonly unknown[] = Array.isArray(tests) ? tests : []
  const ids = new Set<string>()
  const tagsOf = (test: unknown): readonly string[] =>
    isMap(test) ? firstTexts([mapOf(test['metadata']), mapOf(test['vars'])], tagKeys) : []
  const counts = Map.groupBy(
    list.flatMap((test) => [...new Set(tagsOf(test))]),
    (tag) => tag,
  )
  const otherTags = new Set([...counts].flatMap(([tag, { length }]) => (length > 1 ? [tag] : [])))
  const found = list.flatMap((test, index): Trajectory[] => {
    const path = ['tests', index]
    if (!isMap(test)) {
      notes.push(`left out: test ${index + 1}${at(path)} is in another file`)
      return []
    }
    const id = uniqueId(test['description'], `test-${index + 1}`, ids)
    return [readTest(reading, { test, path, defaults, otherTags, id })]
  })
  if (found.length > 0) return found
  const path = ['defaultTest']
  return [readTest(reading, { test: {}, path, defaults, otherTags, id: 'every-test' })].map((one) => ({
    ...one,
    when: undefined,
  }))
}

interface Test {
  readonly id: string
  readonly test: Readonly<Record<string, unknown>>
  readonly path: Path
  readonly defaults: Readonly<Record<string, unknown>>
  /** Tags of the other tests: they do not tell its runs from theirs. */
  readonly otherTags: ReadonlySet<string>
}

function readTest(reading: Reading, { id, test, path, defaults, otherTags }: Test): Trajectory {
  const { description, threshold, options } = test
  const vars = { ...mapOf(defaults['vars']), ...mapOf(test['vars']) }
  const comments: string[] = []
  const items: Written[] = []
  const readAll = (list: unknown, at: Path): void => {
    if (list === undefined) return
    if (!Array.isArray(list)) reading.leave(comments, at, '`assert`', 'it is no list')
    else for (const [index, one] of list.entries()) readOne(one, [...at, index])
  }
  const readOne = (given: unknown, at: Path): void => {
    const type = isMap(given) && typeof given['type'] === 'string' ? given['type'] : undefined
    if (!isMap(given) || type === undefined) return reading.leave(comments, at, 'an assertion', 'it has no `type`')
    if (given['weight'] === 0)
      return reading.leave(comments, at, named(type), 'its weight is 0, so that it never fails')
    if (type === 'assert-set') {
      const { threshold: share } = given
      if (share === undefined || share === 1) return readAll(given['assert'], [...at, 'assert'])
      return reading.leave(comments, at, '`assert-set`', `a share of it is enough (\`threshold: ${words(share)}\`)`)
    }
    const result = translate(type, given, vars)
    if ('reason' in result) reading.leave(comments, at, named(type), result.reason)
    else items.push(result)
  }
  if (!isMap(options) || options['disableDefaultAsserts'] !== true)
    readAll(defaults['assert'], ['defaultTest', 'assert'])
  readAll(test['assert'], [...path, 'assert'])
  if (threshold !== undefined && items.length > 0)
    comments.push(`\`threshold: ${words(threshold)}\` of the test is left out: every item must hold`)
  const metadata = mapOf(test['metadata'])
  if (Object.keys(metadata).length > 0) comments.unshift(`metadata: ${words(metadata)}`)
  if (Object.keys(vars).length > 0) comments.unshift(`vars: ${words(vars)}`)
  return {
    id,
    brief: typeof description === 'string' && description.trim() !== '' ? description.trim() : undefined,
    when: whenOf(id, metadata, vars, otherTags),
    items,
    comments,
  }
}

const caseKeys = ['case', 'caseId', 'case_id', 'testCaseId', 'test_case_id']
const tagKeys = ['tags', 'tag']

/** A test is of the runs that declare its case, or carry tags that no other test has; else of those that declare its own id. */
function whenOf(
  id: string,
  metadata: Readonly<Record<string, unknown>>,
  vars: Readonly<Record<string, unknown>>,
  otherTags: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const [declared] = firstTexts([metadata, vars], caseKeys)
  if (declared !== undefined) return { case: declared }
  const tags = firstTexts([metadata, vars], tagKeys)
  return tags.length === 0 || tags.some((tag) => otherTags.has(tag))
    ? { case: id }
    : { tag: tags.length === 1 ? tags[0] : tags }
}

type Translation = Written | { readonly reason: string }

const byName = new Map(promptfoo.map((alias) => [alias.name, alias]))
/** What else an assertion may have that its item need not. */
const free = new Set(['type', 'value', 'threshold', 'metric'])

function translate(
  type: string,
  given: Readonly<Record<string, unknown>>,
  vars: Readonly<Record<string, unknown>>,
): Translation {
  const alias = byName.get(type)
  if (alias === undefined) return { reason: 'a recording does not show it, or it has no counterpart' }
  const filled = fillIn(alias.takesThreshold === true ? given['threshold'] : given['value'], vars)
  if ('unknown' in filled) return { reason: `\`${words(filled.unknown)}\` is filled in when it runs` }
  const { value } = filled
  if (type.endsWith('goal-success') && !(isMap(value) && 'judge' in value))
    return { reason: `a judge of yours has to be named: goal ${words(isMap(value) ? value['goal'] : value)}` }
  const parsed = alias.value.safeParse(value)
  const item = parsed.success ? itemOf(alias, value, parsed.data) : undefined
  const [issue] = parsed.error?.issues ?? []
  const problem =
    issue === undefined
      ? item?.problem
      : [...issue.path.map((key) => `\`${words(String(key))}\``), issue.message].join(' ')
  if (item === undefined || problem !== undefined) return { reason: problem ?? 'it is not what its type takes' }
  const beside = Object.keys(given).filter((key) => !free.has(key))
  const comments = [
    ...(given['metric'] === undefined ? [] : [`metric ${words(given['metric'])}`]),
    ...(beside.length === 0 ? [] : [`left out: ${beside.map((key) => `\`${words(key)}\``).join(', ')}`]),
  ]
  return { item: item.item, comment: comments.length === 0 ? undefined : comments.join('; ') }
}

/** In our words; what must not hold keeps its name, because only that says so. */
function itemOf(
  alias: Alias,
  value: unknown,
  parsed: unknown,
): { readonly item: Written['item']; readonly problem: string | undefined } {
  // Where a name of another case would only be missed, case may count: then nothing is found, and that is no pass.
  const isSafe = alias.name !== 'trace-error-spans' && !(isMap(value) && 'max' in value)
  const target = alias.to(parsed, isSafe ? asWritten : anyCase)
  const { assertion, options, isNegated } = target
  const problem = assertionOf({ assertion, record: null }).options.safeParse(options).error?.issues[0]?.message
  const isOpposite = isNegated === true || alias.name.startsWith('not-')
  return { item: isOpposite ? { [alias.name]: value } : { [assertion]: options }, problem }
}

/** A name between slashes is a pattern here, and none there. */
function asWritten(name: string): string {
  return name.startsWith('/') ? anyCase(name) : name
}

/** A value with its variables filled in, as text; or a template that needs more than that. */
function fillIn(
  value: unknown,
  vars: Readonly<Record<string, unknown>>,
): { readonly value: unknown } | { readonly unknown: string } {
  let unknown: string | undefined
  const fill = (given: unknown): unknown => {
    if (Array.isArray(given)) return given.map(fill)
    if (isMap(given)) return Object.fromEntries(Object.entries(given).map(([key, member]) => [key, fill(member)]))
    if (typeof given !== 'string') return given
    const text = given.replaceAll(/\{\{-?\s*([A-Za-z_]\w*)\s*-?\}\}/g, (whole, name: string) => {
      const found = Object.hasOwn(vars, name) ? vars[name] : undefined
      const isPlain = typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
      return isPlain && !String(found).includes('{{') ? String(found) : whole
    })
    if (/\{\{|\{%|^file:\/\//.test(text)) unknown ??= text
    return text
  }
  const filled = fill(value)
  return unknown === undefined ? { value: filled } : { unknown }
}

function render(name: string, file: string, trajectories: readonly Trajectory[], notes: readonly string[]): string {
  const document = new Document({
    contract: name,
    version: '0.1.0',
    trajectories: Object.fromEntries(
      trajectories.map(({ id, brief, when, items }) => [
        id,
        {
          ...(brief === undefined ? {} : { brief: shorten(brief, longestText) }),
          ...(when === undefined ? {} : { when, exercise: 'required' }),
          expect: items.map(({ item }) => item),
        },
      ]),
    ),
  })
  document.commentBefore = commentOf([
    `Imported by \`spanpact import promptfoo\` from ${file}: what it asks of trajectories, spans, cost and time.`,
    'Each run says which case it is of as `spanpact.case.id`, or which tags it has as `spanpact.tags`.',
    'promptfoo takes names in any case; here case counts, but for patterns with `(?i)` and names with `not-`.',
    ...notes,
  ])
  const root = document.get('trajectories', true)
  if (!isMapNode(root)) return document.toString()
  for (const [index, { items, comments }] of trajectories.entries()) {
    const { key, value } = root.items[index] as Pair
    if (isNode(key)) {
      key.spaceBefore = index > 0
      if (comments.length > 0) key.commentBefore = commentOf(comments)
    }
    if (!isMapNode(value)) continue
    const when = value.get('when', true)
    if (isCollection(when)) when.flow = true
    const list = value.get('expect', true)
    if (!isCollection(list)) continue
    for (const [place, { comment }] of items.entries()) {
      const item = list.items[place]
      if (!isMapNode(item)) continue
      const body = (item.items[0] as Pair).value
      if (isCollection(body)) body.flow = true
      if (comment !== undefined && isNode(body)) body.comment = commentOf([comment])
    }
  }
  return document.toString({ lineWidth: 0, singleQuote: true })
}

function isNode(value: unknown): value is { comment?: string; commentBefore?: string; spaceBefore?: boolean } {
  return typeof value === 'object' && value !== null
}

/** Lines of a comment; what comes from the file cannot end it. */
function commentOf(lines: readonly string[]): string {
  return lines.map((line) => ` ${printable(line)}`).join('\n')
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {}
}

function firstTexts(maps: readonly Readonly<Record<string, unknown>>[], keys: readonly string[]): readonly string[] {
  return maps.flatMap((map) => keys.map((key) => textsOf(map[key]))).find(({ length }) => length > 0) ?? []
}

/** The texts of a value: one, or those of a list. */
function textsOf(value: unknown): readonly string[] {
  return [value]
    .flat()
    .flatMap((one) => (typeof one === 'number' ? [String(one)] : typeof one === 'string' && one !== '' ? [one] : []))
}

function words(value: unknown): string {
  return shorten(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), longestText)
}

function named(type: string): string {
  return `\`${words(type)}\``
}

const longestId = 60
const longestText = 160

function uniqueId(description: unknown, otherwise: string, taken: Set<string>): string {
  const slug = (typeof description === 'string' ? description : '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, longestId)
    .replaceAll(/^-|-$/g, '')
  const base = slug === '' ? otherwise : slug
  let id = base
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`
  taken.add(id)
  return id
}
