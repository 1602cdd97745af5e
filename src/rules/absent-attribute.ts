import type { AttributeClause } from '../model/contract.ts'
import type { FindingData } from '../model/finding.ts'
import type { Attributes, Value } from '../model/value.ts'
import { isPastSunset, openDualWindow } from './deprecation.ts'
import { dropped, holderNoun, raiseAttributeLimit } from './dropped.ts'
import { compileLookalike } from './lookalike.ts'
import type { AttributeHolder, CompileContext, Description, Fact } from './rule.ts'

/**
 * Compiles the check that an attribute, or some attribute of a family `prefix.*`, is there; undefined after the sunset of
 * a deprecated one. While both names of a renamed attribute are emitted, `dual-emission-missing` asks for the other one.
 */
export function compileAbsence(
  clause: AttributeClause,
  context: CompileContext,
): ((value: Value | undefined, holder: AttributeHolder) => Fact | undefined) | undefined {
  if (isPastSunset(clause, context.now)) return undefined
  const { key } = clause
  const renamedTo = openDualWindow(clause, context.now)?.renamedTo
  const prefix = key.endsWith('.*') ? key.slice(0, -1) : undefined
  const lookalike = prefix === undefined ? compileLookalike(key, context.contract) : undefined
  return (value, holder) => {
    if (value !== undefined || (prefix !== undefined && hasPrefix(holder.attributes, prefix))) return undefined
    const { attributes, droppedAttributes } = holder
    if (renamedTo !== undefined && attributes.has(renamedTo)) return undefined
    if (droppedAttributes > 0) return { data: { attribute: key, dropped: droppedAttributes }, undecided: true }
    const found = lookalike?.(attributes)
    return { data: found === undefined ? { attribute: key } : { attribute: key, found } }
  }
}

function hasPrefix(attributes: Attributes, prefix: string): boolean {
  for (const key of attributes.keys()) if (key.startsWith(prefix)) return true
  return false
}

type AbsenceData = { readonly attribute: string; readonly found?: string; readonly dropped?: number }

/** Words for an absent attribute; `wants` is `requires` or `recommends`. */
export function describeAbsence(data: FindingData, place: string, wants: string): Description {
  const { attribute, found, dropped: lost } = data as AbsenceData
  const holder = holderNoun(place)
  const lack = `${place} lacks attribute \`${attribute}\`, which the contract ${wants}`
  if (lost !== undefined) {
    return {
      message: `whether ${lack}, is undecided: ${dropped(holder, lost, 'attribute')}`,
      help: raiseAttributeLimit(holder),
    }
  }
  const set = `set \`${attribute}\` ${holder === 'span' ? 'before the span ends' : `on the ${holder}`}`
  return { message: lack, help: found === undefined ? set : `${set}; the ${holder} has \`${found}\`` }
}
