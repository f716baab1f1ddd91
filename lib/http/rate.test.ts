import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateLimit } from './rate'

/** How many of `count` requests at `now` are let through. */
const burst = (limit: RateLimit, key: string, count: number, now: number): number =>
  Array.from({ length: count }, () => limit.take(key, now)).filter((wait) => wait === 0).length

describe('RateLimit', () => {
  it('lets a minute of requests come at once, and not one more', () => {
    const limit = new RateLimit(60)
    expect(burst(limit, 'a', 100, 0)).toBe(60)
    expect(limit.take('a', 0)).toBe(1)
  })

  it('refills steadily, and never beyond a minute', () => {
    const limit = new RateLimit(60)
    burst(limit, 'a', 60, 0)
    expect(burst(limit, 'a', 10, 999)).toBe(0)
    expect(burst(limit, 'a', 10, 1000)).toBe(1)
    expect(burst(limit, 'a', 10, 5500)).toBe(4)
    expect(burst(limit, 'a', 10, 6000)).toBe(1)
    expect(burst(limit, 'a', 200, 3_600_000)).toBe(60)
  })

  it('says how many seconds to wait', () => {
    for (const [perMinute, wait] of [
      [1, 60],
      [2, 30],
      [7, 9],
      [60, 1],
      [6000, 1],
    ] as const) {
      const limit = new RateLimit(perMinute)
      expect(burst(limit, 'a', perMinute, 0)).toBe(perMinute)
      expect([perMinute, limit.take('a', 0)]).toEqual([perMinute, wait])
    }
    const slow = new RateLimit(1)
    expect(slow.take('a', 0)).toBe(0)
    expect(slow.take('a', 30_000)).toBe(30)
    expect(slow.take('a', 59_999)).toBe(1)
    expect(slow.take('a', 60_000)).toBe(0)
  })

  it('takes nothing for what it refuses', () => {
    const limit = new RateLimit(1)
    expect(limit.take('a', 0)).toBe(0)
    expect(burst(limit, 'a', 1000, 30_000)).toBe(0)
    expect(limit.take('a', 60_000)).toBe(0)
  })

  it('counts each key by itself', () => {
    const limit = new RateLimit(3)
    expect(burst(limit, 'a', 9, 0)).toBe(3)
    expect(burst(limit, 'b', 9, 0)).toBe(3)
    expect(burst(limit, 'a', 9, 20_000)).toBe(1)
  })

  it('takes nothing away when the clock is set back', () => {
    const limit = new RateLimit(10)
    expect(burst(limit, 'a', 4, 3_600_000)).toBe(4)
    expect(burst(limit, 'a', 9, 0)).toBe(6)
    expect(limit.take('a', 6_000)).toBe(0)
  })

  it('forgets rather than grows, once it knows very many', () => {
    const limit = new RateLimit(1)
    expect(limit.take('a', 0)).toBe(0)
    for (let n = 0; n < 10_000; n += 1) limit.take(`other ${n}`, 0)
    expect(limit.take('a', 0)).toBe(0)
  })

  const rate = fc.integer({ min: 1, max: 500 })
  const steps = fc.array(fc.nat({ max: 5_000 }), { maxLength: 60 })

  it('lets through at most a burst and what refilled since', () => {
    fc.assert(
      fc.property(rate, steps, (perMinute, gaps) => {
        const limit = new RateLimit(perMinute)
        let [now, through] = [0, 0]
        for (const gap of gaps) {
          now += gap
          through += burst(limit, 'a', 20, now)
          expect(through).toBeLessThanOrEqual(perMinute + (now * perMinute) / 60_000 + 1e-6)
        }
      }),
    )
  })

  it('lets through who waits as long as they were told, and asks nobody to wait over a minute', () => {
    fc.assert(
      fc.property(rate, steps, (perMinute, gaps) => {
        const limit = new RateLimit(perMinute)
        let now = 0
        burst(limit, 'a', perMinute, now)
        for (const gap of gaps) {
          now += gap
          const wait = limit.take('a', now)
          expect(Number.isInteger(wait) && wait >= 0 && wait <= 60).toBe(true)
          if (wait === 0) continue
          now += wait * 1000
          expect([wait, limit.take('a', now)]).toEqual([wait, 0])
        }
      }),
    )
  })
})
