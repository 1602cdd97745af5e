import { findRecordings, readRecording, type RecordingSet } from '../../readers/index.ts'

/** Files looked into; a package with more has its data elsewhere, and names it. */
const inspectedFiles = 500

/** What lies in a package and holds spans, known by its content. */
export interface Recorded {
  readonly sets: readonly RecordingSet[]
  /** Chat transcripts, of which no spans can be drawn. */
  readonly transcripts: readonly RecordingSet[]
}

/** Searches a folder and those below it, without `node_modules` and dot folders. */
export async function findRecorded(folder: string): Promise<Recorded> {
  const found = await findRecordings(['.'], folder)
  const sets: RecordingSet[] = []
  const transcripts: RecordingSet[] = []
  for (const set of found.sets.slice(0, inspectedFiles)) {
    const content = await contentOf(set)
    if (content === 'spans') sets.push(set)
    if (content === 'transcript') transcripts.push(set)
  }
  return { sets, transcripts }
}

async function contentOf(set: RecordingSet): Promise<'spans' | 'transcript' | 'other'> {
  const silent = { unreadable: () => undefined, note: () => undefined }
  for (const file of set.files) {
    for await (const { spans } of readRecording(file, {}, silent)) {
      const [span] = spans
      if (span !== undefined) return span.source.isTranscript ? 'transcript' : 'spans'
    }
  }
  return 'other'
}
