import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { runBody, sample } from '@/e2e/harness/body'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { type Context, databaseClock } from '@/lib/db/transact'
import { followUpAction } from './review/follow-up'
import { recordOutcome } from './review/record-outcome'
import { startReview } from './review/start'
import { stepReview } from './review/step'
import { rescoreRisk } from './risk/rescore'
import { acceptUpload } from './upload/accept'
import { completeOverdueRuns } from './upload/complete'

let register: RegisterTest
/** The same database by its own clock: only on the server a time can be read after a lock was had. */
let real: Context

beforeAll(async () => {
  register = await registerTest()
  real = { ...register.test.context, clock: databaseClock }
})

interface Held {
  /** When the one who held the lock was about to commit. */
  released: number
}

/** Runs `work` while someone else holds what `lock` locks; lets go once it waits there. */
async function behind(
  lock: string,
  values: unknown[],
  work: () => Promise<unknown>,
  meanwhile: () => void = () => {},
): Promise<Held> {
  const { pool } = real.database
  const holder = await pool.connect()
  try {
    await holder.query('BEGIN')
    await holder.query(lock, values)
    const waiter = work()
    await expect.poll(waiting).toBe(1)
    meanwhile()
    const released = await databaseClock(holder)
    await holder.query('COMMIT')
    await waiter
    return { released }
  } finally {
    holder.release()
  }
}

async function waiting(): Promise<number> {
  const { rows } = await real.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
  )
  return rows[0]?.n ?? 0
}

/** The newest register entry of a type, and when it says it came to be. */
async function lastEntry(type: string): Promise<number> {
  const { rows } = await real.database.pool.query<{ at: Date }>(
    'SELECT at FROM register_entry WHERE type = $1 ORDER BY id DESC LIMIT 1',
    [type],
  )
  return rows[0]?.at.getTime() ?? Number.NaN
}

async function instantOf(query: string, values: unknown[] = []): Promise<number> {
  const { rows } = await real.database.pool.query<{ at: Date }>(query, values)
  return rows[0]?.at.getTime() ?? Number.NaN
}

const lead = { program: PROGRAM, kind: 'sweep' as const, cause: '' }
const upload = (body: object): Promise<unknown> =>
  acceptUpload(real, register.token, { program: PROGRAM, key: null, bytes: Buffer.from(JSON.stringify(body)) })

