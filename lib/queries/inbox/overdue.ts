import type { InboxItem, InboxKind, Reader } from './item'

interface Row {
  kind: InboxKind
  key: string
  title: string
  since: Date
  due: Date
}

/** What the reader owns and is late with: remediation plans, milestones of mitigations, reviews of risks. */
export async function overdueWaiting({ pool, state, user, now }: Reader): Promise<InboxItem[]> {
  const { slug, id, revision } = state
  const { zone } = revision.compiled.program
  const { rows } = await pool.query<Row>({
    name: 'inbox_overdue',
    text: `SELECT 'plan' AS kind, d.number::text AS key, r.metric AS title, r.opened_at AS since, r.due_at AS due
             FROM remediation_plan r JOIN decision d ON d.id = r.decision_id
             WHERE r.program_id = $1 AND r.owner = $2 AND r.ended_at IS NULL AND r.due_at <= $3
           UNION ALL
           SELECT 'milestone', k.key, s.title || ' (' || m.title || ')', s.created_at, (s.due + 1)::timestamp AT TIME ZONE $4
             FROM milestone s JOIN mitigation m ON m.id = s.mitigation_id JOIN risk k ON k.id = m.risk_id
             WHERE k.program_id = $1 AND m.owner_id = $2 AND s.done_at IS NULL AND m.withdrawn_at IS NULL
               AND k.state <> 'closed' AND (s.due + 1)::timestamp AT TIME ZONE $4 <= $3
           UNION ALL
           SELECT 'risk', k.key, k.title, coalesce(k.last_reviewed_at, k.created_at), k.review_due_at
             FROM risk k WHERE k.program_id = $1 AND k.owner_id = $2 AND k.state <> 'closed' AND k.review_due_at <= $3
           ORDER BY due, key`,
    values: [id, user, new Date(now), zone],
  })
  return rows.map(({ kind, key, title, since, due }) => ({
    kind,
    title: kind === 'plan' ? `Plan for ${title}` : `${key} ${title}`,
    ask: asks[kind] ?? '',
    href: kind === 'plan' ? `/${slug}/decisions/${key}` : `/${slug}/risks/${key}`,
    since: since.getTime(),
    due: due.getTime(),
  }))
}

const asks: Partial<Record<InboxKind, string>> = {
  plan: 'Its date has passed: it covers the metric no more',
  milestone: 'Complete the milestone, or move its date with a reason',
  risk: 'Review the risk',
}
