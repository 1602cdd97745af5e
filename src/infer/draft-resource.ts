import { compareText } from '../model/compare-text.ts'
import type { DraftAttribute } from './draft.ts'
import type { Find, Gathered } from './gathered.ts'
import { isIdLike } from './name-shape.ts'

/** What every span's resource has. */
export function draftResource({ resource, spans, lacksResource, find }: Gathered): readonly DraftAttribute[] {
  if (lacksResource) return []
  return [...resource]
    .filter(([, stats]) => stats.okSpans === spans && stats.types.size === 1 && stats.types.has('string'))
    .sort(([left], [right]) => compareText(left, right))
    .map(([key, stats]) => {
      const [value, ...others] = [...(stats.values?.keys() ?? [])]
      const isOne = key === 'service.name' && typeof value === 'string' && others.length === 0
      return {
        key,
        type: 'string' as const,
        requirement: 'required' as const,
        ...(isOne && isFixedName(value, find) ? { enum: [value] } : {}),
      }
    })
}

/** The service that emits all spans, where it is one. */
export function serviceOf({ resource, find }: Gathered): string | undefined {
  const [value, ...others] = [...(resource.get('service.name')?.values?.keys() ?? [])]
  return typeof value === 'string' && others.length === 0 && isFixedName(value, find) ? value : undefined
}

function isFixedName(value: string, find: Find): boolean {
  return !isIdLike(value) && !value.startsWith('unknown_service') && find(value).length === 0
}
