import { dropped, raiseAttributeLimit } from './dropped.ts'
import { errorTypeKey } from './error-type.ts'
import { defineRule } from './rule.ts'

type StatusData = { readonly status: string; readonly value?: string; readonly dropped?: number }

export const errorTypeStatus = defineRule({
  id: 'error-type-status',
  summary: 'Requires `error.type` on spans with status error, and on no others',
  severity: 'error',
  scope: 'span',
  restsOn: ['status'],
  compile(clause, context) {
    const errorType = clause.attributes.find(({ key }) => key === errorTypeKey)
    if (errorType === undefined || errorType.requirement === 'forbidden') return undefined
    const isRequired = errorType.requirement === 'required' || errorType.requirement === 'conditional'
    return {
      severity: isRequired ? 'error' : 'warning',
      path: `.attributes.${errorTypeKey}`,
      check({ attributes, status, droppedAttributes }) {
        const value = attributes.get(errorTypeKey)
        if ((value !== undefined) === (status.code === 'error')) return undefined
        if (value !== undefined) return { data: { status: status.code, value: context.show(value, errorType) } }
        if (droppedAttributes === 0) return { data: { status: status.code } }
        return { data: { status: status.code, dropped: droppedAttributes }, undecided: true }
      },
    }
  },
  describe(data, place) {
    const { status, value, dropped: lost } = data as StatusData
    if (value !== undefined) {
      return {
        message: `${place} has status ${status} and carries attribute \`error.type\` \`${value}\``,
        help: 'set the status to error when the operation fails, or leave out `error.type`',
      }
    }
    const lack = `${place} has status error and lacks attribute \`error.type\``
    if (lost === undefined) {
      return { message: lack, help: 'set `error.type` to the class or code of the error when the operation fails' }
    }
    return {
      message: `whether ${lack} is undecided: ${dropped('span', lost, 'attribute')}`,
      help: raiseAttributeLimit('span'),
    }
  },
})
