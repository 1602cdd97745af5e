import { peek } from './byte-chunks.ts'
import { decompressed } from './compression.ts'
import type { ByteChunks, ReadContext, Reader, RecordingBatch } from './reader.ts'
import type { RecordingSource } from './recording-source.ts'
import { refusalOf } from './refusals.ts'

/** Bytes that a reader may look at to recognise its format. */
const headBytes = 64 * 1024

/** Problems of one recording that are told one by one; a file of millions of damaged lines gives no more. */
const maxProblems = 1000

/**
 * Reads one recording with whichever of `readers` recognises it; `format` names one instead.
 * Whatever is wrong with the content or the file goes to the context; nothing is thrown for it.
 */
export async function* readWith<Id extends string>(
  readers: readonly Reader<Id>[],
  source: RecordingSource,
  format: Reader<Id> | undefined,
  onFormat: ((id: Id) => void) | undefined,
  context: ReadContext,
): AsyncGenerator<RecordingBatch> {
  const limited = limitProblems(context)
  let spans = 0
  try {
    const { head, chunks } = await peek(decompressed(source.open(), limited.context), headBytes)
    if (head.length === 0) {
      if (limited.count() === 0) limited.context.unreadable({ byte: 0, message: 'the recording is empty' })
      return
    }
    const reader = format ?? recognise(readers, withoutBom(head), limited.context)
    if (reader === undefined) return
    onFormat?.(reader.id)
    for await (const batch of reader.read(withoutBomIn(chunks), limited.context)) {
      spans += batch.spans.length
      yield batch
    }
    if (spans === 0 && limited.count() === 0) context.note('the recording holds no spans')
  } catch (error) {
    if (!isSystemError(error)) throw error
    limited.context.unreadable({ message: describeSystemError(error) })
  } finally {
    limited.finish()
  }
}

function recognise<Id extends string>(
  readers: readonly Reader<Id>[],
  head: Buffer,
  context: ReadContext,
): Reader<Id> | undefined {
  const found = readers.filter((reader) => reader.recognises(head))
  const [reader] = found
  if (found.length === 1) return reader
  const message = found.length === 0 ? describeUnknown(readers, head) : describeSeveral(found)
  context.unreadable({ byte: 0, message })
  return undefined
}

function describeUnknown(readers: readonly Reader[], head: Buffer): string {
  const refusal = refusalOf(head)
  if (refusal !== undefined) return `the content ${refusal}`
  const titles = readers.map((reader) => reader.title).join(', ')
  return `the content, which starts with ${startOf(head)}, is no format this version reads (${titles}); convert it to one of them`
}

function describeSeveral(found: readonly Reader[]): string {
  const titles = found.map((reader) => `${reader.title} (\`${reader.id}\`)`).join(' or ')
  return `the content may be ${titles}; name its format with \`--input-format\``
}

/** The first bytes as a person can tell a format by them: text, or hex where they are not printable. */
function startOf(head: Buffer): string {
  const text = head.subarray(0, 80).toString('latin1').replace(/\s+/g, ' ').slice(0, 40)
  return /^[ -_a-~]+$/.test(text) ? `\`${text}\`` : `bytes \`${head.subarray(0, 8).toString('hex')}\``
}

const bom = Buffer.from([0xef, 0xbb, 0xbf])

/** A byte order mark becomes white space, which keeps all offsets. */
function withoutBom(head: Buffer): Buffer {
  return head.subarray(0, bom.length).equals(bom)
    ? Buffer.concat([Buffer.from('   '), head.subarray(bom.length)])
    : head
}

async function* withoutBomIn(chunks: ByteChunks): ByteChunks {
  const start = await peek(chunks, bom.length)
  let rest = start.head.equals(bom) ? bom.length : 0
  if (rest > 0) yield Buffer.from('   ')
  for await (const chunk of start.chunks) {
    const dropped = Math.min(rest, chunk.length)
    rest -= dropped
    yield chunk.subarray(dropped)
  }
}

function limitProblems(context: ReadContext) {
  let count = 0
  return {
    context: {
      unreadable(problem) {
        count += 1
        if (count <= maxProblems) context.unreadable(problem)
      },
      note: context.note.bind(context),
    } satisfies ReadContext,
    count: () => count,
    finish() {
      if (count > maxProblems) context.unreadable({ message: `${count - maxProblems} further parts cannot be read` })
    },
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

function describeSystemError(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'the file does not exist'
  if (error.code === 'EISDIR') return 'this is a directory, not a recording'
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'the file may not be read: permission is denied'
  return `the file cannot be read: \`${error.code}\``
}
