import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countedRate } from './derived'

describe('an uploaded parity rate', () => {
  it.each([
    ['all of them', { passed: 51, total: 51 }, 51, 1],
    ['more than are required', { passed: 90, total: 100 }, 51, 0.9],
    ['fewer, all of which passed: the rest failed', { passed: 10, total: 10 }, 51, 10 / 51],
    ['fewer, some of which failed', { passed: 8, total: 10 }, 20, 0.4],
  ])('over %s', (_, uploaded, required, rate) => {
    expect(countedRate(uploaded, required)).toBe(rate)
  })

  it('is never better than what was uploaded', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (passed, more, required) => {
        const total = passed + more + 1
        expect(countedRate({ passed, total }, required)).toBeLessThanOrEqual(passed / total)
      }),
    )
  })
})
