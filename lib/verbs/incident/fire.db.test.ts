import { beforeAll, describe, expect, it } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import { sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, tokenFor } from '@/e2e/harness/database'
import { evidenceNow, PROGRAM, send, statesOf } from '@/e2e/harness/gates'
import { entriesOf } from '@/e2e/harness/people'
import { HOUR } from '@/lib/domain/instant'
import type { UploadBody } from '@/lib/ingest/upload'
import { bundledProgram } from '@/cli/installation/bundled'
import { proposeDecision } from '../decision/propose'
import { storeDefinition } from '../program/store'
import type { UploadAnswer } from '../upload/answer'
import { completeOverdueRuns } from '../upload/complete'

let test: TestDatabase
let alpha: BeforeAlpha

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  alpha = await beforeAlpha(test)
})

const later = (milliseconds = 60_000): void => test.setNow(test.now() + milliseconds)

/** A gated run in which these evidence ids fail, and others pass. */
function run(
  failing: readonly string[],
  more: { passing?: readonly string[]; run?: Partial<UploadBody['run']> } = {},
): Promise<UploadAnswer> {
  later()
  const evidence = [...evidenceNow(test, failing, 'fail'), ...evidenceNow(test, more.passing ?? [], 'pass')]
  return send(test, alpha.token, { run: { ...more.run }, evidence }) as Promise<UploadAnswer>
}

const incidents = () =>
  test.context.database.prisma.incident.findMany({
    orderBy: { id: 'asc' },
    include: { criteria: { orderBy: { criterion: 'asc' } }, signals: { orderBy: { id: 'asc' } }, run: true },
  })
const last = async () => (await incidents()).at(-1)
const open = async (): Promise<string[]> =>
  (await incidents())
    .filter(({ endedAt }) => endedAt === null)
    .flatMap(({ criteria }) => criteria.map((one) => one.criterion))

/** The triad ends the newest incident. */
async function end(ending: 'continue' | 'roll_back'): Promise<void> {
  later()
  const incident = (await last())?.id ?? 0
  await alpha.decide('incident', { incident, ending, reason: 'As seen.', evidence: ['https://example.test/recovery'] })
}

describe('a gated run that fails what a kill criterion watches', () => {
  it('opens an incident in the upload’s transaction: due by the SLA, with run and artifact, and answered', async () => {
    let answer: UploadAnswer | undefined
    const entries = await entriesOf(test, async () => {
      answer = await run(['U-BYTES-01'], { run: { id: 'leak-1' } })
    })
    expect(entries.map(({ type }) => type)).toEqual([
      'upload.accepted',
      'incident.opened',
      'incident.signal_added',
      'risk.triggered',
    ])
    const incident = await last()
    expect(incident).toMatchObject({
      kind: 'kill',
      phase: null,
      openedBy: `token:${alpha.token.token}`,
      openedAt: new Date(test.now()),
      dueAt: new Date(test.now() + 4 * HOUR),
      run: { externalId: 'leak-1' },
      criteria: [{ criterion: 'obligation-leak', joinedAt: null, endedAt: null }],
      signals: [
        { key: 'evidence:U-BYTES-01', statement: 'U-BYTES-01 failed', evidence: [{ uri: 's3://ci/U-BYTES-01.json' }] },
      ],
    })
    expect(answer?.stops).toEqual([
      {
        incident: incident?.id,
        kind: 'kill',
        criteria: ['obligation-leak'],
        page: `/${PROGRAM}/incidents/${incident?.id}`,
      },
    ])
    expect((await statesOf(test, 'alpha', 'entry'))['standing-incidents']).toBe('unmet')
  })

  it('again adds evidence, once a run, and moves no deadline', async () => {
    const before = await last()
    const first = await run(['U-BYTES-01'], { run: { id: 'leak-2', complete: false } })
    expect(first.stops).toEqual([])
    await run(['U-BYTES-01'], { run: { id: 'leak-2' } })
    const after = await last()
    expect(after).toMatchObject({ id: before?.id, dueAt: before?.dueAt })
    expect(after?.signals.map(({ key }) => key)).toEqual(['evidence:U-BYTES-01', 'evidence:U-BYTES-01'])
  })

  it('in a further signal adds that to the open one', async () => {
    await run(['I-CODEC-01'])
    expect((await last())?.signals.map(({ key }) => key).at(-1)).toBe('evidence:I-CODEC-01')
    expect(await open()).toEqual(['obligation-leak'])
  })

  it('cannot be dismissed: it was no declaration', async () => {
    const asks = { program: PROGRAM, kind: 'incident', recommendation: 'Dismiss it.' }
    const input = { incident: (await last())?.id, ending: 'dismiss', reason: 'It was noise.' }
    await expect(proposeDecision(test.context, alpha.phaseOwner.actor, { ...asks, input })).rejects.toMatchObject({
      status: 422,
      faults: [{ path: 'input.ending', code: 'not_so' }],
    })
  })

  it('is silent once the triad goes on, until it has passed and fails again', async () => {
    await end('continue')
    expect(await open()).toEqual([])
    await run(['U-BYTES-01', 'I-CODEC-01'])
    expect(await open()).toEqual([])
    await run([], { passing: ['U-BYTES-01'] })
    await run(['I-CODEC-01'])
    expect(await open()).toEqual([])
    await run(['U-BYTES-01', 'I-CODEC-01'])
    expect(await open()).toEqual(['obligation-leak'])
    // The one that is still silenced is no evidence of the new incident.
    expect((await last())?.signals.map(({ key }) => key)).toEqual(['evidence:U-BYTES-01'])
  })

  it('fires anew at the next run after a rollback, while it fails', async () => {
    await end('roll_back')
    expect(await open()).toEqual([])
    await run(['U-BYTES-01'])
    expect(await open()).toEqual(['obligation-leak'])
    await end('continue')
    await run([], { passing: ['U-BYTES-01', 'I-CODEC-01'] })
  })

  it('fires nothing where it is not gated, erred or is not there', async () => {
    const ungated = await tokenFor(test, alpha.token.program, { gated: false })
    later()
    await send(test, ungated, { run: { gated: false }, evidence: evidenceNow(test, ['U-BYTES-01'], 'fail') })
    const erred = evidenceNow(test, ['U-BYTES-01']).map((one) => ({ ...one, outcome: 'error' as const }))
    await send(test, alpha.token, { run: {}, evidence: erred })
    await run([])
    expect(await open()).toEqual([])
  })
})

