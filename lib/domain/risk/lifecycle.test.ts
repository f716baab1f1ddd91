import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR } from '../instant'
import { windowsBetween } from '../window/window'
import type { ReviewCadence, RiskState } from './event'
import {
  afterTrigger,
  againstClosing,
  type LifecycleFacts,
  type MitigationFacts,
  nextTransition,
  quietWindows,
} from './lifecycle'

const zone = 'America/New_York'
const from = Date.parse('2026-10-05T12:00:00Z')
const windows = windowsBetween({ zone, length: 'P1W' }, from, from + 20 * 7 * 24 * HOUR)
const at = (instant: string): number => Date.parse(instant)

/** Monday 00:00 of weeks, as the windows begin. */
const week = (index: number): number => windows[index]?.start ?? Number.NaN

const done: MitigationFacts = { title: 'Replay pack', withdrawn: false, verifiedAt: week(3), milestones: 2 }

const base: LifecycleFacts = {
  state: 'open',
  stateSince: from,
  owned: true,
  review: 'weekly',
  lastTriggerAt: null,
  failing: [],
  mitigations: [done],
  closureEvidence: [],
  windows,
  windowLength: 'P1W',
}

const facts = (over: Partial<LifecycleFacts>): LifecycleFacts => ({ ...base, ...over })

/** `+quiet -verified`: each item with whether it is met. */
const shown = (risk: LifecycleFacts, now = week(10)): string => {
  const next = nextTransition(risk, now)
  if (next === null) return 'nowhere'
  const items = next.checklist.map(({ id, met }) => `${met ? '+' : '-'}${id}`)
  return [next.to, next.allowed ? 'yes' : 'no', ...items].join(' ')
}

describe('Open to Mitigating', () => {
  const plan = (over: Partial<MitigationFacts>): MitigationFacts => ({ ...done, verifiedAt: null, ...over })

  it.each<[string, Partial<LifecycleFacts>, string]>([
    ['an owner and a dated plan', { mitigations: [plan({})] }, 'mitigating yes +owner +plan'],
    ['nobody owns it', { owned: false }, 'mitigating no -owner +plan'],
    ['no plan', { mitigations: [] }, 'mitigating no +owner -plan'],
    ['a plan without a date', { mitigations: [plan({ milestones: 0 })] }, 'mitigating no +owner -plan'],
    ['a plan that was withdrawn', { mitigations: [plan({ withdrawn: true })] }, 'mitigating no +owner -plan'],
    [
      'one undated, one dated',
      { mitigations: [plan({ milestones: 0 }), plan({ milestones: 1 })] },
      'mitigating yes +owner +plan',
    ],
    [
      'dates only in what was withdrawn',
      { mitigations: [plan({ milestones: 0 }), plan({ withdrawn: true })] },
      'mitigating no +owner -plan',
    ],
    ['neither', { owned: false, mitigations: [] }, 'mitigating no -owner -plan'],
    ['a signal that fails does not hold it', { failing: ['drift'] }, 'mitigating yes +owner +plan'],
  ])('with %s', (_, over, expected) => {
    expect(shown(facts(over))).toBe(expected)
  })
})

