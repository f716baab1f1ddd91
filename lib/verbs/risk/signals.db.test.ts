import { beforeAll, describe, expect, it } from 'vitest'
import { runBody, sample } from '@/e2e/harness/body'
import { tokenFor } from '@/e2e/harness/database'
import { entriesOf } from '@/e2e/harness/people'
import { DAY, HOUR, iso } from '@/lib/domain/instant'
import type { SampleBody, UploadBody } from '@/lib/ingest/upload'
import { acceptUpload } from '../upload/accept'
import { completeOverdueRuns } from '../upload/complete'
import { recordSample } from '../upload/record-sample'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { reviewRisk } from './review'

let register: RegisterTest

beforeAll(async () => {
  register = await registerTest()
})

type Evidence = NonNullable<UploadBody['evidence']>[number]
const evidence = (id: string, outcome: Evidence['outcome'], uri = `s3://${id}`): Evidence => ({
  id,
  outcome,
  observedAt: iso(register.test.now() - HOUR),
  artifact: { uri },
  command: 'cargo test',
})
const send = (...results: Evidence[]): Promise<unknown> => register.upload({}, { evidence: results })
const measure = (metric: string, value: number, unit: string, more: Partial<SampleBody> = {}): SampleBody =>
  sample(metric, value, unit, { observedAt: iso(register.test.now() - HOUR), ...more })

interface TriggerRow {
  signal: string
  key: string | null
  evidence: string
  run: string | null
  occurrences: number
  version: number
}

const triggers = async (key: string): Promise<TriggerRow[]> => {
  const { id } = await register.fact(key)
  const { rows } = await register.test.context.database.pool.query<TriggerRow>(
    `SELECT t.signal, t.key, t.evidence, r.external_id AS run, t.version,
       (SELECT count(*)::int FROM trigger_occurrence o WHERE o.trigger_id = t.id) AS occurrences
     FROM risk_trigger t LEFT JOIN run r ON r.id = t.run_id WHERE t.risk_id = $1 ORDER BY t.id`,
    [id],
  )
  return rows
}