describe('kill criteria that one run fires', () => {
  it('share one incident, in however many uploads it comes', async () => {
    const first = await run(['I-CX-CAP-01'], { run: { id: 'shared', complete: false } })
    const shared = ['cancellation-regression', 'ownership-break', 'security-boundary-break']
    expect(first.stops).toMatchObject([{ kind: 'kill', criteria: shared }])
    let second: UploadAnswer | undefined
    const entries = await entriesOf(test, async () => {
      second = await run(['R-DET-02'], { run: { id: 'shared' } })
    })
    const joined = ['replay-divergence']
    expect(second?.stops).toMatchObject([{ incident: first.stops[0]?.incident, criteria: joined }])
    const ofIncident = entries.filter(({ type }) => type.startsWith('incident.'))
    expect(ofIncident.map(({ type }) => type)).toEqual([
      'incident.criterion_joined',
      'incident.signal_added',
      'incident.signal_added',
    ])
    expect((await last())?.criteria.map(({ criterion }) => criterion)).toEqual([...shared, ...joined].sort())
  })

  it('are a new incident in another run, and what is open takes its own', async () => {
    // Cancellation is in the open one; the leak is not.
    const answer = await run(['U-CODEC-01'])
    expect(answer.stops).toMatchObject([{ criteria: ['obligation-leak'] }])
    const all = await incidents()
    expect(all.at(-1)?.id).toBe(answer.stops[0]?.incident)
    expect(all.at(-2)?.signals.at(-1)).toMatchObject({
      criterion: 'cancellation-regression',
      key: 'evidence:U-CODEC-01',
    })
    await end('continue')
    await alpha.decide('incident', {
      incident: all.at(-2)?.id,
      ending: 'continue',
      reason: 'As seen.',
      evidence: ['https://example.test/recovery'],
    })
    expect(await open()).toEqual([])
    await run([], { passing: ['I-CX-CAP-01', 'R-DET-02', 'U-CODEC-01'] })
  })
})

describe('beyond the hard cap', () => {
  const size = (bytes: number, run: Partial<UploadBody['run']> = {}): Promise<unknown> => {
    later()
    const observedAt = new Date(test.now() - 1_000).toISOString()
    return send(test, alpha.token, { run, samples: [sample('M-PERF-01A', bytes, 'bytes', { observedAt })] })
  }

  it('one run is not enough, nor two with one within the cap between them; two in a row fire', async () => {
    await size(700_000)
    await size(665_600)
    await size(700_000)
    expect(await open()).toEqual([])
    await run([])
    await size(700_000)
    expect(await open()).toEqual(['performance-breach'])
    expect((await last())?.signals).toMatchObject([{ key: 'cap:M-PERF-01A|core-min|ci@refs/heads/main' }])
    await end('continue')
    await size(600_000)
  })

  it('a run that is completed by the clock counts as well', async () => {
    await size(700_000)
    await size(700_000, { id: 'left-open', complete: false })
    expect(await open()).toEqual(['performance-breach'])
    await end('continue')
    later(25 * HOUR)
    await completeOverdueRuns(test.context)
    expect(await open()).toEqual([])
    await size(600_000)
  })
})

describe('a rollback trigger', () => {
  it('fires by its own signals, with its own severity, beside the kill criteria of the run', async () => {
    const answer = await run(['CI-ARTIFACT-01', 'U-BYTES-01'])
    expect(answer.stops).toMatchObject([
      { kind: 'kill', criteria: ['obligation-leak'] },
      { kind: 'rollback', criteria: ['artifact-gap'] },
    ])
    // One business day, and a Thursday.
    const opened = (await last())?.openedAt.getTime() ?? 0
    expect(await last()).toMatchObject({ kind: 'rollback', dueAt: new Date(opened + 24 * HOUR) })
  })
})

describe('a definition that no longer watches what fails', () => {
  it('forgets the failure, and watched again it fires anew', async () => {
    const source = bundledProgram()
    const without = source.replace(
      '[U-SEC-01, I-SEC-02, R-HANDLE-01, I-CX-CAP-01]',
      '[U-SEC-01, R-HANDLE-01, I-CX-CAP-01]',
    )
    expect(without).not.toBe(source)
    await run(['I-SEC-02'])
    for (const { id, endedAt } of await incidents()) {
      const said = { ending: 'continue', reason: 'As seen.', evidence: ['https://example.test/recovery'] }
      if (endedAt === null) await alpha.decide('incident', { incident: id, ...said })
    }
    await run(['I-SEC-02'])
    expect(await open()).toEqual([])
    for (const definition of [without, source]) {
      later()
      await storeDefinition(test.context, alpha.people.admin, definition)
    }
    await run(['I-SEC-02'])
    expect(await open()).toEqual(['security-boundary-break'])
  })
})
