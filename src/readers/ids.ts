/** How the ids of one file are written: decided by its first id. */
export interface IdEncoding {
  current: 'hex' | 'base64' | null
}

const noTraceId = '0'.repeat(32)
const noSpanId = '0'.repeat(16)
const [digit0, digit9, letterA, letterF] = [0x30, 0x39, 0x61, 0x66] as const
const anyHex = /^(?:0x)?([0-9a-f]+)$/i
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/

/**
 * Lower-case hex of a trace id (16 bytes) or span id (8 bytes) written as hex or base64.
 *
 * Null where there is none: absent, empty or all zero. Undefined where the text is no such id, or is not written like
 * the ids before it in the file.
 */
export function readId(raw: unknown, bytes: 16 | 8, encoding: IdEncoding): string | null | undefined {
  if (typeof raw !== 'string') return raw === undefined || raw === null ? null : undefined
  const none = bytes === 16 ? noTraceId : noSpanId
  if (raw.length === bytes * 2 && encoding.current === 'hex' && isLowerHex(raw)) return raw === none ? null : raw
  if (raw === '') return null

  const found = decodeId(raw, bytes)
  if (found === undefined) return undefined
  if (found.hex === none) return null
  encoding.current ??= found.encoding
  return encoding.current === found.encoding ? found.hex : undefined
}

/** Without branches: the digits of ids are random, and a branch mispredicted at every third one costs four times as much. */
function isLowerHex(text: string): boolean {
  // The sign bit is set by a code in neither range.
  let outside = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    outside |= ((code - digit0) | (digit9 - code)) & ((code - letterA) | (letterF - code))
  }
  return outside >= 0
}

/** What keeps `raw` from being an id; only for a text that `readId` refused. */
export function describeId(raw: unknown, bytes: 16 | 8): string {
  if (typeof raw === 'string' && decodeId(raw, bytes) !== undefined) {
    return 'is not written like the ids before it: one file holds hex or base64 ids, not both'
  }
  return `is neither ${bytes * 2} hex digits nor ${bytes} bytes in base64`
}

function decodeId(raw: string, bytes: 16 | 8): { hex: string; encoding: 'hex' | 'base64' } | undefined {
  // The lengths differ (32 or 16 digits; 24, 22, 12 or 11 characters), so one text never fits both encodings.
  const hex = anyHex.exec(raw)?.[1]
  if (hex?.length === bytes * 2) return { hex: hex.toLowerCase(), encoding: 'hex' }
  const unpadded = bytes === 16 ? 22 : 11
  const padded = bytes === 16 ? 24 : 12
  if ((raw.length !== unpadded && raw.length !== padded) || !base64.test(raw)) return undefined
  const decoded = Buffer.from(raw, 'base64')
  return decoded.length === bytes ? { hex: decoded.toString('hex'), encoding: 'base64' } : undefined
}

const shortHex = /^(?:0x)?[0-9a-f]{1,32}$/i

/**
 * Lower-case hex of an id that is always written as hex, with or without its leading zeros.
 *
 * Null where there is none: absent, empty or all zero. Undefined where the text is no such id.
 */
export function readHexId(raw: unknown, bytes: 16 | 8): string | null | undefined {
  if (raw === undefined || raw === null || raw === '') return null
  if (typeof raw !== 'string' || !shortHex.test(raw)) return undefined
  const hex = raw
    .toLowerCase()
    .replace(/^0x/, '')
    .padStart(bytes * 2, '0')
  if (hex.length > bytes * 2) return undefined
  return hex === (bytes === 16 ? noTraceId : noSpanId) ? null : hex
}

export function describeHexId(bytes: 16 | 8): string {
  return `is not hex of up to ${bytes * 2} digits`
}
