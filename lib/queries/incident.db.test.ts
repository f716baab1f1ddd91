import { beforeAll, describe, expect, it } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import type { Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { evidenceNow, PROGRAM, send } from '@/e2e/harness/gates'
import { person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { HOUR, iso } from '@/lib/domain/instant'
import type { UploadBody } from '@/lib/ingest/upload'
import { declareIncident } from '@/lib/verbs/incident/declare'
import { keepIncidentClocks } from '@/lib/verbs/incident/keep-clocks'
import { grantDeputy } from '@/lib/verbs/deputy/grant'
import type { UploadAnswer } from '@/lib/verbs/upload/answer'
import { inbox, type InboxItemDto } from './inbox'
import { type IncidentPageDto, incidentPage, incidentTitle } from './incident'
import { incidents } from './incidents'
import { proposalOptions } from './proposal-options'

let test: TestDatabase
let alpha: BeforeAlpha
let incident = 0
let openedAt = 0

/** A gated run in which these evidence ids fail, and others pass. */
async function run(
  id: string,
  failing: readonly string[],
  passing: readonly string[] = [],
  more: Partial<UploadBody['run']> = {},
): Promise<UploadAnswer> {
  test.setNow(test.now() + 60_000)
  const evidence = [...evidenceNow(test, failing, 'fail'), ...evidenceNow(test, passing)]
  return (await send(test, alpha.token, { run: { id, ...more }, evidence })) as UploadAnswer
}

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  alpha = await beforeAlpha(test)
  const { stops } = await run('leak-1', ['U-BYTES-01'])
  incident = stops[0]?.incident ?? 0
  openedAt = test.now()
})

const page = (): Promise<IncidentPageDto> => incidentPage(test.context, alpha.phaseOwner.actor, PROGRAM, incident)
const waiting = async (actor: UserActor): Promise<InboxItemDto[]> =>
  (await inbox(test.context, actor, PROGRAM)).items.filter(({ kind }) => kind === 'incident' || kind === 'review')

describe('an incident that a run fired', () => {
  it('says so by the run and the name of its token, in the list and on its page', async () => {
    const number = await runNumber('leak-1')
    const { incidents: list } = await incidents(test.context, alpha.phaseOwner.actor, PROGRAM)
    expect(list).toMatchObject([
      {
        id: incident,
        kind: 'kill',
        statement: 'U-BYTES-01 failed.',
        openedBy: 'token “test”',
        run: { id: 'leak-1', number },
        criteria: [{ id: 'obligation-leak' }],
      },
    ])
    expect(await page()).toMatchObject({ incident: list[0], dismissible: false, decidedBy: 'Governance triad' })
    expect(await incidentTitle(test.context, alpha.phaseOwner.actor, PROGRAM, incident)).toBe(`Incident ${incident}`)
  })

  it('shows what failed once, with each further run, and that it fails still', async () => {
    await run('leak-2', ['U-BYTES-01'])
    await run('leak-3', ['U-BYTES-01'])
    const { signals } = await page()
    expect(signals).toMatchObject([
      {
        criterion: 'obligation-leak',
        statement: 'U-BYTES-01 failed.',
        by: 'token “test”',
        run: { id: 'leak-1' },
        at: iso(openedAt),
        evidence: [{ uri: 's3://ci/U-BYTES-01.json' }],
        again: [{ run: { id: 'leak-2' } }, { run: { id: 'leak-3' }, at: iso(test.now()) }],
        standing: { fails: 'still', since: iso(openedAt), run: { id: 'leak-1' } },
      },
    ])
  })

  it('shows a declaration of it as its author wrote it, without a run and without a standing', async () => {
    await declareIncident(test.context, alpha.phaseOwner.actor, {
      program: PROGRAM,
      criterion: 'obligation-leak',
      statement: 'a|b|c: over_limit: I saw it',
      evidence: [{ uri: 'https://example.test/leak', sha256: null }],
    })
    const { signals } = await page()
    expect(signals.at(-1)).toMatchObject({
      statement: 'a|b|c: over_limit: I saw it',
      by: 'The phase-owner',
      run: null,
      again: [],
      standing: null,
    })
  })

  it('cannot be dismissed, and says why where its end is proposed', async () => {
    const { incidents: options } = await proposalOptions(test.context, alpha.phaseOwner.actor, PROGRAM)
    expect(options).toEqual([
      {
        id: String(incident),
        title: `Incident ${incident}: U-BYTES-01 failed`,
        kind: 'kill',
        noDismissal: expect.stringContaining('A gated run failed in it') as string,
      },
    ])
  })

  it('shows that what failed has passed since, and by which run', async () => {
    await run('mended', [], ['U-BYTES-01'])
    const passed = { fails: 'no', since: iso(test.now()), run: { id: 'mended' } }
    expect((await page()).signals[0]).toMatchObject({ again: [{}, {}], standing: passed })
  })

  it('is nobody’s of another number', async () => {
    for (const id of [incident + 1, 0, -1, 1.5, Number.NaN, 2 ** 40]) {
      await expect(incidentPage(test.context, alpha.phaseOwner.actor, PROGRAM, id)).rejects.toMatchObject({
        kind: 'not_found',
      })
    }
  })
})