describe('Mitigating to Watch', () => {
  const verified: MitigationFacts = { ...done, verifiedAt: week(4) }
  const mitigating = (over: Partial<LifecycleFacts>): LifecycleFacts =>
    facts({ state: 'mitigating', stateSince: week(1), mitigations: [verified], ...over })

  it.each<[string, Partial<LifecycleFacts>, number, string]>([
    // The window in which it became Mitigating is not whole, unless it became so in its first instant.
    ['a whole window', { stateSince: week(1) }, week(2), 'watch yes +quiet +signals +verified'],
    ['a millisecond less than a window', { stateSince: week(1) }, week(2) - 1, 'watch no -quiet +signals +verified'],
    ['a window begun before it', { stateSince: week(1) + 1 }, week(2), 'watch no -quiet +signals +verified'],
    [
      'a window begun before it, and the next',
      { stateSince: week(1) + 1 },
      week(3),
      'watch yes +quiet +signals +verified',
    ],
    ['the trigger in the same window', { lastTriggerAt: week(3) - 1 }, week(3), 'watch no -quiet +signals +verified'],
    ['the trigger just before a window', { lastTriggerAt: week(2) }, week(3), 'watch yes +quiet +signals +verified'],
    ['a trigger that came again', { lastTriggerAt: week(3) + HOUR }, week(4), 'watch no -quiet +signals +verified'],
    ['an old trigger', { lastTriggerAt: week(0), stateSince: week(1) }, week(2), 'watch yes +quiet +signals +verified'],
    ['one of two windows', { review: 'bi-weekly' }, week(2), 'watch no -quiet +signals +verified'],
    ['two windows', { review: 'bi-weekly' }, week(3), 'watch yes +quiet +signals +verified'],
    [
      'two windows, the first not whole',
      { review: 'bi-weekly', stateSince: week(1) + 1 },
      week(3),
      'watch no -quiet +signals +verified',
    ],
    ['one window of two reviews', { review: 'twice-weekly' }, week(2), 'watch yes +quiet +signals +verified'],
    ['no window stored', { windows: [] }, week(9), 'watch no -quiet +signals +verified'],
  ])('after %s', (_, over, now, expected) => {
    expect(shown(mitigating(over), now)).toBe(expected)
  })

  it.each<[string, MitigationFacts[], string]>([
    ['none', [], '-verified'],
    ['all withdrawn', [{ ...verified, withdrawn: true }], '-verified'],
    ['one of two verified', [verified, { ...verified, verifiedAt: null }], '-verified'],
    ['the other withdrawn', [verified, { ...verified, verifiedAt: null, withdrawn: true }], '+verified'],
    ['verified before the trigger', [{ ...verified, verifiedAt: week(2) - 1 }], '-verified'],
    ['verified at the trigger', [{ ...verified, verifiedAt: week(2) }], '-verified'],
    ['verified after the trigger', [{ ...verified, verifiedAt: week(2) + 1 }], '+verified'],
  ])('with mitigations: %s', (_, mitigations, expected) => {
    expect(shown(mitigating({ mitigations, lastTriggerAt: week(2) }))).toContain(expected)
  })

  it('not while a bound signal fails, which it names', () => {
    const next = nextTransition(mitigating({ failing: ['drift (series:M-COR-03|core-min|ci)', 'traces'] }), week(10))
    expect(next?.allowed).toBe(false)
    expect(next?.checklist.find(({ id }) => id === 'signals')?.detail).toBe(
      'These signals fail: drift (series:M-COR-03|core-min|ci); traces.',
    )
  })

  it('counts the longer and shorter week of DST as one window each', () => {
    const dst = windowsBetween({ zone, length: 'P1W' }, at('2026-10-26T12:00:00Z'), at('2026-11-09T12:00:00Z'))
    const [long] = dst
    expect(((long?.end ?? 0) - (long?.start ?? 0)) / HOUR).toBe(169)
    const risk = mitigating({
      windows: dst,
      stateSince: long?.start ?? 0,
      mitigations: [{ ...done, verifiedAt: 9e15 }],
    })
    expect(shown(risk, (long?.start ?? 0) + 168 * HOUR)).toContain('-quiet')
    expect(shown(risk, (long?.start ?? 0) + 169 * HOUR)).toContain('+quiet')
  })

  it.each<[LifecycleFacts['windowLength'], ReviewCadence, number]>([
    ['P1D', 'twice-weekly', 4],
    ['P1D', 'weekly', 7],
    ['P1D', 'bi-weekly', 14],
    ['P1W', 'twice-weekly', 1],
    ['P1W', 'weekly', 1],
    ['P1W', 'bi-weekly', 2],
    ['P1M', 'twice-weekly', 1],
    ['P1M', 'weekly', 1],
    ['P1M', 'bi-weekly', 1],
  ])('with windows of %s and a %s review asks for %d', (length, review, expected) => {
    expect(quietWindows(review, length)).toBe(expected)
  })
})

describe('Watch to Closed', () => {
  const watch = (over: Partial<LifecycleFacts>): LifecycleFacts =>
    facts({ state: 'watch', stateSince: week(5), closureEvidence: [week(6)], ...over })

  it.each<[string, Partial<LifecycleFacts>, string]>([
    ['evidence', {}, 'closed no +closure +signals -decision'],
    [
      'evidence from the first instant of Watch',
      { closureEvidence: [week(5)] },
      'closed no +closure +signals -decision',
    ],
    ['evidence from before Watch', { closureEvidence: [week(5) - 1] }, 'closed no -closure +signals -decision'],
    ['no evidence', { closureEvidence: [] }, 'closed no -closure +signals -decision'],
    ['a signal that fails', { failing: ['x'] }, 'closed no +closure -signals -decision'],
  ])('is never anyone’s to take, with %s', (_, over, expected) => {
    expect(shown(watch(over))).toBe(expected)
  })

  it.each<[string, Partial<LifecycleFacts>, string[]]>([
    ['nothing', {}, []],
    ['the missing evidence', { closureEvidence: [] }, ['closure']],
    ['a signal that fails', { failing: ['x'] }, ['signals']],
    ['being Mitigating', { state: 'mitigating' }, ['decision', 'closure']],
    ['being Open', { state: 'open' }, ['decision', 'closure']],
    ['being closed already', { state: 'closed' }, ['decision', 'closure']],
  ])('by decision has against it: %s', (_, over, expected) => {
    expect(againstClosing(watch(over)).map(({ id }) => id)).toEqual(expected)
  })
})

