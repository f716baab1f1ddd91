import { HOUR, type Instant, iso } from '@/lib/domain/instant'
import { type Window, windowOf } from '@/lib/domain/window/window'
import type { UploadBody } from '@/lib/ingest/upload'
import type { UploadAnswer } from '@/lib/verbs/upload/answer'
import { closeWindows } from '@/lib/verbs/window/close'
import { beforeAlpha } from './alpha'
import { greenSamples, sample } from './body'
import { type TestDatabase, testDatabase } from './database'
import { send, stateOf } from './gates'

/** The bundled program before Alpha, its critical metrics measured and reviewed in few words. */
export async function callsTest() {
  const test = await testDatabase('2026-11-18T12:00:00.000Z')
  const alpha = await beforeAlpha(test)
  const later = (milliseconds = 60_000): void => test.setNow(test.now() + milliseconds)
  const thisWeek = async (): Promise<Window> => windowOf((await stateOf(test)).revision.compiled.windows, test.now())

  /** Invariant regressions, which no kill criterion watches. */
  const regressions = (
    count: number,
    observedAt: Instant = test.now() - 1_000,
    run: Partial<UploadBody['run']> = {},
  ): Promise<UploadAnswer> => {
    later()
    const samples = [sample('M-COR-02', count, 'count', { observedAt: iso(observedAt) })]
    return send(test, alpha.token, { run, samples }) as Promise<UploadAnswer>
  }

  /** Everything passes, but for what is left out. */
  const green = (without: readonly string[] = []): Promise<unknown> => {
    later()
    const samples = greenSamples(iso(test.now() - 1_000)).filter(({ metric }) => !without.includes(metric))
    return send(test, alpha.token, { run: {}, samples })
  }

  const reviews = () => reviewsOf(test)

  return {
    test,
    alpha,
    later,
    thisWeek,
    regressions,
    green,
    reviews,
    streaks: () => test.context.database.prisma.metricStreak.findMany({ orderBy: { id: 'asc' } }),

    /** The triad's finding on every open review. */
    async find(): Promise<void> {
      later()
      const evidence = ['https://example.test/finding']
      for (const { id, endedAt } of await reviews()) {
        const said = { incident: id, ending: 'continue', reason: 'No kill criterion is met.', evidence }
        if (endedAt === null) await alpha.decide('incident', said)
      }
    },

    /** To an hour before the week's end, with everything else measured that is daily. */
    async toTheEnd(): Promise<void> {
      test.setNow((await thisWeek()).end - HOUR)
      await green(['M-COR-02'])
    },

    /** The next week begins, and the clock turns the window. */
    async nextWeek(): Promise<void> {
      await this.toTheEnd()
      later(2 * HOUR)
      await closeWindows(test.context)
    },
  }
}

export type CallsTest = Awaited<ReturnType<typeof callsTest>>

const reviewsOf = ({ context }: TestDatabase) =>
  context.database.prisma.incident.findMany({
    where: { kind: 'review' },
    include: { criteria: { orderBy: { criterion: 'asc' } }, signals: { orderBy: { id: 'asc' } } },
    orderBy: { id: 'asc' },
  })

/** In a phase, with everything Green. */
export async function callsInAlpha(): Promise<CallsTest> {
  const calls = await callsTest()
  await calls.alpha.ci()
  await calls.alpha.decide('promotion', {})
  return calls
}
