import { dayEnd } from '@/lib/domain/review/schedule'
import type { InboxItem, Reader } from './item'

interface Row {
  number: number
  title: string
  due: string
  created_at: Date
  review: number
  review_state: 'open' | 'closed'
  subject: string
  key: string
}

/** Open actions of boards that the reader owes, each with the review that asked for it and what it was about. */
export async function actionsWaiting({ pool, state, user }: Reader): Promise<InboxItem[]> {
  const { slug, id, revision } = state
  const { zone } = revision.compiled.program
  const { rows } = await pool.query<Row>({
    name: 'inbox_actions',
    text: `SELECT a.number, a.title, a.due::text AS due, a.created_at, r.number AS review, r.state AS review_state,
             i.subject, i.key
           FROM review_action a JOIN review_outcome o ON o.id = a.outcome_id JOIN review_item i ON i.id = o.item_id
             JOIN review r ON r.id = o.review_id
           WHERE a.program_id = $1 AND a.owner_id = $2 AND a.state = 'open' ORDER BY a.due, a.number`,
    values: [id, user],
  })
  return rows.map(({ number, title, due, created_at, review, review_state, subject, key }) => {
    const room = `/${slug}/reviews/${review}`
    const asked = { text: `review ${review}`, href: review_state === 'open' ? room : `${room}/minutes` }
    return {
      kind: 'action',
      title: `Action ${number}: ${title}`,
      ask: 'Do it, and say what became of it',
      href: `/${slug}/reviews#action-${number}`,
      about: subject === 'risk' ? [{ text: key, href: `/${slug}/risks/${key}` }, asked] : [asked],
      since: created_at.getTime(),
      due: dayEnd(zone, due),
    }
  })
}
