import { describe, expect, it } from 'vitest'
import { dayWords } from './day-words'

describe('a day in words', () => {
  it.each([
    ['2026-11-26', '26 Nov 2026'],
    ['2031-09-01', '1 Sept 2031'],
    ['2026-13-01', '2026-13-01'],
    ['2026-W47', '2026-W47'],
  ])('of %s is %s', (day, words) => {
    expect(dayWords(day)).toBe(words)
  })

  it('reads as the instants beside it do, in every month', () => {
    const writer = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'UTC',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    })
    for (let month = 1; month <= 12; month += 1) {
      const day = `2026-${String(month).padStart(2, '0')}-05`
      expect(dayWords(day)).toBe(writer.format(new Date(day)))
    }
  })
})
