import { beforeEach, describe, expect, it } from 'vitest'
import { greenSamples, runBody, sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { operator, type TokenActor } from '@/lib/auth/actor'
import type { SampleBody } from '@/lib/ingest/upload'
import { scoreboard } from '@/lib/queries/scoreboard'
import { acceptUpload } from '../upload/accept'
import { bundledProgram } from '../../../cli/installation/bundled'
import { closeWindows } from './close'

const PROGRAM = 'asupersync-browser'
const WEDNESDAY = '2026-11-18T12:00:00.000Z'
/** Monday 00:00 in New York. */
const NEXT_WINDOW = '2026-11-23T05:00:00.000Z'

let test: TestDatabase
let token: TokenActor

beforeEach(async () => {
  test = await testDatabase(WEDNESDAY)
  token = await withProgram(test)
})

const send = (...samples: SampleBody[]) =>
  acceptUpload(test.context, token, {
    program: PROGRAM,
    key: null,
    bytes: Buffer.from(JSON.stringify(runBody({}, samples))),
  })

const evaluations = () =>
  test.context.database.prisma.windowEvaluation.findMany({
    orderBy: { id: 'asc' },
    select: { number: true, status: true, window: { select: { label: true } } },
  })

const board = (label: string | null = null) => scoreboard(test.context, operator, PROGRAM, label)

describe('a window', () => {
  it('stays open until its last instant, in the zone of the program', async () => {
    test.setNow('2026-11-23T04:59:59.999Z')
    expect(await closeWindows(test.context)).toBe(0)
    test.setNow(NEXT_WINDOW)
    expect(await closeWindows(test.context)).toBe(1)
    expect(await evaluations()).toMatchObject([{ number: 1, window: { label: '2026-W47' } }])
  })

  it('closes once, with a register entry, and is judged as of its end', async () => {
    await send(...greenSamples('2026-11-18T11:00:00.000Z'))
    test.setNow('2026-11-22T12:00:00.000Z')
    await send(...greenSamples('2026-11-22T11:00:00.000Z'))
    test.setNow('2026-11-30T12:00:00.000Z')
    await closeWindows(test.context)
    expect(await closeWindows(test.context)).toBe(0)
    const [first] = await evaluations()
    expect(first).toMatchObject({ number: 1, status: 'green', window: { label: '2026-W47' } })
    const entries = await test.context.database.prisma.registerEntry.findMany({ where: { type: 'window.closed' } })
    expect(
      entries.map(({ payload }) => (JSON.parse(Buffer.from(payload).toString()) as { window: string }).window),
    ).toEqual(['2026-W47', '2026-W48'])
  })

  it('closes in every process at once only once', async () => {
    test.setNow(NEXT_WINDOW)
    await Promise.all(Array.from({ length: 6 }, () => closeWindows(test.context)))
    expect(await evaluations()).toHaveLength(1)
  })
})

describe('a late sample', () => {
  it('is taken, marked, and leads to a new evaluation beside the old one', async () => {
    await send(
      ...greenSamples('2026-11-22T11:00:00.000Z').map((one) => ({ ...one, observedAt: '2026-11-18T11:00:00.000Z' })),
    )
    test.setNow('2026-11-22T12:00:00.000Z')
    await send(...greenSamples('2026-11-22T11:00:00.000Z'))
    test.setNow('2026-11-24T12:00:00.000Z')
    await closeWindows(test.context)
    expect((await board('2026-W47')).status).toBe('green')

    const answer = await send(sample('M-COR-02', 2, 'count', { observedAt: '2026-11-20T11:00:00.000Z' }))
    expect(answer.verdicts[0]).toMatchObject({ verdict: 'fail', window: '2026-W47' })
    expect((await board('2026-W47')).status).toBe('red')
    await closeWindows(test.context)
    expect(await evaluations()).toMatchObject([
      { number: 1, status: 'green' },
      { number: 2, status: 'red' },
    ])
    const late = await test.context.database.prisma.sample.findMany({ where: { late: true } })
    expect(late).toHaveLength(1)
    expect((await board('2026-W47')).evaluation).toMatchObject({ number: 2 })
  })

  it('changes the windows after its own where its value carries into them, and no others', async () => {
    test.setNow('2026-11-22T12:00:00.000Z')
    await send(...greenSamples('2026-11-22T11:00:00.000Z'))
    test.setNow('2026-12-08T12:00:00.000Z')
    await closeWindows(test.context)
    const before = await evaluations()
    expect(before.map(({ window }) => window.label)).toEqual(['2026-W47', '2026-W48', '2026-W49'])
    await send(sample('M-PERF-01A', 700_000, 'bytes', { observedAt: '2026-11-22T20:00:00.000Z' }))
    await closeWindows(test.context)
    const after = (await evaluations()).slice(before.length).map(({ number, window }) => `${window.label} ${number}`)
    expect(after).toEqual(['2026-W47 2', '2026-W48 2', '2026-W49 2'])
  })
})

describe('windows before the program', () => {
  it('are made for old samples without a gap, and count only where they were measured', async () => {
    await send(sample('M-PERF-01A', 1, 'bytes', { observedAt: '2026-10-07T11:00:00.000Z' }))
    await closeWindows(test.context)
    const windows = await test.context.database.prisma.window.findMany({ orderBy: { startsAt: 'asc' } })
    expect(windows.map(({ label }) => label)).toEqual([
      '2026-W41',
      '2026-W42',
      '2026-W43',
      '2026-W44',
      '2026-W45',
      '2026-W46',
      '2026-W47',
    ])
    windows.slice(1).forEach((window, index) => {
      expect(window.startsAt).toEqual(windows[index]?.endsAt)
    })
    const perf = (await board()).metrics.find(({ id }) => id === 'M-PERF-02')
    expect(perf).toMatchObject({ verdict: 'no_data', status: 'yellow' })
  })

  it('count breaches that were measured: two windows in a row out of band are red', async () => {
    const failing = (observedAt: string): SampleBody => sample('M-PERF-01A', 700_000, 'bytes', { observedAt })
    await send(...greenSamples('2026-11-11T11:00:00.000Z'), failing('2026-11-11T11:30:00.000Z'))
    await send(...greenSamples('2026-11-18T11:00:00.000Z'), failing('2026-11-18T11:30:00.000Z'))
    const shown = await board()
    expect(shown.metrics.find(({ id }) => id === 'M-PERF-01')).toMatchObject({ verdict: 'fail', status: 'red' })
    expect(shown.status).toBe('red')
    expect(shown.reasons).toEqual([expect.stringMatching(/^repeated_breach: M-PERF-01/)])
  })
})

describe('how far a scoreboard looks back', () => {
  it('reaches the measured window before, however many windows went without', async () => {
    const friction = (observedAt: string, value: number): SampleBody => {
      const { command: _, ...rest } = sample('M-DX-03', value, 'defects/10 attempts', { observedAt, on: 'pilot' })
      return { ...rest, record: { system: 'tracker', id: observedAt, recordedBy: 'someone' } }
    }
    await send(friction('2025-11-19T12:00:00.000Z', 2))
    const { verdicts } = await send(friction('2026-11-18T11:00:00.000Z', 3))
    expect(verdicts[0]).toMatchObject({ verdict: 'fail', reasons: [expect.stringMatching(/^trend: 3 .* after 2 /)] })
    const shown = (await board()).metrics.find(({ id }) => id === 'M-DX-03')
    expect(shown).toMatchObject({ verdict: 'fail', value: 3 })
  })

  it('covers the longest maximum age in windows of a day', async () => {
    const daily = await testDatabase(WEDNESDAY)
    const actor = await withProgram(daily, bundledProgram().replace('length: P1W', 'length: P1D'))
    const { command: _, ...retention } = sample('M-ADOPT-02', 90, '%', {
      observedAt: '2026-10-19T12:00:00.000Z',
      on: 'pilot',
    })
    const record = { system: 'dashboard', id: '1', recordedBy: 'someone' }
    const earlier = { ...retention, value: 80, observedAt: '2026-10-10T12:00:00.000Z', record }
    for (const one of [earlier, { ...retention, record }]) {
      await acceptUpload(daily.context, actor, {
        program: PROGRAM,
        key: null,
        bytes: Buffer.from(JSON.stringify(runBody({}, [one]))),
      })
    }
    const { metrics } = await scoreboard(daily.context, operator, PROGRAM, null)
    expect(metrics.find(({ id }) => id === 'M-ADOPT-02')).toMatchObject({ verdict: 'pass', value: 90, carried: true })
  })
})
