import { compileDetectors, type DetectorId } from '../../src/privacy/index.ts'

/** What one detector finds in a text, as `[kind, text]`, through the same compiled scan that checks use. */
export function find(id: DetectorId, text: string): [kind: string, found: string][] {
  return compileDetectors([id], [])(text).map(({ kind, start, length }) => [kind, text.slice(start, start + length)])
}
