import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../metric/verdict'
import { type Call, calls, callsAtClose, standingOf, type Standing, type Streak } from './escalation'
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

const streak = (over: Partial<Streak> = {}): Streak => ({
  metric: 'M',
  told: false,
  reviewed: [],
  ended: false,
  ...over,
})

const said = (all: Call[]): string[] =>
  all.map(({ id, streak: how, tell, review }) =>
    [id, how, tell === null ? '' : `tell ${tell}`, review === null ? '' : `review ${review}`]
      .filter((one) => one !== '')
      .join(' '),
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
  it.each<[string, MetricState, Streak[], string[]]>([
    ['that fails calls for a review at once', of('fail'), [], ['M begins review fails']],
    ['that goes on failing calls no more', of('fail'), [streak({ reviewed: ['fails'] })], []],
    ['without data tells its owner', of('no_data'), [], ['M begins tell no_data']],
    ['that cannot be judged tells its owner so', of('error'), [], ['M begins tell error']],
    ['still without data tells nobody again', of('no_data'), [streak({ told: true })], []],
    ['that fails after missing data is reviewed', of('fail'), [streak({ told: true })], ['M goes_on review fails']],
    [
      'that fails after a review of its missing data is reviewed for that',
      of('fail'),
      [streak({ told: true, reviewed: ['missing'] })],
      ['M goes_on review fails'],
    ],
    [
      'without data after a failure tells its owner',
      of('no_data'),
      [streak({ reviewed: ['fails'] })],
      ['M goes_on tell no_data'],
    ],
    ['that passes ends its streak', of('pass'), [streak({ told: true, reviewed: ['fails'] })], ['M ends']],
    ['that passes and had none does nothing', of('pass'), [], []],
    ['that is waived calls nobody', metric([{ verdict: 'no_data', waived: true }]), [], []],
    ['that is waived ends no streak', metric([{ verdict: 'no_data', waived: true }]), [streak()], []],
    ['that the program has no longer ends its streak', of('pass'), [streak({ metric: 'GONE' })], ['GONE ends']],
  ])('%s', (_, state, streaks, expected) => {
    expect(said(calls([state], streaks))).toEqual(expected)
  })

  it('that a run failed in a window that has ended calls for a review, whatever it is now', () => {
    expect(said(calls([of('pass')], [], new Set(['M'])))).toEqual(['M begins review fails'])
    expect(said(calls([of('pass')], [streak({ reviewed: ['fails'] })], new Set(['M'])))).toEqual([])
  })

  it('calls for itself alone', () => {
    const other = of('fail', { id: 'N' })
    expect(said(calls([of('pass'), other], [streak()]))).toEqual(['M ends', 'N begins review fails'])
  })
})

describe('a critical metric of a window that closes', () => {
  const missed: Partial<Streak> = { told: true, reviewed: ['missing'] }
  it.each<[string, MetricState, Streak[], string[]]>([
    ['without data is reviewed', of('no_data'), [streak({ told: true })], ['M goes_on review missing']],
    ['found without data tells and is reviewed', of('error'), [], ['M begins tell error review missing']],
    ['is reviewed once, in however many windows', of('no_data'), [streak(missed)], []],
    [
      'without data after a review of its failure is reviewed for that',
      of('no_data'),
      [streak({ told: true, reviewed: ['fails'] })],
      ['M goes_on review missing'],
    ],
    [
      'whose streak has ended since is reviewed, and nobody is told late',
      of('no_data'),
      [streak({ ended: true })],
      ['M goes_on review missing'],
    ],
    ['that failed has called already', of('fail'), [], []],
    ['that passed ends nothing: the streak may be of the next window', of('pass'), [streak()], []],
    ['that is waived calls nobody', metric([{ verdict: 'no_data', waived: true }]), [], []],
  ])('%s', (_, state, streaks, expected) => {
    expect(said(callsAtClose([state], streaks))).toEqual(expected)
  })
})

describe('a history of a critical metric', () => {
  const step = fc.record({
    verdict: fc.constantFrom<Verdict>('pass', 'warn', 'fail', 'no_data', 'error'),
    closing: fc.boolean(),
  })

  it('tells at most once a streak, and calls for a review once a cause: for each that is there, and no other', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let open: Streak[] = []
        let done: string[] = []
        let due = new Set<string>()
        const settle = (): void => {
          expect(done.sort()).toEqual([...due].sort())
          ;[done, due, open] = [[], new Set(), []]
        }
        for (const { verdict, closing } of steps) {
          const state = of(verdict)
          const found = [...calls([state], open), ...(closing ? callsAtClose([state], open) : [])]
          if (verdict === 'pass' || verdict === 'warn') {
            expect(found.map(({ streak: how }) => how)).toEqual(open.length === 0 ? [] : ['ends'])
            settle()
            continue
          }
          if (verdict === 'fail') due.add('fails')
          else due.add('told')
          if (verdict !== 'fail' && closing) due.add('missing')
          for (const call of found) {
            const [before] = open
            // Both looks saw the streak as it was: what the first did, the second does not do again.
            if (call.tell !== null && before?.told !== true) done.push('told')
            if (call.review !== null) done.push(call.review)
            open = [
              streak({
                told: (before?.told ?? false) || call.tell !== null,
                reviewed: [...(before?.reviewed ?? []), ...(call.review === null ? [] : [call.review])],
              }),
            ]
          }
        }
        settle()
      }),
    )
  })
})
