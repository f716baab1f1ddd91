import { beforeAll, describe, expect, it } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import { sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { PROGRAM, send, stateOf } from '@/e2e/harness/gates'
import { person } from '@/e2e/harness/people'
import { operator, type UserActor } from '@/lib/auth/actor'
import { windowOf } from '@/lib/domain/window/window'
import { DAY, HOUR, iso } from '@/lib/domain/instant'
import { keepEscalations } from '@/lib/verbs/incident/keep-escalations'
import { grantRole } from '@/lib/verbs/person/grant-role'
import type { UploadAnswer } from '@/lib/verbs/upload/answer'
import { closeWindows } from '@/lib/verbs/window/close'
import { boardFrame } from './board-frame'
import { inbox, type InboxItemDto } from './inbox'
import { type IncidentPageDto, incidentPage, incidentTitle } from './incident'
import { metricPage } from './metric'
import { proposalOptions } from './proposal-options'
import { risk } from './risk'

let test: TestDatabase
let alpha: BeforeAlpha
let keeper: UserActor
let backend: UserActor

beforeAll(async () => {
  test = await testDatabase('2026-11-17T12:00:00.000Z')
  alpha = await beforeAlpha(test)
  const holding = async (role: string): Promise<UserActor> => {
    const actor = await person(test, `The ${role}`)
    await grantRole(test.context, operator, { program: PROGRAM, user: actor.user, role })
    return actor
  }
  keeper = await holding('determinism-replay-owner')
  backend = await holding('runtime-backend-owner')
  await alpha.ci()
  await alpha.decide('promotion', {})
})

const replay = async (id: string, value: number): Promise<UploadAnswer> => {
  test.setNow(test.now() + 60_000)
  const observedAt = iso(test.now() - 1_000)
  return (await send(test, alpha.token, {
    run: { id },
    samples: [sample('M-COR-03', value, '%', { observedAt })],
  })) as UploadAnswer
}
const waiting = async (actor: UserActor, kind: InboxItemDto['kind']): Promise<InboxItemDto[]> =>
  (await inbox(test.context, actor, PROGRAM)).items.filter((item) => item.kind === kind)
const page = (id: number): Promise<IncidentPageDto> => incidentPage(test.context, keeper, PROGRAM, id)
const metric = (id: string) => metricPage(test.context, keeper, PROGRAM, id, null)

describe('a critical metric without data', () => {
  let opened = 0

  it('waits for the holders of its owner’s role until the window ends', async () => {
    expect((await metric('M-COR-03')).call).toBeNull()
    test.setNow(test.now() + 2 * DAY + HOUR)
    await keepEscalations(test.context)
    const { windows } = (await stateOf(test)).revision.compiled
    expect(await waiting(keeper, 'metric')).toEqual([
      {
        kind: 'metric',
        title: 'M-COR-03 Replay equivalence has no data',
        ask: 'Bring a value by a gated run; a review opens if it still stands then',
        href: `/${PROGRAM}/metrics/M-COR-03`,
        about: [],
        page: null,
        since: iso(test.now()),
        due: iso(windowOf(windows, test.now()).end),
      },
    ])
    expect(await waiting(backend, 'metric')).toEqual([])
    expect(await metric('M-COR-03')).toMatchObject({
      owners: ['Determinism/replay owner'],
      call: { toldAt: iso(test.now()), review: null },
    })
  })

  it('names its review once it has one, which the clock opened', async () => {
    const { windows } = (await stateOf(test)).revision.compiled
    test.setNow(windowOf(windows, test.now()).end + HOUR)
    await closeWindows(test.context)
    const [item] = await waiting(keeper, 'metric')
    const review = (await metric('M-COR-03')).call?.review?.id ?? 0
    expect(item).toMatchObject({
      title: `M-COR-03 Replay equivalence had no data: review ${review}`,
      page: `/${PROGRAM}/incidents/${review}`,
      due: null,
    })
    opened = review
    expect(await page(review)).toMatchObject({
      incident: { openedBy: 'the clock', run: null, kind: 'review' },
      dismissible: false,
    })
  })

  it('waits no more once a run has brought it', async () => {
    await replay('back', 100)
    expect(await waiting(keeper, 'metric')).toEqual([])
    expect((await metric('M-COR-03')).call).toBeNull()
  })

  it('leaves its review to the council, which ends it by a finding', async () => {
    const input = { incident: opened, ending: 'continue', reason: 'It was late.', evidence: ['https://example.test/r'] }
    await alpha.decide('incident', input)
    expect(await page(opened)).toMatchObject({ incident: { state: 'ended', outcome: 'continue' } })
  })
})

describe('a review that a run called for', () => {
  let review = 0

  it('is of a metric by its title, says the run’s reasons as a sentence, and names the run', async () => {
    const { stops } = await replay('drift-1', 99)
    review = stops.find(({ kind }) => kind === 'review')?.incident ?? 0
    const found = await page(review)
    expect(found).toMatchObject({
      phase: 'Alpha',
      incident: {
        kind: 'review',
        criteria: [{ id: 'M-COR-03', text: 'M-COR-03 Replay equivalence' }],
        openedBy: 'token “test”',
        run: { id: 'drift-1' },
      },
      signals: [{ run: { id: 'drift-1' }, evidence: [], standing: null }],
      overridable: false,
    })
    expect(found.incident.statement).toMatch(
      /^M-COR-03 Replay equivalence: M-COR-03 core-min on ci: 99\s% is under 100\s% in core-min\.$/,
    )
    expect(await incidentTitle(test.context, keeper, PROGRAM, review)).toBe(`Review ${review}`)
  })

  it('stands on the metric’s page and in the why-panel, with when its finding is due', async () => {
    const call = { toldAt: null, review: { id: review, dueAt: iso(test.now() + 4 * HOUR), open: true } }
    expect((await metric('M-COR-03')).call).toEqual(call)
    const { metrics } = await boardFrame(test.context, keeper, PROGRAM)
    expect(metrics.flatMap((one) => (one.call === null ? [] : [[one.id, one.call]]))).toEqual([['M-COR-03', call]])
  })

  it('waits for the council, cannot be dismissed, and concerns the risk that watches the metric', async () => {
    const item = {
      title: expect.stringMatching(`^Review ${review}: M-COR-03 Replay`) as string,
      ask: 'Propose how it ends',
    }
    expect(await waiting(alpha.triad[1].actor, 'review')).toMatchObject([item])
    expect(await waiting(keeper, 'review')).toEqual([])
    const { incidents } = await proposalOptions(test.context, keeper, PROGRAM)
    expect(incidents.find(({ id }) => id === String(review))).toMatchObject({
      kind: 'review',
      noDismissal: expect.stringContaining('ends by its finding') as string,
    })
    const concerned = await risk(test.context, keeper, PROGRAM, 'RISK-TECH-04')
    expect(concerned.incidents.incidents.map(({ id }) => id)).toContain(review)
    const other = await risk(test.context, keeper, PROGRAM, 'RISK-PROD-01')
    expect(other.incidents.incidents.map(({ id }) => id)).not.toContain(review)
  })
})
