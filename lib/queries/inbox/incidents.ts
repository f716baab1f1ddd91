import { ruleFor } from '@/lib/db/electors'
import { decisionsOnIncidents } from '@/lib/db/incident-decisions'
import { openIncidents } from '@/lib/db/incident-facts'
import type { IncidentFact } from '@/lib/domain/gate/facts'
import { escalationOf } from '@/lib/domain/incident/escalation'
import { incidentLine } from '@/lib/domain/incident/statement'
import type { InboxItem, Reader } from './item'

/**
 * Open incidents and reviews that nobody has put to their council: they wait for each who fills a seat of it. Those that
 * were not decided in time wait for whom they escalate to as well, decision or not.
 */
export async function incidentsWaiting({ pool, state, rights, votesAs, now }: Reader): Promise<InboxItem[]> {
  const { program } = state.revision.compiled
  const sits = ruleFor(state, 'incident')?.seats.some(({ role }) => votesAs.has(role)) ?? false
  const escalates = program.governance.slas.some(({ path }) => path.some((role) => rights.roles.has(role)))
  if (!sits && !escalates) return []
  const open = await openIncidents(pool, state.id)
  if (open.length === 0) return []
  const decided = await decisionsOnIncidents(pool, state.id, now)
  const item = ({ id, kind, statement, openedAt, dueAt }: IncidentFact, ask: string, href: string): InboxItem => ({
    kind: kind === 'review' ? 'review' : 'incident',
    title: incidentLine(kind, id, statement),
    ask,
    href,
    page: `/${state.slug}/incidents/${id}`,
    since: openedAt,
    due: dueAt,
  })
  return open.flatMap((incident): InboxItem[] => {
    const decision = decided.get(incident.id)
    if (sits && decision === undefined) {
      return [
        item(incident, 'Propose how it ends', `/${state.slug}/decisions/new?kind=incident&subject=${incident.id}`),
      ]
    }
    const { dueAt } = incident
    const overdue = dueAt !== null && dueAt <= now
    if (!overdue || !escalationOf(program, incident).path.some((role) => rights.roles.has(role))) return []
    const to = decision === undefined ? `incidents/${incident.id}` : `decisions/${decision}`
    return [item(incident, 'It was not decided in time: see to it', `/${state.slug}/${to}`)]
  })
}
