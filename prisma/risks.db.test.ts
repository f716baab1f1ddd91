import { beforeAll, describe, expect, it } from 'vitest'
import { foldRisk, type RiskEvent } from '@/lib/domain/risk/event'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import { appendOnly, askedAs } from '@/e2e/harness/append-only'
import { type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { addMitigation } from '@/lib/verbs/risk/add-mitigation'
import { rescoreRisk } from '@/lib/verbs/risk/rescore'
import { slipMilestone } from '@/lib/verbs/risk/slip-milestone'

let register: RegisterTest

const failing = {
  evidence: [
    {
      id: 'CI-FUZZ-01',
      outcome: 'fail' as const,
      observedAt: '2026-11-18T11:30:00.000Z',
      artifact: { uri: 's3://fuzz' },
      command: 'cargo fuzz',
    },
  ],
}

beforeAll(async () => {
  register = await registerTest()
  const { context } = register.test
  await register.bring('RISK-TECH-01', 'closed')
  await register.bring('RISK-TECH-02', 'watch')
  await register.bring('RISK-SEC-01', 'mitigating')
  await register.upload({}, failing)
  await register.upload({}, failing)
  const at = (): ReturnType<RegisterTest['at']> => register.at('RISK-OPS-01')
  await rescoreRisk(context, register.owner, { ...(await at()), likelihood: 5, impact: 4, reason: 'Worse.' })
  const milestones = [{ title: 'x', due: '2027-06-01' }]
  await addMitigation(context, register.owner, { ...(await at()), title: 'x', owner: register.owner.user, milestones })
  const milestone = (await register.fact('RISK-OPS-01')).mitigations[0]?.milestones[0]?.id ?? 0
  await slipMilestone(context, register.owner, { ...(await at()), milestone, due: '2027-07-01', reason: 'Late.' })
})

const { asOwner, asApp } = askedAs(() => register.test)

appendOnly(
  () => register.test,
  ['risk_event', 'milestone_slip', 'closure_evidence', 'risk_trigger', 'trigger_occurrence'],
)

describe('a risk', () => {
  it.each<[string, string, string]>([
    ['with a decision and not closed', `closed_by_decision = 4, version = version + 1`, 'risk_closed_by_decision'],
    ['without a review due', `review_due_at = NULL, version = version + 1`, 'risk_review_due'],
    ['skipping to Watch', `state = 'watch', version = version + 1`, 'risk_transition'],
    [
      'closed from Open',
      `state = 'closed', closed_by_decision = 4, review_due_at = NULL, version = version + 1`,
      'risk_transition',
    ],
    ['moved without an event', `state = 'mitigating', state_since = now(), version = version + 1`, 'risk_has_event'],
    ['changed without a version', `likelihood = 1`, 'risk_one_event_each'],
    ['changed by two versions', `likelihood = 1, version = version + 2`, 'risk_one_event_each'],
    ['off the scale', `likelihood = 6, version = version + 1`, 'risk_scale'],
    ['reviewed at whim', `review = 'yearly', version = version + 1`, 'risk_review'],
  ])('cannot be %s, not even by the owner of the tables', async (_, set, constraint) => {
    const sql = `UPDATE risk SET ${set} WHERE key = 'RISK-TECH-03'`
    await expect(asApp(sql)).rejects.toThrow(constraint)
    await expect(asOwner(sql)).rejects.toThrow(constraint)
  })

  it('cannot be closed without a decision, not even from Watch', async () => {
    const set = `state = 'closed', state_since = now(), review_due_at = NULL, version = version + 1`
    const sql = `UPDATE risk SET ${set} WHERE key = 'RISK-TECH-02'`
    await expect(asApp(sql)).rejects.toThrow('risk_closed_by_decision')
    await expect(asOwner(sql)).rejects.toThrow('risk_closed_by_decision')
  })

  it.each<[string, string, string, string]>([
    ['closed by a move', 'RISK-TECH-02', `state = 'closed', review_due_at = NULL, closed_by_decision = 1`, 'moved'],
    ['reopened by a move', 'RISK-TECH-02', `state = 'open'`, 'moved'],
    [
      'reopened by a review',
      'RISK-TECH-01',
      `state = 'open', review_due_at = now(), closed_by_decision = NULL`,
      'reviewed',
    ],
  ])('cannot be %s', async (_, key, set, event) => {
    const sql = `WITH one AS (UPDATE risk SET ${set}, state_since = now(), version = version + 1 WHERE key = '${key}' RETURNING id, version)
      INSERT INTO risk_event (risk_id, version, type, at, by, body) SELECT id, version, '${event}', now(), 'system', '{"set":{}}' FROM one`
    await expect(asApp(sql)).rejects.toThrow('risk_move_has_event')
  })

  it('begins Open, and nowhere else', async () => {
    const columns = `program_id, category, title, statement, mitigation, closure, cadence_text, review, events, signals, gates, owner_role, state_since, likelihood, impact, review_due_at, origin, created_by, created_at`
    const copy = (state: string): string =>
      `INSERT INTO risk (key, state, version, ${columns}) SELECT 'RISK-NEW', '${state}', 1, ${columns} FROM risk WHERE key = 'RISK-TECH-03'`
    await expect(asApp(copy('watch'))).rejects.toThrow('risk_begins_open')
    await expect(asApp(copy('open'))).rejects.toThrow('risk_has_event')
  })

  it('changes its key, program, birth and history for nobody', async () => {
    for (const column of ['key', 'program_id', 'created_at', 'created_by', 'id']) {
      await expect(asApp(`UPDATE risk SET ${column} = ${column}`)).rejects.toThrow('permission denied')
    }
    await expect(asApp('DELETE FROM risk')).rejects.toThrow('permission denied')
    await expect(asApp('DELETE FROM signal_state')).rejects.toThrow('permission denied')
    await expect(asApp('DELETE FROM milestone')).rejects.toThrow('permission denied')
    await expect(asApp('UPDATE mitigation SET title = title')).rejects.toThrow('permission denied')
  })

  it.each<[string, string, string]>([
    [
      'verified without evidence',
      `UPDATE mitigation SET verified_at = now(), verified_by = 'x', evidence = NULL`,
      'mitigation_verified',
    ],
    [
      'withdrawn without a reason',
      `UPDATE mitigation SET withdrawn_at = now(), withdrawn_by = 'x'`,
      'mitigation_withdrawn',
    ],
    ['done by nobody', `UPDATE milestone SET done_at = now(), done_by = NULL`, 'milestone_done'],
    [
      'fired without a run',
      `INSERT INTO risk_trigger (risk_id, version, source, signal, statement, evidence, observed_at, by, at) SELECT risk_id, version, 'signal', signal, statement, evidence, observed_at, by, at FROM risk_trigger LIMIT 1`,
      'risk_trigger_source',
    ],
    [
      'triggered without an event',
      `INSERT INTO risk_trigger (risk_id, version, source, signal, statement, evidence, observed_at, by, at) SELECT risk_id, 99, 'report', signal, statement, evidence, observed_at, by, at FROM risk_trigger LIMIT 1`,
      'risk_trigger_risk_id_version_fkey',
    ],
  ])('has nothing that is %s', async (_, sql, constraint) => {
    await expect(asOwner(sql)).rejects.toThrow(constraint)
  })
})

describe('every risk', () => {
  it('is what its events make of it', async () => {
    const { pool, prisma } = register.test.context.database
    const risks = await prisma.risk.findMany({ include: { history: { orderBy: { version: 'asc' } } } })
    expect(risks.length).toBe(12)
    for (const { history, ...row } of risks) {
      const events = history.map(({ version, type, body }): RiskEvent => {
        const { set } = body as unknown as { set: RiskEvent['set'] }
        return { version, type: type as RiskEvent['type'], set }
      })
      const { id: _, programId: _p, key: _k, createdBy: _b, createdAt: _a, ...rest } = row
      const fields = Object.entries(rest).map(([name, value]) => [
        name,
        value instanceof Date ? value.getTime() : value,
      ])
      expect(foldRisk(events)).toEqual(Object.fromEntries(fields))
      expect(events.map(({ version }) => version)).toEqual(events.map((_event, index) => index + 1))
    }
    const { rows } = await pool.query(
      `SELECT key FROM risk r WHERE last_trigger_at IS DISTINCT FROM (SELECT max(at) FROM risk_trigger WHERE risk_id = r.id)`,
    )
    expect(rows).toEqual([])
  })

  it('stands on the register as its last event left it, digest and all', async () => {
    const { pool } = register.test.context.database
    const { rows } = await pool.query<{ key: string; version: number; body: Json; state: string; type: string }>(
      `SELECT r.key, e.version, e.body, e.type, r.state::text FROM risk r JOIN risk_event e ON e.risk_id = r.id`,
    )
    const entries = await pool.query<{ type: string; payload: Buffer }>(
      `SELECT type, payload FROM register_entry WHERE type LIKE 'risk.%'`,
    )
    const onRegister = new Map(
      entries.rows.map(({ type, payload }) => {
        const said = JSON.parse(payload.toString()) as { risk: string; version: number; bodyDigest: string }
        return [`${said.risk}|${said.version}`, { type, digest: said.bodyDigest }]
      }),
    )
    expect(onRegister.size).toBe(rows.length)
    for (const { key, version, body, type } of rows) {
      const digest = sha256(canonicalJson(body)).toString('hex')
      expect(onRegister.get(`${key}|${version}`)).toEqual({ type: `risk.${type}`, digest })
    }
    const text = entries.rows.map(({ payload }) => payload.toString()).join('\n')
    for (const free of ['Mend it', 'It works', 'Worse.', 's3://', 'Grace']) expect(text).not.toContain(free)
  })
})
