import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verdicts, worstOf } from '../metric/verdict'
import { addPoint } from './facts'
import { point } from './fixtures/board'
import type { Point, SeriesFacts } from './types'

const all = (points: readonly Point[], better: 'lower' | 'higher' = 'lower'): SeriesFacts => {
  const found = points.reduce<SeriesFacts | undefined>((facts, one) => addPoint(facts, one, better), undefined)
  if (found === undefined) throw new Error('no points')
  return found
}

describe('addPoint', () => {
  it('takes the first as newest and as worst', () => {
    const only = point('warn', 5)
    expect(all([only])).toEqual({ latest: only, worst: only })
  })

  it('keeps the newest by observation, whenever it came in', () => {
    const [old, fresh] = [point('fail', 1), point('pass', 2)]
    expect(all([old, fresh]).latest).toBe(fresh)
    expect(all([fresh, old]).latest).toBe(fresh)
  })

  it('keeps the worst by verdict, then by value', () => {
    const [good, slow] = [point('pass', 1, { value: 1 }), point('pass', 1, { value: 4 })]
    expect(all([good, slow]).worst).toBe(slow)
    expect(all([slow, good]).worst).toBe(slow)
    expect(all([good, slow], 'higher').worst).toBe(good)
    expect(all([slow, good], 'higher').worst).toBe(good)
    // An error whose value is harmless is still worse than any failure.
    const [fail, error] = [point('fail', 2, { value: 9e9 }), point('error', 1, { value: 0 })]
    expect(all([fail, error]).worst).toBe(error)
    expect(all([error, fail]).worst).toBe(error)
    expect(all([point('no_data', 1), good]).worst.verdict).toBe('no_data')
  })

  it('of equals keeps the one added later', () => {
    const [first, second] = [point('fail', 3), point('fail', 3)]
    expect(all([first, second])).toEqual({ latest: second, worst: second })
    const [a, b] = [point('no_data', 3), point('no_data', 3)]
    expect(all([a, b]).worst).toBe(b)
  })

  const any = fc
    .tuple(fc.constantFrom(...verdicts), fc.nat({ max: 9 }), fc.nat({ max: 50 }))
    .map(([verdict, value, at]) => point(verdict, at, verdict === 'no_data' ? {} : { value }))
  const points = fc.uniqueArray(any, { minLength: 1, maxLength: 8, selector: (one) => one.observedAt })

  it('does not depend on the order, where no two were observed at once', () => {
    const said = ({ verdict, value }: Point): unknown[] => [verdict, value]
    fc.assert(
      fc.property(points, fc.constantFrom('lower' as const, 'higher' as const), (list, better) => {
        const [there, back] = [all(list, better), all([...list].reverse(), better)]
        expect(back.latest).toBe(there.latest)
        expect(said(back.worst)).toEqual(said(there.worst))
        expect(there.worst.verdict).toBe(worstOf(list.map((one) => one.verdict)))
        expect(there.latest.observedAt).toBe(Math.max(...list.map((one) => one.observedAt)))
      }),
    )
  })
})