describe('a closed risk', () => {
  it('goes nowhere by hand', () => {
    expect(shown(facts({ state: 'closed' }))).toBe('nowhere')
  })
})

describe('whatever the facts', () => {
  const states: RiskState[] = ['open', 'mitigating', 'watch', 'closed']
  const instant = fc.integer({ min: from, max: windows.at(-1)?.end ?? 0 })
  const anyFacts = fc.record<LifecycleFacts>({
    state: fc.constantFrom(...states),
    stateSince: instant,
    owned: fc.boolean(),
    review: fc.constantFrom('twice-weekly', 'weekly', 'bi-weekly'),
    lastTriggerAt: fc.option(instant),
    failing: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    mitigations: fc.array(
      fc.record({
        title: fc.constantFrom('x', 'y'),
        withdrawn: fc.boolean(),
        verifiedAt: fc.option(instant),
        milestones: fc.nat({ max: 2 }),
      }),
      { maxLength: 3 },
    ),
    closureEvidence: fc.array(instant, { maxLength: 2 }),
    windows: fc.constant(windows),
    windowLength: fc.constant('P1W'),
  })
  const successor: Record<RiskState, string | undefined> = {
    open: 'mitigating',
    mitigating: 'watch',
    watch: 'closed',
    closed: undefined,
  }

  it('a trigger leads to Open, from every state', () => {
    for (const state of states) expect(afterTrigger(state)).toBe('open')
  })

  it('one step is next, and it is allowed exactly when its whole checklist is met', () => {
    fc.assert(
      fc.property(anyFacts, instant, (risk, now) => {
        const next = nextTransition(risk, now)
        expect(next?.to).toBe(successor[risk.state])
        if (next === null) return
        expect(next.checklist.length).toBeGreaterThan(0)
        expect(next.allowed).toBe(next.checklist.every(({ met }) => met))
      }),
    )
  })

  it('nobody closes a risk by moving it', () => {
    fc.assert(
      fc.property(anyFacts, instant, (risk, now) => {
        const next = nextTransition(risk, now)
        expect(next?.to === 'closed' && next.allowed).toBe(false)
      }),
    )
  })

  it('nothing is allowed that the rules of the seed, said another way, forbid', () => {
    fc.assert(
      fc.property(anyFacts, instant, (risk, now) => {
        const plan = risk.mitigations.filter(({ withdrawn }) => !withdrawn)
        const trigger = risk.lastTriggerAt ?? -Infinity
        const since = Math.max(risk.stateSince, trigger)
        const quiet = windows.filter(({ start, end }) => since <= start && end <= now)
        const allowed: Record<RiskState, boolean> = {
          open: risk.owned && plan.reduce((sum, { milestones }) => sum + milestones, 0) > 0,
          mitigating:
            risk.failing.length === 0 &&
            plan.length > 0 &&
            plan.every(({ verifiedAt }) => verifiedAt !== null && verifiedAt > trigger) &&
            quiet.length >= (risk.review === 'bi-weekly' ? 2 : 1),
          watch: false,
          closed: false,
        }
        expect(nextTransition(risk, now)?.allowed ?? false).toBe(allowed[risk.state])
      }),
      { numRuns: 1_000 },
    )
  })

  it('a later trigger, one owner fewer or one failing signal more never makes a step easier', () => {
    fc.assert(
      fc.property(anyFacts, instant, instant, (risk, now, trigger) => {
        const allowed = nextTransition(risk, now)?.allowed ?? false
        if (allowed) return
        const later = Math.max(risk.lastTriggerAt ?? -Infinity, trigger)
        for (const worse of [{ owned: false }, { failing: [...risk.failing, 'c'] }, { lastTriggerAt: later }]) {
          expect(nextTransition({ ...risk, ...worse }, now)?.allowed ?? false).toBe(false)
        }
      }),
    )
  })

  it('every item says how it stands, met or not', () => {
    fc.assert(
      fc.property(anyFacts, instant, (risk, now) => {
        for (const { text, detail } of nextTransition(risk, now)?.checklist ?? []) {
          expect(text).not.toBe('')
          expect(detail).toMatch(/^[A-Z0-9].*\.$/)
        }
      }),
    )
  })
})
