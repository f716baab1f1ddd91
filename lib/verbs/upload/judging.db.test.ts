import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { runBody, sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { operator, type TokenActor } from '@/lib/auth/actor'
import type { Verdict } from '@/lib/domain/metric/verdict'
import { addPoint } from '@/lib/domain/scoreboard/facts'
import type { SeriesFacts } from '@/lib/domain/scoreboard/types'
import type { SampleBody, UploadBody } from '@/lib/ingest/upload'
import { scoreboard } from '@/lib/queries/scoreboard'
import { acceptUpload } from './accept'
import type { UploadAnswer } from './answer'
import { completeOverdueRuns } from './complete'

const NOW = '2026-11-18T12:00:00.000Z'

let test: TestDatabase
let token: TokenActor

beforeAll(async () => {
  test = await testDatabase(NOW)
  token = await withProgram(test)
})

const send = (run: Partial<UploadBody['run']>, ...samples: SampleBody[]): Promise<UploadAnswer> =>
  acceptUpload(test.context, token, {
    program: 'asupersync-browser',
    key: null,
    bytes: Buffer.from(JSON.stringify(runBody(run, samples))),
  })

const reserve = (value: number, more: Parameters<typeof sample>[3] = {}): SampleBody =>
  sample('M-PERF-04A', value, 'us', { on: 'desktop-chromium', ...more })

const verdictOf = (answer: UploadAnswer): string | undefined => answer.verdicts[0]?.verdict

describe('escalation (semantics 4.3)', () => {
  it('fails the second warning in a row, and stays so until a pass', async () => {
    const ref = 'refs/heads/release/escalation'
    const verdicts: (string | undefined)[] = []
    for (const value of [7, 9, 9, 9, 8, 9, 13, 9, 8]) verdicts.push(verdictOf(await send({ ref }, reserve(value))))
    expect(verdicts).toEqual(['pass', 'warn', 'fail', 'fail', 'pass', 'warn', 'fail', 'fail', 'pass'])
  })

  it('says so', async () => {
    const ref = 'refs/heads/release/words'
    await send({ ref }, reserve(9))
    const answer = await send({ ref }, reserve(9))
    expect(answer.verdicts[0]?.reasons).toEqual([expect.stringMatching(/^escalated: /)])
  })

  it('counts by ref', async () => {
    await send({ ref: 'refs/heads/release/a' }, reserve(9))
    expect(verdictOf(await send({ ref: 'refs/heads/release/b' }, reserve(9)))).toBe('warn')
  })

  it('follows the order of completion, not of start', async () => {
    const ref = 'refs/heads/release/order'
    await send({ ref, id: 'slow', complete: false }, reserve(9))
    expect(verdictOf(await send({ ref, id: 'quick' }, reserve(9)))).toBe('warn')
    expect(verdictOf(await send({ ref, id: 'slow' }))).toBe('fail')
  })

  it('is not moved by ungated runs, which are judged by it', async () => {
    const ref = 'refs/heads/release/ungated'
    await send({ ref }, reserve(9))
    expect(verdictOf(await send({ ref, gated: false }, reserve(9)))).toBe('fail')
    expect(verdictOf(await send({ ref, gated: false }, reserve(7)))).toBe('pass')
    expect(verdictOf(await send({ ref }, reserve(9)))).toBe('fail')
  })

  it('is neither broken nor extended by a run without all seeds', async () => {
    const ref = 'refs/heads/release/seeds'
    await send({ ref }, reserve(9))
    expect(verdictOf(await send({ ref }, reserve(1, { seed: 11 })))).toBe('no_data')
    expect(verdictOf(await send({ ref }, reserve(9)))).toBe('fail')
  })
})

describe('a run in several uploads', () => {
  it('is judged over all of them at its end', async () => {
    const id = 'seed by seed'
    const seeded = (seed: number, value: number): SampleBody =>
      sample('M-PERF-03B', value, 'ms', { on: 'desktop-chromium', seed })
    expect(verdictOf(await send({ id, complete: false }, seeded(11, 1), seeded(29, 9)))).toBe('no_data')
    expect(verdictOf(await send({ id, complete: false }, seeded(42, 2.5), seeded(73, 9)))).toBe('no_data')
    const last = await send({ id }, seeded(101, 2))
    expect(last.verdicts[0]).toMatchObject({ verdict: 'pass', value: 2.5 })
  })

  it('counts its failures at once and its passes at the end', async () => {
    const metric = (value: number): SampleBody => sample('M-COR-02', value, 'count', { profile: 'core-min' })
    const open = await send({ id: 'opening', complete: false }, metric(0))
    const failing = await send({ id: 'failing', complete: false }, metric(1))
    const facts = await storedFacts('M-COR-02')
    expect(open.verdicts[0]?.verdict).toBe('pass')
    expect(failing.verdicts[0]?.verdict).toBe('fail')
    expect(facts.map(({ worst_verdict }) => worst_verdict)).toEqual(['fail'])
    expect(facts.map(({ latest_verdict }) => latest_verdict)).toEqual(['fail'])
  })

  it('ends by itself a day after its first upload, and then counts', async () => {
    test.setNow(NOW)
    await send({ id: 'forgotten', complete: false }, sample('M-PERF-01A', 5, 'bytes', { profile: 'full-dev' }))
    expect(await completeOverdueRuns(test.context)).toBe(0)
    test.setNow('2026-11-19T12:00:00.000Z')
    expect(await completeOverdueRuns(test.context)).toBeGreaterThan(0)
    test.setNow(NOW)
    expect((await storedFacts('M-PERF-01A', 'full-dev'))[0]).toMatchObject({ latest_value: 5 })
    const run = await test.context.database.prisma.run.findFirstOrThrow({ where: { externalId: 'forgotten' } })
    expect(run.position).toBeGreaterThan(0)
  })
})

interface FactsRow {
  series_id: number
  window_id: number
  latest_id: number
  latest_verdict: Verdict
  latest_value: number | null
  worst_id: number
  worst_verdict: Verdict
  worst_value: number | null
}

async function storedFacts(measure: string, profile = 'core-min'): Promise<FactsRow[]> {
  const { rows } = await test.context.database.pool.query<FactsRow>(
    `SELECT f.* FROM series_window f JOIN series s ON s.id = f.series_id WHERE s.measure = $1 AND s.profile = $2 ORDER BY f.window_id`,
    [measure, profile],
  )
  return rows
}

describe('the stored newest and worst of every window', () => {
  it('are what counting all run verdicts anew gives, and so is the status answered, whatever came in which order', async () => {
    const upload = fc.record({
      run: fc.integer({ min: 0, max: 5 }),
      complete: fc.boolean(),
      value: fc.integer({ min: 1, max: 14 }),
      hoursAgo: fc.integer({ min: 0, max: 24 * 20 }),
      seed: fc.option(fc.constantFrom(11, 29, 42, 73, 101), { nil: undefined }),
    })
    let example = 0
    await fc.assert(
      fc.asyncProperty(fc.array(upload, { minLength: 1, maxLength: 14 }), async (uploads) => {
        example += 1
        let after: string | undefined
        for (const { run, complete, value, hoursAgo, seed } of uploads) {
          const observedAt = new Date(Date.parse(NOW) - hoursAgo * 3_600_000).toISOString()
          const one = reserve(value, { observedAt, profile: 'core-trace', ...(seed === undefined ? {} : { seed }) })
          const size = sample('M-PERF-01A', value * 60_000, 'bytes', { observedAt, profile: 'core-trace' })
          const critical = sample('M-COR-02', value > 12 ? 1 : 0, 'count', { observedAt })
          const sent = send(
            { id: `facts-${example}-${run}`, ref: 'refs/heads/release/facts', complete },
            one,
            size,
            critical,
          )
          after = await sent.then((answer) => answer.scoreboard.after).catch(() => after)
        }
        expect((await scoreboard(test.context, operator, 'asupersync-browser', null)).status).toBe(after)
        expect(await storedPoints()).toEqual(await countedPoints())
      }),
      { numRuns: 25 },
    )
  })
})

type Points = Map<string, { latest: number; worst: number }>

async function storedPoints(): Promise<Points> {
  const rows = await storedFacts('M-PERF-04A', 'core-trace')
  return new Map(
    rows.map((row) => [`${row.series_id}|${row.window_id}`, { latest: row.latest_id, worst: row.worst_id }]),
  )
}

/** Every window's points from the verdicts alone: the last of each run that is final, or fails while open. */
async function countedPoints(): Promise<Points> {
  const { rows } = await test.context.database.pool.query<{
    key: string
    id: number
    base: Verdict
    value: number | null
    at: Date
  }>(
    `SELECT * FROM (
       SELECT DISTINCT ON (v.run_id, v.series_id, v.window_id) v.series_id || '|' || v.window_id AS key, v.id, v.base, v.value, v.final, v.observed_at AS at
       FROM run_verdict v JOIN run r ON r.id = v.run_id JOIN series s ON s.id = v.series_id
       WHERE r.gated AND s.measure = 'M-PERF-04A' AND s.profile = 'core-trace'
       ORDER BY v.run_id, v.series_id, v.window_id, v.sequence DESC
     ) last WHERE final OR base IN ('fail', 'error') ORDER BY id`,
  )
  const facts = new Map<string, SeriesFacts>()
  for (const { key, id, base, value, at } of rows) {
    const point = { id, verdict: base, value, observedAt: at.getTime(), limit: null, warn: null, reasons: [] }
    facts.set(key, addPoint(facts.get(key), point, 'lower'))
  }
  return new Map([...facts].map(([key, { latest, worst }]) => [key, { latest: latest.id, worst: worst.id }]))
}
