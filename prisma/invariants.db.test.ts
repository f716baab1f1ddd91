import { beforeAll, describe, expect, it } from 'vitest'
import { appendOnly, askedAs } from '@/e2e/harness/append-only'
import { runBody, sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { keepPartitions } from '@/lib/jobs/partitions'
import { acceptUpload } from '@/lib/verbs/upload/accept'
import { closeWindows } from '@/lib/verbs/window/close'

/** What semantics 12 says must stay as it was written, and the facts that verdicts rest on. */
const kept = [
  'program_revision',
  'revision_activation',
  'phase_change',
  'window_evaluation',
  'series',
  'fingerprint',
  'provenance',
  'sample_context',
  'upload',
  'upload_answer',
  'sample',
  'run_verdict',
  'evidence_result',
  'defect_list',
  'defect',
  'register_entry',
]

let test: TestDatabase

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  const token = await withProgram(test)
  await keepPartitions(test.context)
  const evidence = {
    id: 'U-TYPES-01',
    outcome: 'pass' as const,
    observedAt: '2026-11-18T11:30:00.000Z',
    artifact: { uri: 's3://x' },
    command: 'cargo test',
  }
  const defect = { id: 'D-1', kind: 'correctness', severity: 'P0', opened: '2026-11-17T11:30:00.000Z' }
  const samples = [
    sample('M-PERF-01A', 1, 'bytes'),
    sample('M-PERF-01A', 1, 'bytes', { observedAt: '2026-11-11T11:30:00.000Z' }),
  ]
  const body = runBody({}, samples, { evidence: [evidence], defects: [defect] })
  await acceptUpload(test.context, token, {
    program: 'asupersync-browser',
    key: null,
    bytes: Buffer.from(JSON.stringify(body)),
  })
  await closeWindows(test.context)
  await test.context.database.prisma.phaseChange.create({
    data: { programId: token.program, phase: 'alpha', at: new Date(), by: 'operator' },
  })
})

const { asOwner, asApp } = askedAs(() => test)

appendOnly(() => test, kept)

