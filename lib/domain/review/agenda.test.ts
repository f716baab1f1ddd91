import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AgendaFacts, type AgendaItem, type AgendaRisk, agenda, agendaSubjects, type ReviewKind } from './agenda'

const NOW = Date.parse('2026-11-24T15:00:00.000Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR

const nothing: AgendaFacts = {
  threshold: 12,
  actions: [],
  incidents: [],
  risks: [],
  decisions: [],
  waivers: [],
  metrics: [],
}

const risk = (key: string, more: Partial<AgendaRisk> = {}): AgendaRisk => ({
  key,
  title: `Title of ${key}`,
  facts: {},
  state: 'open',
  score: 6,
  owned: true,
  reviewDue: NOW + DAY,
  trigger: null,
  milestones: [],
  ...more,
})

const subject = (key: string) => ({ key, title: key, facts: {} })
const keys = (items: readonly AgendaItem[]): string[] => items.map((one) => `${one.subject} ${one.key}`)
const codes = (items: readonly AgendaItem[]): string[][] =>
  items.map(({ reasons }) => reasons.map((reason) => reason.slice(0, reason.indexOf(':'))))

describe('agenda', () => {
  it('of nothing is empty, whatever the kind', () => {
    for (const kind of ['weekly', 'sweep', 'out_of_band'] as const) expect(agenda(kind, nothing, NOW)).toEqual([])
  })

  it.each<[string, Partial<AgendaRisk>, string[]]>([
    ['a score below the threshold', {}, []],
    ['a score at the threshold', { score: 12 }, ['score']],
    ['no owner', { owned: false }, ['unowned']],
    ['a review due at this instant', { reviewDue: NOW }, ['review_overdue']],
    ['a review due in a millisecond', { reviewDue: NOW + 1 }, []],
    ['no review ever due', { reviewDue: null }, []],
    ['a milestone whose day has ended', { milestones: [{ title: 'Harness', dueBy: NOW }] }, ['milestone_overdue']],
    ['a milestone whose day ends later', { milestones: [{ title: 'Harness', dueBy: NOW + 1 }] }, []],
    ['a trigger that waits', { trigger: { at: NOW - HOUR, due: NOW + 23 * HOUR } }, ['trigger']],
    ['a closed risk with a high score', { state: 'closed', score: 25, owned: false }, []],
  ])('takes a risk for %s', (_, more, reasons) => {
    const items = agenda('weekly', { ...nothing, risks: [risk('R', more)] }, NOW)
    expect(codes(items)).toEqual(reasons.length === 0 ? [] : [reasons])
  })

  it('names every reason of a risk, once', () => {
    const all = risk('R', {
      score: 20,
      owned: false,
      reviewDue: NOW - 2 * DAY,
      trigger: { at: NOW - HOUR, due: NOW + 23 * HOUR },
      milestones: [
        { title: 'Harness', dueBy: NOW - DAY },
        { title: 'Corpus', dueBy: NOW - HOUR },
      ],
    })
    expect(agenda('weekly', { ...nothing, risks: [all, all] }, NOW).map(({ reasons }) => reasons)).toEqual([
      [
        'trigger: a trigger event 1 h ago waits for its review, due in 23 h',
        'score: a score of 20 is at or above 12',
        'unowned: no active person owns it',
        'review_overdue: its review is overdue by 2 d',
        'milestone_overdue: "Harness" is overdue by 1 d',
        'milestone_overdue: "Corpus" is overdue by 1 h',
      ],
    ])
  })

  it('sweeps every risk, closed ones too, and says so', () => {
    const risks = [risk('A'), risk('B', { state: 'closed', score: 20 }), risk('C', { score: 15 })]
    const items = agenda('sweep', { ...nothing, risks }, NOW)
    expect(keys(items)).toEqual(['risk B', 'risk C', 'risk A'])
    expect(codes(items)).toEqual([['sweep'], ['score', 'sweep'], ['sweep']])
  })

  it('takes out of band what was triggered and what is stopped, and nothing else', () => {
    const facts: AgendaFacts = {
      ...nothing,
      actions: [{ ...subject('1'), dueBy: NOW - DAY }],
      incidents: [{ ...subject('INC-1'), openedAt: NOW - HOUR, due: NOW + 3 * HOUR }],
      risks: [risk('HIGH', { score: 25 }), risk('LOW', { trigger: { at: NOW - HOUR, due: NOW + 23 * HOUR } })],
      metrics: [{ ...subject('M-COR-01'), status: 'red' }],
    }
    expect(keys(agenda('out_of_band', facts, NOW))).toEqual(['incident INC-1', 'risk LOW'])
  })

  it('takes an ended incident for a post-mortem that is overdue, and for no other', () => {
    const owed = { ...subject('7'), openedAt: null }
    const late = agenda('weekly', { ...nothing, incidents: [{ ...owed, due: NOW }] }, NOW)
    expect(codes(late)).toEqual([['post_mortem_overdue']])
    expect(agenda('weekly', { ...nothing, incidents: [{ ...owed, due: NOW + 1 }] }, NOW)).toEqual([])
  })

  it('has one order: actions, incidents, risks, decisions, waivers, metrics, each by what presses most', () => {
    const facts: AgendaFacts = {
      ...nothing,
      metrics: [
        { ...subject('M-1'), status: 'yellow' },
        { ...subject('M-2'), status: 'red' },
        { ...subject('M-3'), status: 'green' },
        { ...subject('M-4'), status: null },
      ],
      waivers: [
        { ...subject('10'), expires: NOW + 7 * DAY },
        { ...subject('9'), expires: NOW + 7 * DAY },
        { ...subject('8'), expires: NOW + 7 * DAY + 1 },
        { ...subject('7'), expires: NOW },
      ],
      decisions: [
        { ...subject('3'), due: NOW },
        { ...subject('2'), due: NOW + 1 },
      ],
      risks: [
        risk('A', { score: 12 }),
        risk('C', { score: 25 }),
        risk('B', { score: 25 }),
        risk('D', { score: 4, trigger: { at: NOW - 30 * HOUR, due: NOW - 6 * HOUR } }),
      ],
      incidents: [
        { ...subject('INC-2'), openedAt: NOW - HOUR, due: null },
        { ...subject('INC-1'), openedAt: NOW - DAY, due: NOW - HOUR },
      ],
      actions: [
        { ...subject('2'), dueBy: NOW + DAY },
        { ...subject('11'), dueBy: NOW - DAY },
      ],
    }
    const expected = [
      'action 11',
      'action 2',
      'incident INC-1',
      'incident INC-2',
      'risk D',
      'risk B',
      'risk C',
      'risk A',
      'decision 3',
      'waiver 9',
      'waiver 10',
      'metric M-2',
      'metric M-1',
    ]
    expect(keys(agenda('weekly', facts, NOW))).toEqual(expected)
  })
})

const near = fc.integer({ min: NOW - 30 * DAY, max: NOW + 30 * DAY })
const key = fc.constantFrom('A', 'B', 'C', 'D', '1', '2', '10')
const base = key.map(subject)
const anyRisk: fc.Arbitrary<AgendaRisk> = fc.record({
  key: fc.string({ minLength: 1, maxLength: 3 }),
  title: fc.string(),
  facts: fc.constant({}),
  state: fc.constantFrom('open', 'mitigating', 'watch', 'closed'),
  score: fc.integer({ min: 1, max: 25 }),
  owned: fc.boolean(),
  reviewDue: fc.option(near),
  trigger: fc.option(fc.record({ at: near, due: near })),
  milestones: fc.array(fc.record({ title: fc.string(), dueBy: near }), { maxLength: 3 }),
})
const anyFacts: fc.Arbitrary<AgendaFacts> = fc.record({
  threshold: fc.integer({ min: 1, max: 25 }),
  actions: fc.array(fc.tuple(base, near).map(([one, dueBy]) => ({ ...one, dueBy }))),
  incidents: fc.array(fc.tuple(base, near, fc.option(near)).map(([one, openedAt, due]) => ({ ...one, openedAt, due }))),
  risks: fc.uniqueArray(anyRisk, { selector: (one) => one.key, maxLength: 40 }),
  decisions: fc.array(fc.tuple(base, near).map(([one, due]) => ({ ...one, due }))),
  waivers: fc.array(fc.tuple(base, near).map(([one, expires]) => ({ ...one, expires }))),
  metrics: fc.array(
    fc
      .tuple(base, fc.constantFrom('green' as const, 'yellow' as const, 'red' as const, null))
      .map(([one, status]) => ({ ...one, status })),
  ),
})
const anyKind = fc.constantFrom<ReviewKind>('weekly', 'sweep', 'out_of_band')

describe('any agenda', () => {
  it('has every risk at or above the threshold that is not closed, on the weekly board and in the sweep', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom<ReviewKind>('weekly', 'sweep'), (facts, kind) => {
        const there = new Set(keys(agenda(kind, facts, NOW)))
        for (const one of facts.risks) {
          if (one.state !== 'closed' && one.score >= facts.threshold) expect(there).toContain(`risk ${one.key}`)
        }
      }),
    )
  })

  it('has every risk in the sweep, and every triggered one and every incident in any review', () => {
    fc.assert(
      fc.property(anyFacts, anyKind, (facts, kind) => {
        const there = new Set(keys(agenda(kind, facts, NOW)))
        for (const one of facts.risks) {
          if (kind === 'sweep' || one.trigger !== null) expect(there).toContain(`risk ${one.key}`)
        }
        for (const one of facts.incidents) if (one.openedAt !== null) expect(there).toContain(`incident ${one.key}`)
      }),
    )
  })

  it('has nothing twice, nothing without a reason, and each subject in its place', () => {
    fc.assert(
      fc.property(anyFacts, anyKind, (facts, kind) => {
        const items = agenda(kind, facts, NOW)
        expect(new Set(keys(items)).size).toBe(items.length)
        for (const { reasons } of items) {
          expect(reasons.length).toBeGreaterThan(0)
          expect(reasons.every((reason) => /^[a-z_]+: \S/.test(reason))).toBe(true)
          expect(new Set(reasons).size).toBe(reasons.length)
        }
        const ranks = items.map((one) => agendaSubjects.indexOf(one.subject))
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
    )
  })

  it('does not depend on the order in which the facts come', () => {
    fc.assert(
      fc.property(anyFacts, anyKind, (facts, kind) => {
        const turned = { ...facts, risks: [...facts.risks].reverse() }
        expect(agenda(kind, turned, NOW)).toEqual(agenda(kind, facts, NOW))
      }),
    )
  })
})
