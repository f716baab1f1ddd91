import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { appendOnly, askedAs } from '@/e2e/harness/append-only'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { administrator } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { closeReview } from '@/lib/verbs/review/close'
import { recordOutcome } from '@/lib/verbs/review/record-outcome'
import { startReview } from '@/lib/verbs/review/start'

const PROGRAM = 'asupersync-browser'

let test: TestDatabase
let lead: UserActor

beforeAll(async () => {
  test = await testDatabase('2026-11-18T15:00:00.000Z')
  const { context } = test
  await withProgram(test)
  lead = await administrator(test, 'Lena')
  await grantRole(context, lead, { program: PROGRAM, user: lead.user, role: 'program-owner' })
  const say = (number: number, item: number, said: Parameters<typeof recordOutcome>[2]['said']) =>
    recordOutcome(context, lead, { program: PROGRAM, number, item, key: randomUUID(), said })
  const first = await startReview(context, lead, { program: PROGRAM, kind: 'weekly', cause: '' })
  await say(first.number, 1, { type: 'action', title: 'One', user: lead.user, due: '2026-12-01' })
  await say(first.number, 1, { type: 'action', title: 'Two', user: lead.user, due: '2026-12-01' })
  await closeReview(context, lead, { program: PROGRAM, number: first.number })
  const second = await startReview(context, lead, { program: PROGRAM, kind: 'weekly', cause: '' })
  await say(second.number, 1, { type: 'follow_up', result: 'done', due: '', note: '' })
})

const { asOwner, asApp } = askedAs(() => test)

appendOnly(() => test, ['review_attendance', 'review_item', 'review_outcome', 'action_follow_up', 'review_minutes'])

describe('what the app may change', () => {
  it.each(['review', 'review_action'])('is not everything of %s', async (table) => {
    await expect(asApp(`DELETE FROM ${table}`)).rejects.toThrow('permission denied')
    await expect(asApp(`UPDATE ${table} SET number = number + 100`)).rejects.toThrow('permission denied')
  })
})

describe('what cannot be', () => {
  const open = `(SELECT id FROM review WHERE state = 'open')`
  const closed = `(SELECT id FROM review WHERE state = 'closed')`
  it.each([
    [
      'two open reviews of a kind',
      `INSERT INTO review (program_id, number, kind, state, position, version, opened_at, opened_by) SELECT program_id, 99, kind, state, 0, 1, opened_at, opened_by FROM review WHERE state = 'open'`,
      'review_one_open',
    ],
    [
      'an out-of-band review without a cause',
      `INSERT INTO review (program_id, number, kind, state, position, version, opened_at, opened_by) SELECT program_id, 99, 'out_of_band', 'open', 0, 1, opened_at, opened_by FROM review LIMIT 1`,
      'review_cause',
    ],
    [
      'a review closed without minutes',
      `UPDATE review SET state = 'closed', closed_at = opened_at, closed_by = opened_by WHERE state = 'open'`,
      'closes with minutes',
    ],
    [
      'a review closed without an instant',
      `UPDATE review SET state = 'closed' WHERE state = 'open'`,
      'closes with minutes',
    ],
    [
      'a review opened again',
      `UPDATE review SET state = 'open', closed_at = NULL, closed_by = NULL WHERE state = 'closed'`,
      'has ended',
    ],
    [
      'an outcome of a closed review',
      `INSERT INTO review_outcome (review_id, item_id, type, body, key, at, by) SELECT review_id, item_id, type, body, gen_random_uuid(), at, by FROM review_outcome WHERE review_id = ${closed} LIMIT 1`,
      'is closed',
    ],
    [
      'an item of a closed review',
      `INSERT INTO review_item (review_id, ordinal, subject, key, title, reasons, facts, added_at) SELECT ${closed}, 99, 'risk', 'X', 'X', '{x}', '{}', added_at FROM review_item LIMIT 1`,
      'is closed',
    ],
    [
      'a late comer to a closed review',
      `INSERT INTO review_attendance (review_id, user_id, present, at, by) SELECT ${closed}, user_id, true, at, by FROM review_attendance LIMIT 1`,
      'is closed',
    ],
    [
      'an outcome of another review’s item',
      `INSERT INTO review_outcome (review_id, item_id, type, body, key, at, by) SELECT ${open}, item_id, type, body, gen_random_uuid(), at, by FROM review_outcome WHERE review_id = ${closed} LIMIT 1`,
      'foreign key',
    ],
    [
      'an item without a reason',
      `INSERT INTO review_item (review_id, ordinal, subject, key, title, reasons, facts, added_at) SELECT ${open}, 99, 'risk', 'X', 'X', '{}', '{}', added_at FROM review_item LIMIT 1`,
      'review_item_reasons',
    ],
    [
      'the same subject twice',
      `INSERT INTO review_item (review_id, ordinal, subject, key, title, reasons, facts, added_at) SELECT review_id, 99, subject, key, title, reasons, facts, added_at FROM review_item WHERE review_id = ${open} LIMIT 1`,
      'review_item_review_id_subject_key_key',
    ],
    [
      'an action that is done and has no end',
      `UPDATE review_action SET state = 'done' WHERE state = 'open'`,
      'review_action_end',
    ],
    [
      'an action opened again',
      `UPDATE review_action SET state = 'open', ended_at = NULL, ended_by = NULL WHERE state = 'done'`,
      'has ended',
    ],
    [
      'an action dropped without a reason',
      `INSERT INTO action_follow_up (action_id, result, due_before, due, note, at, by) SELECT action_id, 'dropped', due_before, due, '', at, by FROM action_follow_up LIMIT 1`,
      'action_follow_up_reason',
    ],
    [
      'a postponement to the same day',
      `INSERT INTO action_follow_up (action_id, result, due_before, due, note, at, by) SELECT action_id, 'postponed', due_before, due_before, 'x', at, by FROM action_follow_up LIMIT 1`,
      'action_follow_up_postponed',
    ],
    [
      'minutes of another digest',
      `INSERT INTO review_minutes (review_id, canonical, digest, created_at) SELECT ${open}, canonical, sha256('x'), created_at FROM review_minutes LIMIT 1`,
      'review_minutes_digest',
    ],
  ])('is refused: %s', async (_, sql, constraint) => {
    await expect(asOwner(sql)).rejects.toThrow(constraint)
  })
})
