import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { iso } from '../instant'
import { type LocalTime, localTime } from './local-time'

const words = (found: LocalTime): string => {
  switch (found.kind) {
    case 'once':
      return iso(found.instant)
    case 'twice':
      return `${iso(found.first)} or ${iso(found.second)}`
    case 'never':
      return `never: ${found.before} to ${found.after}`
    case 'unreadable':
      return 'unreadable'
  }
}

const NEW_YORK = 'America/New_York'

describe('localTime', () => {
  it.each([
    // An ordinary day, in winter and in summer.
    [NEW_YORK, '2026-11-22T14:33', '2026-11-22T19:33:00.000Z'],
    [NEW_YORK, '2026-07-22T14:33', '2026-07-22T18:33:00.000Z'],
    [NEW_YORK, '2026-07-22T14:33:28', '2026-07-22T18:33:28.000Z'],
    [NEW_YORK, '2026-07-22T14:33:28.125', '2026-07-22T18:33:28.125Z'],
    ['UTC', '2026-11-22T14:33', '2026-11-22T14:33:00.000Z'],
    ['Asia/Kolkata', '2026-11-22T14:33', '2026-11-22T09:03:00.000Z'],
    // Clocks go forward: 02:00 to 03:00 does not come.
    [NEW_YORK, '2026-03-08T01:59', '2026-03-08T06:59:00.000Z'],
    [NEW_YORK, '2026-03-08T02:00', 'never: 02:00 to 03:00'],
    [NEW_YORK, '2026-03-08T02:30', 'never: 02:00 to 03:00'],
    [NEW_YORK, '2026-03-08T02:59:59', 'never: 02:00 to 03:00'],
    [NEW_YORK, '2026-03-08T03:00', '2026-03-08T07:00:00.000Z'],
    // Clocks go back: 01:00 to 02:00 comes twice.
    [NEW_YORK, '2026-11-01T00:59', '2026-11-01T04:59:00.000Z'],
    [NEW_YORK, '2026-11-01T01:00', '2026-11-01T05:00:00.000Z or 2026-11-01T06:00:00.000Z'],
    [NEW_YORK, '2026-11-01T01:59', '2026-11-01T05:59:00.000Z or 2026-11-01T06:59:00.000Z'],
    [NEW_YORK, '2026-11-01T02:00', '2026-11-01T07:00:00.000Z'],
    // Changes of half an hour, at midnight, and of a whole day.
    ['Australia/Lord_Howe', '2026-10-04T02:15', 'never: 02:00 to 02:30'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00.000Z or 2026-04-04T15:15:00.000Z'],
    ['Africa/Cairo', '2026-04-24T00:30', 'never: 00:00 to 01:00'],
    ['Pacific/Apia', '2011-12-30T12:00', 'never: 00:00 to 00:00'],
    // No time at all.
    [NEW_YORK, '', 'unreadable'],
    [NEW_YORK, 'yesterday', 'unreadable'],
    [NEW_YORK, '2026-11-22', 'unreadable'],
    [NEW_YORK, '2026-02-30T12:00', 'unreadable'],
    [NEW_YORK, '2026-11-22T24:00', 'unreadable'],
    [NEW_YORK, '2026-11-22T14:33Z', 'unreadable'],
    [NEW_YORK, '2026-11-22T14:33-05:00', 'unreadable'],
    [NEW_YORK, '-009999-01-01T00:00', 'unreadable'],
  ])('%s %s is %s', (zone, text, expected) => {
    expect(words(localTime(zone, text))).toBe(expected)
  })

  it('never guesses: a time that comes twice or never has no instant of its own', () => {
    expect(localTime(NEW_YORK, '2026-11-01T01:30')).not.toHaveProperty('instant')
    expect(localTime(NEW_YORK, '2026-03-08T02:30')).not.toHaveProperty('instant')
  })

  it('finds every instant again by what its clock showed', () => {
    const minute = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2050, 0) }).map((at) => at - (at % 60_000))
    const zone = fc.constantFrom(NEW_YORK, 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Cairo')
    fc.assert(
      fc.property(minute, zone, (instant, zone) => {
        const shown = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime()
        const found = localTime(zone, shown.toString({ smallestUnit: 'minute' }))
        const instants =
          found.kind === 'once' ? [found.instant] : found.kind === 'twice' ? [found.first, found.second] : []
        expect(instants).toContain(instant)
      }),
    )
  })
})
