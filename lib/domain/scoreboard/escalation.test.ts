import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../metric/verdict'
import { type Call, calls, standingOf, type Standing, type Streak } from './escalation'
import { metricSpec, seriesSpec } from './fixtures/board'
import { metricState } from './metric'
import type { MetricSpec, MetricState, SeriesState } from './types'

interface Drawn {
  verdict: Verdict
  waived?: boolean
}

const series = ({ verdict, waived = false }: Drawn, index: number): SeriesState => ({
  spec: seriesSpec({ profile: `p${index}` }),
  verdict,
  point: null,
  carried: false,
  waived,
  age: null,
  reasons: [],
})

const metric = (drawn: Drawn[], over: Partial<MetricSpec> = {}): MetricState =>
  metricState(metricSpec({ critical: true, ...over }), drawn.map(series), 0, true)

const of = (verdict: Verdict, over: Partial<MetricSpec> = {}): MetricState => metric([{ verdict }], over)

const streak = (over: Partial<Streak> = {}): Streak => ({ metric: 'M', told: false, reviewed: false, ...over })

const said = (all: Call[]): string[] =>
  all.map(({ id, streak: how, tell, review }) =>
    [id, how, tell === null ? '' : `tell ${tell}`, review ? 'review' : ''].filter((one) => one !== '').join(' '),
  )

describe('how a metric stands', () => {
  it.each<[string, MetricState, Standing]>([
    ['a pass', of('pass'), 'stands'],
    ['a warning', of('warn'), 'stands'],
    ['a failure', of('fail'), 'fails'],
    ['no data', of('no_data'), 'missing'],
    ['an error', of('error'), 'missing'],
    ['a failure beside an error', metric([{ verdict: 'error' }, { verdict: 'fail' }]), 'fails'],
    ['without any series', metric([]), 'missing'],
    ['waived missing data', metric([{ verdict: 'no_data', waived: true }, { verdict: 'pass' }]), 'waived'],
    [
      'waived missing data beside a failure',
      metric([{ verdict: 'no_data', waived: true }, { verdict: 'fail' }]),
      'fails',
    ],
    ['a failure that is not critical', of('fail', { critical: false }), 'stands'],
    ['a failure that is not required yet', of('fail', { required: false }), 'stands'],
  ])('%s', (_, state, expected) => {
    expect(standingOf(state)).toBe(expected)
  })
})

describe('a critical metric', () => {
  it.each<[string, MetricState, Streak[], boolean, string[]]>([
    ['that fails calls for a review at once', of('fail'), [], false, ['M begins review']],
    ['that goes on failing calls no more', of('fail'), [streak({ reviewed: true })], false, []],
    ['without data tells its owner', of('no_data'), [], false, ['M begins tell no_data']],
    ['that cannot be judged tells its owner so', of('error'), [], false, ['M begins tell error']],
    ['still without data tells nobody again', of('no_data'), [streak({ told: true })], false, []],
    [
      'still without data when its window closes is reviewed',
      of('no_data'),
      [streak({ told: true })],
      true,
      ['M goes_on review'],
    ],
    ['is reviewed once, in however many windows', of('no_data'), [streak({ told: true, reviewed: true })], true, []],
    [
      'found without data at the close tells and is reviewed',
      of('no_data'),
      [],
      true,
      ['M begins tell no_data review'],
    ],
    ['that fails after missing data is reviewed', of('fail'), [streak({ told: true })], false, ['M goes_on review']],
    [
      'without data after a failure tells its owner',
      of('no_data'),
      [streak({ reviewed: true })],
      false,
      ['M goes_on tell no_data'],
    ],
    ['that passes ends its streak', of('pass'), [streak({ told: true, reviewed: true })], false, ['M ends']],
    ['that passes and had none does nothing', of('pass'), [], true, []],
    ['that is waived calls nobody', metric([{ verdict: 'no_data', waived: true }]), [], true, []],
    [
      'that is waived ends no streak',
      metric([{ verdict: 'no_data', waived: true }]),
      [streak({ reviewed: true })],
      true,
      [],
    ],
  ])('%s', (_, state, streaks, closing, expected) => {
    expect(said(calls([state], streaks, { closing }))).toEqual(expected)
  })

  it('that a run failed in a window that has ended calls for a review, whatever it is now', () => {
    expect(said(calls([of('pass')], [], { failedLate: new Set(['M']) }))).toEqual(['M begins review'])
    expect(said(calls([of('pass')], [streak({ reviewed: true })], { failedLate: new Set(['M']) }))).toEqual([])
  })

  it('calls for itself alone', () => {
    const other = of('fail', { id: 'N' })
    expect(said(calls([of('pass'), other], [streak({ metric: 'M', reviewed: true })]))).toEqual([
      'M ends',
      'N begins review',
    ])
  })

  it('that the program has no longer ends its streak', () => {
    expect(said(calls([of('pass')], [streak({ metric: 'GONE', reviewed: true })]))).toEqual(['GONE ends'])
  })

  it('over any history is reviewed and told of at most once a streak, and reviewed in each that fails', () => {
    const step = fc.record({
      verdict: fc.constantFrom<Verdict>('pass', 'warn', 'fail', 'no_data', 'error'),
      closing: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let open: Streak[] = []
        let [told, reviewed, needed, missed] = [0, 0, false, false]
        const settle = (): void => {
          expect(told).toBe(missed ? 1 : 0)
          expect(reviewed).toBe(needed ? 1 : 0)
          ;[told, reviewed, needed, missed] = [0, 0, false, false]
        }
        for (const { verdict, closing } of steps) {
          const [call] = calls([of(verdict)], open, { closing })
          if (verdict === 'pass' || verdict === 'warn') {
            expect(call?.streak ?? null).toBe(open.length === 0 ? null : 'ends')
            settle()
            open = []
            continue
          }
          missed ||= verdict !== 'fail'
          needed ||= verdict === 'fail' || closing
          if (call === undefined) continue
          if (call.tell !== null) told += 1
          if (call.review) reviewed += 1
          const [before] = open
          open = [
            streak({
              told: (before?.told ?? false) || call.tell !== null,
              reviewed: (before?.reviewed ?? false) || call.review,
            }),
          ]
        }
        settle()
      }),
    )
  })
})
