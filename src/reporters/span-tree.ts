import type { Location } from '../model/finding.ts'
import { shorten } from '../model/shorten.ts'

const nameWidth = 56

// More ancestors than this say little; the root and the nearest ones stay.
const maxAncestors = 6
const nearest = 3

/** The span of a location under its ancestors, root first, one line each; empty without a span. */
export function spanTree(location: Location): readonly string[] {
  if (location.spanName === undefined) return []
  const names = [...(location.ancestors ?? []), location.spanName].map((name) => shorten(name, nameWidth))
  const hidden = names.length - 1 > maxAncestors ? names.length - 2 - nearest : 0
  const shown = hidden === 0 ? names : [...names.slice(0, 1), `⋮ ${hidden} more levels`, ...names.slice(1 + hidden)]
  return shown.map((name, depth) => (depth === 0 ? name : `${'   '.repeat(depth - 1)}└─ ${name}`))
}
