import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countsWhileOpen, isOutOfBand, isWorse, type Verdict, verdicts, worse, worstOf } from './verdict'

const verdict = fc.constantFrom<Verdict>(...verdicts)

describe('verdicts', () => {
  it('are ranked error, fail, no data, warn, pass, worst first', () => {
    const worstFirst: Verdict[] = ['error', 'fail', 'no_data', 'warn', 'pass']
    expect([...verdicts].reverse()).toEqual(worstFirst)
    for (const [i, a] of worstFirst.entries()) {
      for (const [j, b] of worstFirst.entries()) {
        expect([a, b, isWorse(a, b)]).toEqual([a, b, i < j])
        expect(worse(a, b)).toBe(i < j ? a : b)
      }
    }
  })

  it('of nothing at all come to no data, never to a pass', () => {
    expect(worstOf([])).toBe('no_data')
  })

  it('come to the worst among them, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1 }), verdict, (all, more) => {
        const worst = worstOf(all)
        expect(all).toContain(worst)
        expect(all.filter((one) => isWorse(one, worst))).toEqual([])
        expect(worstOf([...all].reverse())).toBe(worst)
        expect(isWorse(worst, worstOf([...all, more]))).toBe(false)
      }),
    )
  })

  it('are out of band from no data on', () => {
    expect(verdicts.filter(isOutOfBand)).toEqual(['no_data', 'fail', 'error'])
  })

  it('of an open run count where they can only stay bad', () => {
    expect(verdicts.filter(countsWhileOpen)).toEqual(['fail', 'error'])
  })
})
