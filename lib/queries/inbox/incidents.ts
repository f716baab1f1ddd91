import { ruleFor } from '@/lib/db/electors'
import { decisionsOnIncidents } from '@/lib/db/incident-decisions'
import { openIncidents } from '@/lib/db/incident-facts'
import { incidentLine } from '@/lib/domain/incident/statement'
import type { InboxItem, Reader } from './item'

/** Open incidents and reviews that nobody has put to their council: they wait for each who fills a seat of it. */
export async function incidentsWaiting({ pool, state, votesAs, now }: Reader): Promise<InboxItem[]> {
  const rule = ruleFor(state, 'incident')
  if (rule === null || !rule.seats.some(({ role }) => votesAs.has(role))) return []
  const open = await openIncidents(pool, state.id)
  if (open.length === 0) return []
  const decided = await decisionsOnIncidents(pool, state.id, now)
  return open
    .filter(({ id }) => !decided.has(id))
    .map(({ id, kind, statement, openedAt, dueAt }) => ({
      kind: kind === 'review' ? 'review' : 'incident',
      title: incidentLine(kind, id, statement),
      ask: 'Propose how it ends',
      href: `/${state.slug}/decisions/new?kind=incident&subject=${id}`,
      page: `/${state.slug}/incidents/${id}`,
      since: openedAt,
      due: dueAt,
    }))
}
