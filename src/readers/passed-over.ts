/** How many files of a directory were left out for the end of their name, by that end. */
export type PassedOver = Map<string, number>

/** What lies beside recordings, and nobody takes for one: hidden files, documents, code, pictures, spanpact's own files. */
const plainlyOther = /^\.|\.(?:md|ya?ml|toml|lock|[cm]?[jt]sx?|sh|py|html?|css|svg|png|jpe?g|gif|pdf)$/i
const lastPart = /(\.[^.]+)(?:\.\d{1,6})?(?:\.gz|\.zst)?$/i
const longestExtension = 20

/** Counts a file that is no recording by its name, unless it is plainly something else. */
export function passOver(name: string, passedOver: PassedOver): void {
  if (plainlyOther.test(name)) return
  const extension = lastPart.exec(name)?.[1]?.toLowerCase() ?? ''
  const key = extension.length > longestExtension ? '' : extension
  passedOver.set(key, (passedOver.get(key) ?? 0) + 1)
}

const listedExtensions = 3

/** What was passed over, and how to have it read: null for nothing. */
export function passedOverWords(passedOver: PassedOver, directory: string): string | null {
  const sorted = [...passedOver].sort(([left, first], [right, second]) => second - first || (left < right ? -1 : 1))
  const [most] = sorted
  if (most === undefined) return null
  const count = sorted.reduce((sum, [, files]) => sum + files, 0)
  const listed = sorted
    .slice(0, listedExtensions)
    .map(([extension]) => (extension === '' ? 'none' : `\`${extension}\``))
  const more = sorted.length > listedExtensions ? ', …' : ''
  const files = count === 1 ? '1 file was' : `${count} files were`
  const glob = `${directory === '' ? '' : `${directory}/`}**/*${most[0]}`
  return `${files} passed over for the extension (${listed.join(', ')}${more}); to read them, name them or a glob such as \`${glob}\``
}
