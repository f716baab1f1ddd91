import { beforeAll, describe, expect, it } from 'vitest'
import { appendOnly, askedAs } from '@/e2e/harness/append-only'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { evidenceNow, send } from '@/e2e/harness/gates'

let test: TestDatabase

const { asOwner, asApp } = askedAs(() => test)

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  const token = await withProgram(test)
  await send(test, token, { run: {}, evidence: evidenceNow(test, ['U-BYTES-01'], 'fail') })
  await asOwner(
    `INSERT INTO metric_streak (program_id, metric, since, told_at, told_of, ended_at) VALUES
       (${token.program}, 'M-ENDED', now(), now(), 'no_data', now()), (${token.program}, 'M-OPEN', now(), now(), 'error', NULL);
     INSERT INTO metric_review (streak_id, cause, incident_id, at) SELECT id, 'missing', 1, now() FROM metric_streak`,
  )
})

const again = (columns: string, values: string, from: string): string =>
  `INSERT INTO ${from} (${columns}) SELECT ${values} FROM ${from} LIMIT 1`

appendOnly(() => test, ['metric_review'])

describe('what runs fire', () => {
  it.each([
    [
      'two open incidents of one run',
      again(
        'program_id, kind, statement, opened_by, opened_at, calendar_revision, run_id',
        'program_id, kind, statement, opened_by, opened_at, calendar_revision, run_id',
        'incident',
      ),
      'incident_one_of_run',
    ],
    [
      'one signal twice in a run',
      again(
        'incident_id, criterion, statement, evidence, run_id, key, by, at',
        'incident_id, criterion, statement, evidence, run_id, key, by, at',
        'incident_signal',
      ),
      'incident_signal_once_a_run',
    ],
    [
      'two streaks of a metric at once',
      `INSERT INTO metric_streak (program_id, metric, since) SELECT program_id, metric, since FROM metric_streak WHERE ended_at IS NULL`,
      'metric_streak_one_open',
    ],
    [
      'an owner told of a failure',
      `INSERT INTO metric_streak (program_id, metric, since, told_at, told_of) SELECT program_id, 'M', since, since, 'fail' FROM metric_streak LIMIT 1`,
      'metric_streak_told',
    ],
    [
      'an owner told of nothing',
      `INSERT INTO metric_streak (program_id, metric, since, told_at) SELECT program_id, 'M', since, since FROM metric_streak LIMIT 1`,
      'metric_streak_told',
    ],
    [
      'a streak that ends before it begins',
      `UPDATE metric_streak SET ended_at = since - interval '1 s' WHERE ended_at IS NULL`,
      'metric_streak_end',
    ],
    ['telling again', `UPDATE metric_streak SET told_at = told_at + interval '1 s' WHERE ended_at IS NULL`, 'stays so'],
    [
      'a second review for one cause',
      `INSERT INTO metric_review (streak_id, cause, incident_id, at) SELECT id, 'missing', 1, now() FROM metric_streak`,
      'metric_review_pkey',
    ],
    ['going on after the end', `UPDATE metric_streak SET ended_at = NULL WHERE ended_at IS NOT NULL`, 'stays so'],
    ['forgetting a streak', `DELETE FROM metric_streak`, 'append-only'],
    ['forgetting all of them', `TRUNCATE metric_streak CASCADE`, 'append-only'],
  ])('refuses %s', async (_, sql, says) => {
    await expect(asOwner(sql)).rejects.toThrow(says)
  })

  it.each([
    `UPDATE incident SET run_id = NULL`,
    `UPDATE incident_criterion SET joined_at = now()`,
    `UPDATE incident_signal SET key = NULL`,
    `UPDATE metric_streak SET since = now()`,
    `DELETE FROM metric_streak`,
  ])('gives the app no right to %s', async (sql) => {
    await expect(asApp(sql)).rejects.toThrow('permission denied')
  })
})
