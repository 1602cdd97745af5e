import { WireType, type BinaryReader } from '@bufbuild/protobuf/wire'

/** A length-delimited field: number and place of its content. */
export interface FieldRange {
  readonly field: number
  readonly from: number
  readonly to: number
  /** The content goes beyond what is there; `to` is where it breaks off. */
  readonly cut: boolean
}

/**
 * The length-delimited fields from `from` up to `to`, as far as the bytes are protobuf; `damagedAt` is where they are
 * not. Other fields are skipped.
 */
export function rangesOf(
  reader: BinaryReader,
  from: number,
  to: number,
): { readonly ranges: readonly FieldRange[]; readonly damagedAt: number | null } {
  const ranges: FieldRange[] = []
  reader.pos = from
  let fieldAt = from
  try {
    while (reader.pos < to) {
      fieldAt = reader.pos
      const [field, wireType] = reader.tag()
      if (wireType === WireType.LengthDelimited) {
        const end = reader.uint32() + reader.pos
        ranges.push({ field, from: reader.pos, to: Math.min(end, to), cut: end > to })
        reader.pos = end
      } else {
        reader.skip(wireType, field)
      }
      if (reader.pos > to) return { ranges, damagedAt: fieldAt }
    }
  } catch {
    return { ranges, damagedAt: fieldAt }
  }
  return { ranges, damagedAt: null }
}

/**
 * Visits the fields up to `end` with their tags (field number × 8 + wire type); those that `visit` does not take are
 * skipped.
 * @throws where the bytes are no protobuf fields that end at `end`.
 */
export function eachField(reader: BinaryReader, end: number, visit: (tag: number) => boolean): void {
  while (reader.pos < end) {
    const [field, wireType] = reader.tag()
    if (!visit(field * 8 + wireType)) reader.skip(wireType, field)
    if (reader.pos > end) throw new RangeError('a field goes beyond its message')
  }
}

/**
 * Reads the length of an embedded message and returns where it ends.
 * @throws where that is beyond `end`.
 */
export function enter(reader: BinaryReader, end: number): number {
  const inner = reader.uint32() + reader.pos
  if (inner > end) throw new RangeError('a message goes beyond the one around it')
  return inner
}
