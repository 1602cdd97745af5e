const mask = 0xffff_ffff_ffff_ffffn

/** 64-bit FNV-1a of the parts in 16 hex digits: enough to recognise a finding again, and no secret. */
export function fingerprint(parts: readonly string[]): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(JSON.stringify(parts))) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & mask
  }
  return hash.toString(16).padStart(16, '0')
}
