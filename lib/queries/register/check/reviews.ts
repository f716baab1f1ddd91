import { hex, type Matcher, textDigest } from './matcher'

/** Board reviews: agendas, attendance, outcomes, actions and minutes. */
export const reviewMatchers: readonly Matcher[] = [
  {
    type: 'review.started',
    rows: 'reviews',
    sql: `SELECT 'review ' || r.number AS name, r.program_id, r.opened_by AS actor, r.opened_at AS at,
            jsonb_build_object('review', r.number, 'kind', r.kind,
              'items', (SELECT count(*) FROM review_item i WHERE i.review_id = r.id AND i.added_at = r.opened_at)) AS said
          FROM review r`,
  },
  {
    type: 'review.item_added',
    rows: 'items of reviews',
    sql: `SELECT 'item ' || i.ordinal || ' of review ' || r.number AS name, r.program_id, NULL AS actor, i.added_at AS at,
            jsonb_build_object('review', r.number, 'item', i.ordinal, 'subject', i.subject) AS said,
            jsonb_build_object('digest', jsonb_build_object('facts', i.facts, 'key', i.key, 'reasons', i.reasons,
              'subject', i.subject, 'title', i.title)) AS digested
          FROM review_item i JOIN review r ON r.id = i.review_id`,
    compare: ['program_id'],
    digests: ['digest'],
  },
  {
    type: 'review.attended',
    rows: 'who was in reviews',
    sql: `SELECT 'attendance ' || a.id AS name, r.program_id, a.by AS actor, a.at,
            jsonb_build_object('review', r.number, 'user', a.user_id, 'present', a.present) AS said
          FROM review_attendance a JOIN review r ON r.id = a.review_id`,
  },
  {
    type: 'review.stepped',
    rows: 'items of reviews that were stepped to',
    // A review keeps where it stands and not how it came there: the item must be there.
    sql: `SELECT 'item ' || i.ordinal || ' of review ' || r.number AS name, r.program_id, e.actor, e.at, e.said
          FROM (SELECT program_id, actor, at, convert_from(payload, 'UTF8')::jsonb AS said
                FROM register_entry WHERE type = 'review.stepped') e
          JOIN review r ON r.program_id = e.program_id AND to_jsonb(r.number) = e.said -> 'review'
          JOIN review_item i ON i.review_id = r.id AND to_jsonb(i.ordinal) = e.said -> 'item'`,
  },
  {
    type: 'review.outcome_recorded',
    rows: 'outcomes of reviews',
    sql: `SELECT 'outcome ' || o.id AS name, r.program_id, o.by AS actor, o.at,
            jsonb_build_object('review', r.number, 'item', i.ordinal, 'outcome', o.id, 'kind', o.type,
              'digest', ${textDigest('o.body')}) AS said
          FROM review_outcome o JOIN review r ON r.id = o.review_id JOIN review_item i ON i.id = o.item_id`,
  },
  {
    type: 'review.closed',
    rows: 'minutes',
    sql: `SELECT 'minutes of review ' || r.number AS name, r.program_id, r.closed_by AS actor, r.closed_at AS at,
            jsonb_build_object('review', r.number, 'digest', ${hex('sha256(m.canonical)')},
              'outcomes', (SELECT count(*) FROM review_outcome o WHERE o.review_id = r.id),
              'passedOver', (SELECT count(*) FROM review_item i WHERE i.review_id = r.id
                AND NOT EXISTS (SELECT 1 FROM review_outcome o WHERE o.item_id = i.id))) AS said
          FROM review_minutes m JOIN review r ON r.id = m.review_id`,
  },
  {
    type: 'action.added',
    rows: 'actions',
    // Its first day is the one that the first follow-up found.
    sql: `SELECT 'action ' || a.number AS name, a.program_id, a.created_by AS actor, a.created_at AS at,
            jsonb_build_object('action', a.number, 'review', r.number, 'owner', a.owner_id,
              'titleDigest', ${textDigest('a.title')}, 'due', coalesce(
                (SELECT f.due_before FROM action_follow_up f WHERE f.action_id = a.id ORDER BY f.id LIMIT 1), a.due)) AS said
          FROM review_action a JOIN review_outcome o ON o.id = a.outcome_id JOIN review r ON r.id = o.review_id`,
  },
  {
    type: 'action.followed_up',
    rows: 'follow-ups of actions',
    sql: `SELECT 'follow-up ' || f.id AS name, a.program_id, f.by AS actor, f.at,
            jsonb_build_object('action', a.number, 'followUp', f.id, 'result', f.result, 'due', f.due,
              'noteDigest', ${textDigest('f.note')}) AS said
          FROM action_follow_up f JOIN review_action a ON a.id = f.action_id`,
  },
]
