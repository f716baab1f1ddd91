import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { evidenceNow, PROGRAM, send } from '@/e2e/harness/gates'
import type { UploadAnswer } from '../upload/answer'
import { declareIncident } from './declare'

let test: TestDatabase
let alpha: BeforeAlpha

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  alpha = await beforeAlpha(test)
})

const later = (): void => test.setNow(test.now() + 60_000)

/** A gated run in which the security evidence fails or passes. */
const run = (outcome: 'pass' | 'fail', id?: string): Promise<UploadAnswer> =>
  send(test, alpha.token, {
    run: id === undefined ? {} : { id },
    evidence: evidenceNow(test, ['I-SEC-02'], outcome),
  }) as Promise<UploadAnswer>

const incidents = () =>
  test.context.database.prisma.incident.findMany({ orderBy: { id: 'asc' }, include: { criteria: true, signals: true } })

/** The triad ends everything that is open, and the evidence passes again. */
async function settle(): Promise<void> {
  later()
  const said = { ending: 'continue', reason: 'As seen.', evidence: ['https://example.test/recovery'] }
  for (const { id, endedAt } of await incidents()) {
    if (endedAt === null) await alpha.decide('incident', { incident: id, ...said })
  }
  later()
  await run('pass')
  later()
}

describe('a declaration and a run of one criterion at once', () => {
  const declare = () =>
    declareIncident(test.context, alpha.phaseOwner.actor, {
      program: PROGRAM,
      criterion: 'security-boundary-break',
      statement: 'A stale handle was accepted.',
      evidence: [{ uri: 'https://example.test/handle', sha256: null }],
    })

  it('that comes second is added to the one that came first', async () => {
    const { pool } = test.context.database
    const first = await pool.connect()
    await first.query('BEGIN')
    const { rows } = await first.query<{ id: number }>(
      `INSERT INTO incident (program_id, kind, statement, opened_by, opened_at, calendar_revision)
       VALUES ($1, 'kill', 'Another was quicker', 'operator', $2, 1) RETURNING id`,
      [alpha.token.program, new Date(test.now())],
    )
    const id = rows[0]?.id
    await first.query('INSERT INTO incident_criterion (incident_id, program_id, criterion) VALUES ($1, $2, $3)', [
      id,
      alpha.token.program,
      'security-boundary-break',
    ])
    const declared = declare()
    await vi.waitFor(async () => {
      const { rows: blocked } = await pool.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted`,
      )
      expect(blocked).toHaveLength(1)
    })
    await first.query('COMMIT')
    first.release()
    expect(await declared).toEqual({ incident: id, opened: false })
    const said = { ending: 'dismiss', reason: 'It was a drill.' }
    await alpha.decide('incident', { incident: id, ...said })
  })

  it('come to one open incident with both, whoever is first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [, declared] = await Promise.all([run('fail', `both-${round}`), declare()])
      const open = (await incidents()).filter(
        ({ endedAt, criteria }) =>
          endedAt === null && criteria.some((one) => one.criterion === 'security-boundary-break'),
      )
      expect(open).toHaveLength(1)
      const signals = open[0]?.signals.filter(({ criterion }) => criterion === 'security-boundary-break') ?? []
      expect(signals.map(({ key }) => key).sort()).toEqual(['evidence:I-SEC-02', null])
      expect(open[0]?.id).toBe(declared.incident)
      await settle()
    }
  })

  it('two runs that fail it at once open one', async () => {
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all([run('fail', `one-${round}`), run('fail', `two-${round}`)])
      const security = answers.flatMap(({ stops }) => stops).filter(({ kind }) => kind === 'kill')
      expect(new Set(security.map(({ incident }) => incident)).size).toBe(1)
      expect(security).toHaveLength(1)
      const signals = (await incidents())
        .at(-1)
        ?.signals.filter(({ criterion }) => criterion === 'security-boundary-break')
      expect(signals).toHaveLength(2)
      await settle()
    }
  })
})