describe('an open incident that nobody has put to its council', () => {
  it('waits for each seat of it and its deputies, until it is due, and for nobody else', async () => {
    const item = {
      kind: 'incident',
      title: `Incident ${incident}: U-BYTES-01 failed`,
      ask: 'Propose how it ends',
      href: `/${PROGRAM}/decisions/new?kind=incident&subject=${incident}`,
      page: `/${PROGRAM}/incidents/${incident}`,
      since: iso(openedAt),
      due: iso(openedAt + 4 * HOUR),
    }
    for (const voter of alpha.triad) expect(await waiting(voter.actor)).toMatchObject([item])
    expect(await waiting(alpha.phaseOwner.actor)).toEqual([])
    const deputy = await person(test, 'Deputy')
    expect(await waiting(deputy)).toEqual([])
    const term = { program: PROGRAM, role: alpha.triad[0].role, holder: alpha.triad[0].actor.user }
    const grant = { ...term, deputy: deputy.user, from: '', until: '2026-11-20' }
    await grantDeputy(test.context, alpha.people.admin, grant)
    expect(await waiting(deputy)).toMatchObject([item])
  })

  it('waits no longer once a decision about it is open, which its page leads to', async () => {
    expect((await page()).openDecision).toBeNull()
    const input = { incident, ending: 'roll_back', reason: 'As seen.', evidence: [] }
    const decision = await alpha.sealed('incident', input)
    expect(await waiting(alpha.triad[0].actor)).toEqual([])
    expect((await page()).openDecision).toBe(decision)
  })

  it('that is not decided in time waits for whom it escalates to, decision or not', async () => {
    const owner = alpha.people.voters['program-owner'] as Voter
    test.setNow(openedAt + 4 * HOUR - 1)
    expect(await waiting(owner.actor)).toEqual([])
    test.setNow(openedAt + 4 * HOUR)
    expect((await page()).overdue).toBeNull()
    await keepIncidentClocks(test.context)
    expect((await page()).overdue).toEqual({ since: iso(test.now()), path: ['Program owner'] })
    const { openDecision } = await page()
    expect(await waiting(owner.actor)).toMatchObject([
      { ask: 'It was not decided in time: see to it', href: `/${PROGRAM}/decisions/${openDecision}` },
    ])
    expect(await waiting(alpha.phaseOwner.actor)).toEqual([])
  })

  it('says nothing of its signals once a rollback lets them be heard again, without a pass', async () => {
    await run('leak-4', ['U-BYTES-01'])
    expect((await page()).signals[0]?.standing).toMatchObject({ fails: 'still' })
    await alpha.decide('incident', { incident, ending: 'roll_back', reason: 'As seen.', evidence: [] })
    expect(await page()).toMatchObject({
      incident: { state: 'ended', outcome: 'roll_back' },
      openDecision: null,
      signals: [{ again: [{}, {}, {}], standing: null }, {}],
    })
  })

  it('says once it has ended that what failed fails again, in an incident of its own', async () => {
    const { stops } = await run('leak-5', ['U-BYTES-01'])
    expect((await page()).signals[0]).toMatchObject({
      again: [{}, {}, {}],
      standing: { fails: 'anew', run: { id: 'leak-5' } },
    })
    const next = await incidentPage(test.context, alpha.phaseOwner.actor, PROGRAM, stops[0]?.incident ?? 0)
    expect(next.signals).toMatchObject([{ again: [], standing: { fails: 'still' } }])
  })
})

const runNumber = async (id: string): Promise<number> =>
  (await test.context.database.prisma.run.findFirstOrThrow({ where: { externalId: id } })).id
