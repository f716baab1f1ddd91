import { describe, expect, it } from 'vitest'
import { instantWords } from './time'

describe('instantWords', () => {
  it.each([
    ['2026-11-22T19:33:28.000Z', 'America/New_York', '22 Nov 2026, 14:33 EST'],
    ['2026-07-22T18:33:28.000Z', 'America/New_York', '22 Jul 2026, 14:33 EDT'],
    ['2026-11-22T13:33:28.000Z', 'Europe/Berlin', '22 Nov 2026, 14:33 CET'],
    ['2026-07-22T12:33:28.000Z', 'Europe/Berlin', '22 Jul 2026, 14:33 CEST'],
    ['2026-07-22T09:03:28.000Z', 'Asia/Kolkata', '22 Jul 2026, 14:33 IST'],
    ['2026-07-01T00:00:00.000Z', 'UTC', '1 Jul 2026, 00:00 UTC'],
    // Where people have no name for it, the offset says it.
    ['2026-07-22T05:33:28.000Z', 'Asia/Tokyo', '22 Jul 2026, 14:33 GMT+9'],
    // Both sides of the hour that comes twice.
    ['2026-11-01T05:30:00.000Z', 'America/New_York', '1 Nov 2026, 01:30 EDT'],
    ['2026-11-01T06:30:00.000Z', 'America/New_York', '1 Nov 2026, 01:30 EST'],
  ])('%s in %s reads %s', (at, zone, words) => {
    expect(instantWords(at, zone)).toBe(words)
  })
})
