import { describe, expect, it } from 'vitest'
import type { RiskEvent, RiskFields } from '../risk/event'
import { differences, differenceWords, type RiskHistory } from './changes'
import { type MinutesFacts, minutesOf } from './minutes'
import { isReview, type Outcome, outcomeTypes, outcomeWords } from './outcome'

const at = (text: string): number => Date.parse(text)

describe('outcomeWords', () => {
  it.each<[Outcome, string]>([
    [{ type: 'confirm', note: '' }, 'Confirmed as it stands.'],
    [{ type: 'confirm', note: 'Still quiet!' }, 'Confirmed as it stands: Still quiet!'],
    [
      { type: 'rescore', from: { likelihood: 3, impact: 4 }, to: { likelihood: 5, impact: 4 }, reason: 'Seen twice' },
      'Re-scored 3 × 4 = 12 → 5 × 4 = 20: Seen twice.',
    ],
    [{ type: 'transition', from: 'open', to: 'mitigating', note: '' }, 'Moved Open → Mitigating.'],
    [{ type: 'assign', from: null, to: 'Ada', user: 'a' }, 'Given to Ada.'],
    [{ type: 'assign', from: 'Ada', to: 'Bo', user: 'b' }, 'Given from Ada to Bo.'],
    [{ type: 'assign', from: 'Ada', to: null, user: null }, 'Taken from Ada, without an owner.'],
    [{ type: 'assign', from: null, to: null, user: null }, 'Left without an owner.'],
    [
      { type: 'action', action: 3, title: 'Write it', owner: 'Ada', user: 'a', due: '2026-12-01' },
      'Action 3: Write it: Ada, until 1 Dec 2026.',
    ],
    [{ type: 'escalate', role: 'r', title: 'Program owner', reason: 'Late' }, 'Escalated to Program owner: Late.'],
    [
      { type: 'follow_up', action: 3, result: 'postponed', before: '2026-12-01', due: '2026-12-08', note: 'Vendor' },
      'Action 3 moved from 1 Dec 2026 to 8 Dec 2026: Vendor.',
    ],
    [
      { type: 'follow_up', action: 3, result: 'done', before: '2026-12-01', due: '2026-12-01', note: '' },
      'Action 3 is done.',
    ],
    [
      { type: 'follow_up', action: 3, result: 'dropped', before: '2026-12-01', due: '2026-12-01', note: 'Moot' },
      'Action 3 is dropped: Moot.',
    ],
    [
      { type: 'follow_up', action: 3, result: 'carried', before: '2026-12-01', due: '2026-12-01', note: '' },
      'Action 3 stays open until 1 Dec 2026.',
    ],
    [{ type: 'note', note: 'Heard' }, 'Heard.'],
  ])('%j', (outcome, words) => {
    expect(outcomeWords(outcome)).toBe(words)
  })

  it('counts everything as a look at the subject but a note and an action', () => {
    expect(outcomeTypes.filter((type) => !isReview(type))).toEqual(['action', 'note'])
  })
})

const fields = { likelihood: 3, impact: 4, state: 'open', ownerId: null } as RiskFields
const event = (version: number, when: string, type: RiskEvent['type'], set: RiskEvent['set']) => ({
  version,
  at: at(when),
  type,
  set,
})
const history = (key: string, ...events: RiskHistory['events'][number][]): RiskHistory => ({ key, title: key, events })

describe('differences', () => {
  const since = at('2026-11-10T00:00:00Z')
  const until = at('2026-11-20T00:00:00Z')
  const born = event(1, '2026-11-01T00:00:00Z', 'added', fields)

  it('are of the risks that changed in between, by key, and of nothing else', () => {
    const quiet = history('R-3', born)
    const before = history('R-4', born, event(2, '2026-11-10T00:00:00Z', 'rescored', { likelihood: 5 }))
    const after = history('R-5', born, event(2, '2026-11-20T00:00:00.001Z', 'rescored', { likelihood: 5 }))
    const back = history(
      'R-6',
      born,
      event(2, '2026-11-11T00:00:00Z', 'rescored', { likelihood: 5 }),
      event(3, '2026-11-12T00:00:00Z', 'rescored', { likelihood: 3 }),
    )
    const reviewed = history('R-7', born, event(2, '2026-11-12T00:00:00Z', 'reviewed', { lastReviewedAt: since }))
    const changed = history('R-2', born, event(2, '2026-11-20T00:00:00Z', 'assigned', { ownerId: 'ada' }))
    const added = history('R-1', event(1, '2026-11-15T00:00:00Z', 'added', fields))
    const all = differences([quiet, before, after, back, reviewed, changed, added], since, until)
    expect(all.map(({ key }) => key)).toEqual(['R-1', 'R-2'])
    expect(all.map((one) => differenceWords(one, (user) => user))).toEqual([['new'], ['owner nobody → ada']])
  })

  it('count trigger events, also those that left no other trace', () => {
    const [one] = differences(
      [
        history(
          'R-1',
          born,
          event(2, '2026-11-12T00:00:00Z', 'triggered', {}),
          event(3, '2026-11-13T00:00:00Z', 'triggered', {}),
          event(4, '2026-11-14T00:00:00Z', 'rescored', { impact: 5 }),
        ),
      ],
      since,
      until,
    )
    expect(one === undefined ? [] : differenceWords(one, (user) => user)).toEqual(['score 12 → 15', '2 trigger events'])
  })
})

describe('minutesOf', () => {
  const lead = { id: 'user:1', name: 'Lena' }
  const facts: MinutesFacts = {
    program: { id: 'p', title: 'P', zone: 'UTC' },
    revision: { number: 1, digest: 'd' },
    review: {
      number: 2,
      kind: 'weekly',
      cause: null,
      openedAt: at('2026-11-18T10:00:00Z'),
      openedBy: lead,
      closedAt: at('2026-11-18T11:00:00Z'),
      closedBy: lead,
    },
    previous: null,
    attendance: [{ person: lead, roles: ['Lead'], from: at('2026-11-18T10:00:00Z'), until: null }],
    changes: [],
    items: [1, 2].map((ordinal) => ({
      ordinal,
      subject: 'risk' as const,
      key: `R-${ordinal}`,
      title: 'T',
      reasons: ['score: 12 is at or above 12'],
      facts: {},
      addedAt: at(ordinal === 1 ? '2026-11-18T10:00:00Z' : '2026-11-18T10:30:00Z'),
    })),
    outcomes: [
      { item: 1, outcome: { type: 'note', note: 'A' }, at: at('2026-11-18T10:05:00Z'), by: lead },
      {
        item: 1,
        outcome: { type: 'action', action: 1, title: 'Do', owner: 'Lena', user: '1', due: '2026-12-01' },
        at: at('2026-11-18T10:06:00Z'),
        by: lead,
      },
    ],
    openActions: [{ number: 1, title: 'Do', owner: 'Lena', due: '2026-12-01' }],
    names: new Map(),
  }

  it('hold every outcome under its item, in order, and name what was passed over', () => {
    const { items, passedOver, actions } = minutesOf(facts)
    expect(items.map(({ outcomes }) => outcomes.map(({ words }) => words))).toEqual([
      ['A.', 'Action 1: Do: Lena, until 1 Dec 2026.'],
      [],
    ])
    expect(items.map(({ arisen }) => arisen)).toEqual([false, true])
    expect(passedOver).toEqual([2])
    expect(actions.added).toEqual(actions.open)
  })
})
