import { wrap } from '../reporters/index.ts'

/** Text behind a title, wrapped so that further lines stand below its beginning. */
export function hanging(title: string, text: string, width: number): string[] {
  return wrap(text, Math.max(30, width - title.length)).map(
    (line, at) => `${at === 0 ? title : ' '.repeat(title.length)}${line}`,
  )
}
