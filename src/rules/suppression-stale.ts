import { defineRule } from './rule.ts'

/** Words for an acceptance that accepts nothing any more; the engine decides when. */
export const suppressionStale = defineRule({
  id: 'suppression-stale',
  summary: 'Requires that every acceptance still accepts something and has not expired',
  severity: 'warning',
  scope: 'meta',
  describe(data) {
    const where = data['path'] === null ? `contract \`${String(data['contract'])}\`` : `\`${String(data['path'])}\``
    const finding = String(data['finding'])
    return data['expired'] === true
      ? {
          message: `the acceptance of \`${finding}\` for ${where} expired on ${String(data['expires'])}`,
          help: 'mend the finding, or give the entry a new reason and a later `expires`',
        }
      : {
          message: `the acceptance of \`${finding}\` for ${where} accepts nothing`,
          help: 'delete the entry: the finding no longer occurs',
        }
  },
})