describe('every partition of sample', () => {
  it('refuses the same, made by the migration or since', async () => {
    const { rows } = await test.context.database.pool.query<{ name: string; n: number }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'sample'::regclass ORDER BY 1`,
    )
    const names = rows.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['sample_other', 'sample_2026_11', 'sample_2026_12', 'sample_2027_01', 'sample_2027_02']),
    )
    for (const name of names) await expect(asOwner(`TRUNCATE ${name}`)).rejects.toThrow('append-only')
    await expect(asOwner('UPDATE sample_2026_11 SET value = 0')).rejects.toThrow('append-only')
    await expect(asOwner('DELETE FROM sample_2026_11')).rejects.toThrow('append-only')
    await expect(asApp('DELETE FROM sample_2026_11')).rejects.toThrow('permission denied')
  })
})

describe("the app's role", () => {
  it('is signalbox_app, owns nothing, and cannot become more', async () => {
    const { pool } = test.context.database
    const role = await pool.query<{ role: string; login: string }>('SELECT current_user AS role, session_user AS login')
    expect(role.rows[0]).toEqual({ role: 'signalbox_app', login: 'signalbox_runtime' })
    const owned = await pool.query(
      `SELECT relname FROM pg_class WHERE relowner IN (SELECT oid FROM pg_roles WHERE rolname IN ('signalbox_app', 'signalbox_runtime'))`,
    )
    expect(owned.rows).toEqual([])
    await expect(asApp('CREATE TABLE mine (id int)')).rejects.toThrow('permission denied')
    await expect(asApp('ALTER TABLE register_entry DISABLE TRIGGER ALL')).rejects.toThrow('must be owner')
    await expect(asApp('SET ROLE postgres')).rejects.toThrow('permission denied')
    await expect(
      asApp('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (1, 1, 1)'),
    ).rejects.toThrow('permission denied')
  })

  it('changes of a run only its completion', async () => {
    await expect(asApp(`UPDATE run SET gated = true`)).rejects.toThrow('permission denied')
    await expect(asApp(`UPDATE run SET commit = 'abcdef0'`)).rejects.toThrow('permission denied')
  })
})

describe('rows that cannot be', () => {
  it.each([
    [
      'a sample that is not finite',
      `INSERT INTO sample SELECT upload_id, 99, context_id, series_id, 'NaN', null, null, null, observed_at, received_at, late, artifact FROM sample LIMIT 1`,
      'sample_value_finite',
    ],
    [
      'an infinite sample',
      `INSERT INTO sample SELECT upload_id, 99, context_id, series_id, 'Infinity', null, null, null, observed_at, received_at, late, artifact FROM sample LIMIT 1`,
      'sample_value_finite',
    ],
    [
      'a sample from the future',
      `INSERT INTO sample SELECT upload_id, 99, context_id, series_id, 1, null, null, null, received_at + interval '6 minutes', received_at, late, artifact FROM sample LIMIT 1`,
      'sample_not_from_the_future',
    ],
    [
      'more passed than there were',
      `INSERT INTO sample SELECT upload_id, 99, context_id, series_id, 1, 3, 2, null, observed_at, received_at, late, artifact FROM sample LIMIT 1`,
      'sample_proportion',
    ],
    [
      'a sample of another series than its context',
      `INSERT INTO sample SELECT upload_id, 99, context_id, series_id + 1000, 1, null, null, null, observed_at, received_at, late, artifact FROM sample LIMIT 1`,
      'foreign key',
    ],
    [
      'a verdict better than its base',
      `INSERT INTO run_verdict (run_id, series_id, window_id, sequence, final, revision_id, phase, base, verdict, value, reasons, breaches, samples, late, observed_at, judged_at) SELECT run_id, series_id, window_id, 9, final, revision_id, phase, 'fail', 'pass', 1, '{x}', 0, 1, late, observed_at, judged_at FROM run_verdict LIMIT 1`,
      'run_verdict_no_better_than_base',
    ],
    [
      'a failure without a reason',
      `INSERT INTO run_verdict (run_id, series_id, window_id, sequence, final, revision_id, phase, base, verdict, value, reasons, breaches, samples, late, observed_at, judged_at) SELECT run_id, series_id, window_id, 9, final, revision_id, phase, 'fail', 'fail', 1, '{}', 0, 1, late, observed_at, judged_at FROM run_verdict LIMIT 1`,
      'run_verdict_reasons',
    ],
    [
      'a token that reads and is gated',
      `INSERT INTO api_token (program_id, name, hash, hint, scope, gated, created_by, created_at) SELECT program_id, name, sha256('x'), hint, 'read', true, created_by, created_at FROM api_token LIMIT 1`,
      'api_token_gated_uploads',
    ],
    [
      'a window that ends before it starts',
      `INSERT INTO program_window (program_id, label, starts_at, ends_at) SELECT program_id, 'x', ends_at, starts_at FROM program_window LIMIT 1`,
      'program_window_span',
    ],
    [
      'two windows of one start',
      `INSERT INTO program_window (program_id, label, starts_at, ends_at) SELECT program_id, 'x', starts_at, ends_at + interval '1 hour' FROM program_window LIMIT 1`,
      'program_window_program_id_starts_at_key',
    ],
    [
      'a second installation',
      `INSERT INTO installation (id, origin, demo, created_at) VALUES (2, 'x', false, now())`,
      'installation_one_row',
    ],
  ])('are refused: %s', async (_, sql, constraint) => {
    await expect(asOwner(sql)).rejects.toThrow(constraint)
  })

  it('are refused: a role twice at once', async () => {
    const user = '00000000-0000-4000-8000-000000000001'
    await asApp(`INSERT INTO user_account (id, name, created_at) VALUES ('${user}', 'Someone', now())`)
    const grant = `INSERT INTO role_assignment (program_id, user_id, role, granted_by, granted_at) SELECT id, '${user}', 'phase-owner', 'operator', now() FROM program`
    await asApp(grant)
    await expect(asApp(grant)).rejects.toThrow('role_assignment_one_open')
    await asApp('UPDATE role_assignment SET ended_at = now(), ended_by = granted_by')
    await expect(asApp(grant)).resolves.toMatchObject({ rowCount: 1 })
  })
})
