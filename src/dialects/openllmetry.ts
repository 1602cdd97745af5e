import { defineDialect } from './dialect.ts'
import { hasAnyKey } from './keys.ts'

/** Keys that make a span OpenLLMetry's; its `traceloop.association.properties.*` decorate any span. */
const markers = ['traceloop.span.kind', 'traceloop.entity.name', 'traceloop.entity.input', 'traceloop.entity.output']

export const openllmetry = defineDialect({
  id: 'openllmetry',
  title: 'OpenLLMetry',
  source: 'OpenLLMetry semantic conventions, traceloop.*',
  recognises: (span) => hasAnyKey(span, markers),
})