describe('a bound signal', () => {
  it('that turns to fail opens its risk in the upload’s transaction, with run and artifact, and sets the hours', async () => {
    const key = 'RISK-SUP-01'
    await register.bring(key, 'watch')
    await reviewRisk(register.test.context, register.owner, { ...(await register.at(key)), note: 'In time.' })
    register.pass(HOUR)
    const entries = await entriesOf(register.test, () =>
      register.upload({ id: 'closure-1' }, { evidence: [evidence('CI-CLOSURE-01', 'fail', 's3://tree')] }),
    )
    expect(entries.map(({ type }) => type)).toEqual(['upload.accepted', 'risk.triggered'])
    expect(entries[1]).toMatchObject({ actor: `token:${register.token.token}`, payload: { risk: key, state: 'open' } })
    const now = register.test.now()
    expect(await register.fact(key)).toMatchObject({
      state: 'open',
      stateSince: now,
      lastTriggerAt: now,
      reviewDueAt: now + 24 * HOUR,
      failing: [{ key: 'evidence:CI-CLOSURE-01', since: now }],
    })
    expect(await triggers(key)).toMatchObject([
      {
        signal: 'cargo tree detects forbidden set (signal-hook, nix, etc.) in wasm profile',
        key: 'evidence:CI-CLOSURE-01',
        evidence: 's3://tree',
        run: 'closure-1',
        occurrences: 0,
      },
    ])
  })

  it('that fails again adds occurrences, and moves neither deadline nor version', async () => {
    const key = 'RISK-SUP-01'
    const before = await register.fact(key)
    register.pass(2 * HOUR)
    for (const id of ['closure-2', 'closure-3']) {
      await register.upload({ id }, { evidence: [evidence('CI-CLOSURE-01', 'fail')] })
    }
    const after = await register.fact(key)
    expect(after).toMatchObject({
      version: before.version,
      reviewDueAt: before.reviewDueAt,
      lastTriggerAt: before.lastTriggerAt,
    })
    expect(after.lastOccurrenceAt).toBe(register.test.now())
    expect(await triggers(key)).toMatchObject([{ occurrences: 2 }])
  })

  it('that passed may fire again: another trigger', async () => {
    const key = 'RISK-SUP-01'
    await send(evidence('CI-CLOSURE-01', 'pass'))
    expect((await register.fact(key)).failing).toEqual([])
    register.pass(HOUR)
    await send(evidence('CI-CLOSURE-01', 'fail'))
    expect(await triggers(key)).toMatchObject([{ occurrences: 2 }, { occurrences: 0 }])
    await send(evidence('CI-CLOSURE-01', 'pass'))
  })

  it('opens a closed risk too', async () => {
    const key = 'RISK-SEC-01'
    await register.bring(key, 'closed')
    register.pass(HOUR)
    await send(evidence('CI-FUZZ-01', 'fail'))
    expect(await register.fact(key)).toMatchObject({ state: 'open', closedByDecision: null })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['an error', () => send(evidence('CI-ARTIFACT-01', 'error'))],
    ['a pass', () => send(evidence('CI-ARTIFACT-01', 'pass'))],
    ['absence', () => send(evidence('CI-CLOSURE-01', 'pass'))],
    [
      'a run that is not gated',
      () => register.upload({ gated: false }, { evidence: [evidence('CI-ARTIFACT-01', 'fail')] }),
    ],
    [
      'missing seeds',
      () =>
        register.upload({}, {}, [
          measure('M-PERF-03B', 9, 'ms', { seed: 11, environment: { class: 'desktop-chromium', b: 'x' } }),
        ]),
    ],
  ])('does not fire by %s', async (_, work) => {
    await work()
    expect(await triggers('RISK-OPS-01')).toEqual([])
  })

  it('does not fire by an upload of someone who may not upload gated runs', async () => {
    const ungated = await tokenFor(register.test, register.state.id, { gated: false })
    const body = runBody({}, [], { evidence: [evidence('CI-ARTIFACT-01', 'fail')] })
    const request = { program: PROGRAM, key: null, bytes: Buffer.from(JSON.stringify(body)) }
    await expect(acceptUpload(register.test.context, ungated, request)).rejects.toMatchObject({ status: 403 })
    expect(await triggers('RISK-OPS-01')).toEqual([])
  })

  it('of two that one result fails, and more in the upload: one event, a trigger each', async () => {
    const key = 'RISK-OPS-01'
    const before = await register.fact(key)
    await send(evidence('CI-ARTIFACT-01', 'fail'))
    expect(await triggers(key)).toMatchObject([
      { signal: 'Missing trace/log manifests', version: before.version + 1 },
      { signal: 'broken replay pointers', version: before.version + 1 },
    ])
    expect((await register.fact(key)).version).toBe(before.version + 1)
  })

  it('fires in an open run at once, and passes at its completion only', async () => {
    const key = 'RISK-TECH-04'
    await register.upload({ id: 'open-1', complete: false }, { evidence: [evidence('R-DET-01', 'fail')] })
    expect(await triggers(key)).toHaveLength(1)
    await register.upload({ id: 'open-2', complete: false }, { evidence: [evidence('R-DET-01', 'pass')] })
    expect((await register.fact(key)).failing).toHaveLength(1)
    await register.upload({ id: 'open-2' }, {})
    expect((await register.fact(key)).failing).toEqual([])
  })

  it('does not pass by a run that failed it before', async () => {
    const key = 'RISK-TECH-04'
    await register.upload({ id: 'mixed', complete: false }, { evidence: [evidence('R-DET-02', 'fail')] })
    await register.upload({ id: 'mixed' }, { evidence: [evidence('R-DET-02', 'pass')] })
    expect((await register.fact(key)).failing).toMatchObject([{ key: 'evidence:R-DET-02' }])
    expect((await triggers(key)).at(-1)).toMatchObject({ key: 'evidence:R-DET-02', occurrences: 0 })
    await send(evidence('R-DET-02', 'pass'))
  })

  it('counts what a run says when it ends by itself a day after its first upload', async () => {
    const key = 'RISK-TECH-04'
    await send(evidence('R-DET-01', 'fail'))
    await register.upload({ id: 'left', complete: false }, { evidence: [evidence('R-DET-01', 'pass')] })
    register.pass(DAY)
    await completeOverdueRuns(register.test.context)
    expect((await register.fact(key)).failing).toEqual([])
  })

  it('of a metric fires by its verdict, series by series', async () => {
    const key = 'RISK-TECH-04'
    const before = await triggers(key)
    await register.upload({}, {}, [measure('M-COR-03', 90, '%')])
    expect((await triggers(key)).slice(before.length)).toMatchObject([
      {
        signal: 'Fingerprint drift for fixed seeds',
        key: 'series:M-COR-03|core-min|ci',
        evidence: 's3://ci/run/summary.json',
      },
    ])
    // A series that the program does not require is judged, and moves nothing.
    await register.upload({}, {}, [measure('M-COR-03', 90, '%', { profile: 'full-dev' })])
    expect(await triggers(key)).toHaveLength(before.length + 1)
    await register.upload({}, {}, [measure('M-COR-03', 100, '%')])
    expect((await register.fact(key)).failing).toEqual([])
  })

  it('fires by a record that someone enters', async () => {
    const key = 'RISK-PROD-02'
    await recordSample(register.test.context, register.owner, {
      program: PROGRAM,
      key: 'one',
      measure: 'M-DX-01',
      profile: 'core-min',
      environment: 'pilot',
      value: 90,
      unit: 'min',
      observedAt: iso(register.test.now() - HOUR),
      artifact: 'https://pilot.example.test/1',
      record: { system: 'pilot tracker', id: '1' },
    })
    expect(await triggers(key)).toMatchObject([
      { signal: 'High time-to-first-success', evidence: 'https://pilot.example.test/1' },
    ])
  })

  it('leaves a review that is due sooner, and one that is overdue stays so', async () => {
    const key = 'RISK-SUP-01'
    const { context } = register.test
    await reviewRisk(context, register.owner, { ...(await register.at(key)), note: 'x' })
    const { reviewDueAt } = await register.fact(key)
    register.test.setNow((reviewDueAt ?? 0) + HOUR)
    await send(evidence('CI-CLOSURE-01', 'fail'))
    expect((await register.fact(key)).reviewDueAt).toBe(reviewDueAt)
  })

  it('sent twice is the same upload: one trigger', async () => {
    const key = 'RISK-SEC-01'
    await send(evidence('CI-FUZZ-01', 'pass'))
    const before = await triggers(key)
    const body = Buffer.from(JSON.stringify(runBody({}, [], { evidence: [evidence('CI-FUZZ-01', 'fail')] })))
    const request = { program: PROGRAM, key: 'twice', bytes: body }
    const { context } = register.test
    await Promise.all([1, 2, 3].map(() => acceptUpload(context, register.token, request)))
    expect(await triggers(key)).toHaveLength(before.length + 1)
  })

  it('fails in many gated runs at once: one trigger, the others its occurrences', async () => {
    const key = 'RISK-SEC-01'
    await send(evidence('CI-FUZZ-01', 'pass'))
    const before = await triggers(key)
    await Promise.all(Array.from({ length: 6 }, () => send(evidence('CI-FUZZ-01', 'fail'))))
    expect((await triggers(key)).slice(before.length)).toMatchObject([{ occurrences: 5 }])
  })
})
