/** Longest line, document element or message that is read, in bytes; longer ones are skipped without being kept. */
export const maxPieceBytes = 64 * 1024 * 1024

export const maxPieceText = '64 MiB'

/** Levels of nested lists and key-value lists that are read; a deeper value is left out, and named as a problem. */
export const maxValueDepth = 64
