import { describe, expect, it } from 'vitest'
import { DAY } from '../instant'
import { activeWaivers, criterionWaivers, seriesWaivers, type Waiver } from './active'
import { debtObjection, objections, type WaiverPolicy, type WaiverRequest } from './policy'

const waiver: Waiver = {
  id: 1,
  of: 'series',
  target: 'M|p|ci',
  verdict: 'no_data',
  start: 100,
  end: 200,
  openedAt: 110,
  expiresAt: 190,
  endedAt: null,
}

describe('a waiver', () => {
  it.each([
    [109, {}, false],
    [110, {}, true],
    [189, {}, true],
    [190, {}, false],
    [150, { endedAt: 151 }, true],
    [151, { endedAt: 151 }, false],
  ])('at %d with %o: %s', (asOf, change, holds) => {
    expect(activeWaivers([{ ...waiver, ...change }], asOf)).toHaveLength(holds ? 1 : 0)
  })

  it('that expires with its window has held in all of it', () => {
    const whole = { ...waiver, expiresAt: 200 }
    expect(seriesWaivers([whole], { start: 100, end: 200 }, 200)).toHaveLength(1)
    expect(seriesWaivers([waiver], { start: 100, end: 200 }, 200)).toHaveLength(0)
    expect(seriesWaivers([whole], { start: 200, end: 300 }, 150)).toHaveLength(0)
  })

  it('of a criterion holds in its windows alone', () => {
    const one = { ...waiver, of: 'criterion' as const, expiresAt: 500 }
    expect([150, 199, 200].map((now) => criterionWaivers([one], now).length)).toEqual([1, 1, 0])
  })
})

describe('a policy', () => {
  const policy: WaiverPolicy = {
    verdicts: ['no_data'],
    maxDays: 14,
    maxOpen: 1,
    never: ['N'],
    compensatingControl: false,
    followUp: false,
  }
  const asked: WaiverRequest = {
    of: 'series',
    target: 'M|p|ci',
    metric: 'M',
    verdict: 'no_data',
    start: 0,
    end: 7 * DAY,
    expiresAt: 5 * DAY,
    control: null,
    followUp: null,
  }

  it.each<[string, Partial<WaiverPolicy>, Partial<WaiverRequest>, Waiver[], string[]]>([
    ['allows what it allows', {}, {}, [], []],
    ['allows nothing', { verdicts: [] }, {}, [], ['no_waivers']],
    ['allows no failure', {}, { verdict: 'fail' }, [], ['not_waivable']],
    ['never allows some', {}, { metric: 'N' }, [], ['never_waived']],
    [
      'asks for a control and a follow-up',
      { compensatingControl: true, followUp: true },
      {},
      [],
      ['required', 'required'],
    ],
    ['caps how long', {}, { expiresAt: 15 * DAY + 1 }, [], ['too_long']],
    ['caps how many', {}, {}, [{ ...waiver, openedAt: 0, expiresAt: 9 * DAY }], ['too_many']],
    ['changes no past', {}, { end: 1 }, [], ['past']],
  ])('%s', (_, change, request, standing, codes) => {
    const found = objections({ ...policy, ...change }, { ...asked, ...request }, standing, DAY)
    expect(found.map(({ code }) => code)).toEqual(codes)
  })
})

describe('a parity debt', () => {
  it.each([
    [DAY, 'past'],
    [DAY + 1, undefined],
    [15 * DAY, undefined],
    [15 * DAY + 1, 'too_long'],
  ])('that lasts until %d is %s', (expiresAt, code) => {
    expect(debtObjection({ maxDays: 14 }, expiresAt, DAY)?.code).toBe(code)
  })
})