describe('whoever waited for a row is later than whom they waited for', () => {
  it('of a risk: its event, its register entry', async () => {
    const key = 'RISK-TECH-01'
    const rescoring = { ...(await register.at(key)), likelihood: 4, impact: 4, reason: 'It came again.' }
    const { released } = await behind('SELECT 1 FROM risk WHERE key = $1 FOR UPDATE', [key], () =>
      rescoreRisk(real, register.owner, rescoring),
    )
    const event = await instantOf(`SELECT at FROM risk_event WHERE type = 'rescored'`)
    expect(event).toBeGreaterThanOrEqual(released)
    expect(await lastEntry('risk.rescored')).toBe(event)
  })

  it('of a review, of its risk, of the numbers, of an action: everything that is said in it', async () => {
    const numbers = ['SELECT 1 FROM program WHERE slug = $1 FOR UPDATE', [PROGRAM]] as const
    let number = 0
    const begun = await behind(numbers[0], [...numbers[1]], async () => {
      number = (await startReview(real, register.owner, lead)).number
    })
    expect(await instantOf('SELECT opened_at AS at FROM review')).toBeGreaterThanOrEqual(begun.released)
    expect(await lastEntry('review.started')).toBeGreaterThanOrEqual(begun.released)

    const stepped = await behind('SELECT 1 FROM review FOR UPDATE', [], () =>
      stepReview(real, register.owner, { program: PROGRAM, number, item: 2 }),
    )
    expect(await lastEntry('review.stepped')).toBeGreaterThanOrEqual(stepped.released)

    const { item, key } = await aRiskOf(number)
    const say = (said: Parameters<typeof recordOutcome>[2]['said']) =>
      recordOutcome(real, register.owner, { program: PROGRAM, number, item, key: randomUUID(), said })
    const { version } = await register.fact(key)
    const confirmed = await behind('SELECT 1 FROM risk WHERE key = $1 FOR UPDATE', [key], () =>
      say({ type: 'confirm', version, note: '' }),
    )
    expect((await register.fact(key)).lastReviewedAt).toBeGreaterThanOrEqual(confirmed.released)
    expect(await lastEntry('risk.reviewed')).toBeGreaterThanOrEqual(confirmed.released)

    const task = { title: 'Look again', user: register.owner.user, due: '2099-01-04' }
    const added = await behind(numbers[0], [...numbers[1]], () => say({ type: 'action', ...task }))
    const created = await instantOf('SELECT created_at AS at FROM review_action')
    expect(created).toBeGreaterThanOrEqual(added.released)
    expect(await lastEntry('action.added')).toBe(created)

    const done = { action: 1, result: 'done' as const, due: '', note: '' }
    const ended = await behind('SELECT 1 FROM review_action FOR UPDATE', [], () =>
      followUpAction(real, register.owner, { program: PROGRAM, ...done }),
    )
    const endedAt = await instantOf('SELECT ended_at AS at FROM review_action')
    expect(endedAt).toBeGreaterThanOrEqual(ended.released)
    expect(await lastEntry('action.followed_up')).toBe(endedAt)
  })

  it('of a run: what is added to it, and its completion by time', async () => {
    const run = { id: 'run-1', gated: false, complete: false }
    await upload(runBody(run, [sample('M-COR-02', 0, 'count')]))
    const lock = 'SELECT 1 FROM run WHERE external_id = $1 FOR UPDATE'
    const added = await behind(lock, ['run-1'], () => upload(runBody(run, [sample('M-COR-01', 100, '%')])))
    const received = await instantOf('SELECT max(received_at) AS at FROM upload')
    expect(received).toBeGreaterThanOrEqual(added.released)
    expect(await lastEntry('upload.accepted')).toBe(received)

    await register.upload({ id: 'run-2', gated: false, complete: false }, {}, [sample('M-COR-02', 0, 'count')])
    const completed = await behind(lock, ['run-2'], () => completeOverdueRuns(real))
    const completedAt = await instantOf(`SELECT completed_at AS at FROM run WHERE external_id = 'run-2'`)
    expect(completedAt).toBeGreaterThanOrEqual(completed.released)
    expect(await lastEntry('run.completed')).toBe(completedAt)
  })
})

describe('an upload that waits to be judged while its window ends', () => {
  it('comes late: its samples say so, and its window is to be evaluated anew', async () => {
    const { test, token } = register
    test.setNow('2026-11-22T12:00:00.000Z')
    // The simulated time as it stands when the server comes to read its own.
    const clock: Context['clock'] = async (db) => {
      await databaseClock(db)
      return test.now()
    }
    const late = sample('M-COR-02', 0, 'count', { observedAt: '2026-11-20T11:30:00.000Z' })
    const bytes = Buffer.from(JSON.stringify(runBody({ id: 'over-the-border' }, [late])))
    const monday = '2026-11-23T12:00:00.000Z'
    await behind(
      'SELECT pg_advisory_xact_lock($1, $2)',
      [0x5b0d, register.state.id],
      () => acceptUpload({ ...real, clock }, token, { program: PROGRAM, key: null, bytes }),
      () => test.setNow(monday),
    )
    const { rows } = await real.database.pool.query(
      `SELECT u.received_at AS received, s.late, w.label AS anew
       FROM run r JOIN upload u ON u.run_id = r.id JOIN sample s ON s.upload_id = u.id
       LEFT JOIN program_window w ON w.id IN (SELECT window_id FROM late_window)
       WHERE r.external_id = 'over-the-border'`,
    )
    expect(rows).toEqual([{ received: new Date(monday), late: true, anew: '2026-W47' }])
  })
})

/** A risk on the agenda, with its ordinal. */
async function aRiskOf(number: number): Promise<{ item: number; key: string }> {
  const row = await real.database.prisma.reviewItem.findFirstOrThrow({
    where: { review: { number }, subject: 'risk' },
    orderBy: { ordinal: 'asc' },
  })
  return { item: row.ordinal, key: row.key }
}
