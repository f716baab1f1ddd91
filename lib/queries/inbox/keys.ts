import { keysToConfirm } from '@/lib/db/keys'
import type { InboxItem, Reader } from './item'

/** Keys that wait for the reader's confirmation. */
export async function keysWaiting({ pool, state, user, rights, now }: Reader): Promise<InboxItem[]> {
  const rows = await keysToConfirm(pool, state, { user, rights }, now)
  return rows.map(({ owner_name, name, created_at }) => ({
    kind: 'key',
    title: `${owner_name}: “${name}”`,
    ask: 'Confirm their key, if you saw them enrol it',
    href: `/${state.slug}/keys`,
    since: created_at.getTime(),
    due: null,
  }))
}
