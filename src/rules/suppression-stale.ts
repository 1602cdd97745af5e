import { defineRule } from './rule.ts'

/** Words for an acceptance that accepts nothing any more; the engine decides when. */
export const suppressionStale = defineRule({
  id: 'suppression-stale',
  summary: 'Requires that every acceptance still accepts something and has not expired',
  severity: 'warning',
  scope: 'meta',
  describe(data) {
    const { finding, contract, path, expires } = data as {
      finding: string
      contract: string
      path: string | null
      expires: string | null
    }
    const where = path !== null ? `\`${path}\`` : contract === '' ? 'every contract' : `contract \`${contract}\``
    return data['expired'] === true
      ? {
          message: `the acceptance of \`${finding}\` for ${where} expired on ${expires}`,
          help: 'mend the finding, or give the entry a new reason and a later `expires`',
        }
      : {
          message: `the acceptance of \`${finding}\` for ${where} accepts nothing`,
          help: 'delete the entry: the finding no longer occurs',
        }
  },
})
