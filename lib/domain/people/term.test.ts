import { describe, expect, it } from 'vitest'
import { iso } from '../instant'
import { deputyTerm } from './term'

const zone = 'America/New_York'
const now = Date.parse('2026-10-30T16:00:00.000Z')

describe('deputyTerm', () => {
  it.each([
    ['today, by its date', '2026-10-30', '2026-10-30', '2026-10-30T16:00:00.000Z', '2026-10-31T04:00:00.000Z'],
    ['without a first day', '', '2026-10-31', '2026-10-30T16:00:00.000Z', '2026-11-01T04:00:00.000Z'],
    [
      'over the night the clocks go back',
      '2026-10-31',
      '2026-11-01',
      '2026-10-31T04:00:00.000Z',
      '2026-11-02T05:00:00.000Z',
    ],
    ['a whole year', '2026-10-31', '2027-10-30', '2026-10-31T04:00:00.000Z', '2027-10-31T04:00:00.000Z'],
  ])('%s', (_, from, until, start, end) => {
    const term = deputyTerm(zone, { from, until }, now)
    expect(term.kind === 'term' ? [iso(term.start), iso(term.end)] : term).toEqual([start, end])
  })

  it.each([
    ['an end before its start', '2026-11-05', '2026-11-04', 'until'],
    ['an end that has passed', '', '2026-10-29', 'until'],
    ['no end', '', '', 'until'],
    ['a start that has passed', '2026-10-29', '2026-11-01', 'from'],
    ['more than a year', '', '2027-11-02', 'until'],
    ['no date', '2026-02-30', '2026-11-01', 'from'],
    ['no date at its end', '', '2026-11-31', 'until'],
    ['a time', '2026-11-01T10:00', '2026-11-02', 'from'],
  ])('refuses %s', (_, from, until, path) => {
    expect(deputyTerm(zone, { from, until }, now)).toMatchObject({ kind: 'fault', path })
  })
})
