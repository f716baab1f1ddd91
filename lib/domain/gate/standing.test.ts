import { describe, expect, it } from 'vitest'
import type { GateFacts } from './facts'
import { factsWith, NOW, programWith, SERIES, waiver, window } from './fixtures/world'
import { gateReport } from './report'
import type { CriterionState } from './types'

const exit = { phase: 'one', side: 'exit' } as const

const standing = (
  id: string,
  facts: GateFacts,
  gate: { phase: string; side: 'entry' | 'exit' } = exit,
): CriterionState | undefined =>
  gateReport(programWith({ kind: 'killCriteria' }), facts, NOW, gate).criteria.find((one) => one.id === id)?.state

const incident = {
  id: 3,
  kind: 'kill',
  criteria: ['break'],
  fired: true,
  statement: 's',
  openedAt: NOW,
  dueAt: null,
} as const

describe('the standing criteria', () => {
  it.each<[string, Partial<GateFacts>, CriterionState]>([
    ['standing-risks', {}, 'met'],
    [
      'standing-risks',
      { risks: [{ key: 'RISK', title: 'r', state: 'open', score: 12, ownerRole: 'lead', owned: false }] },
      'unmet',
    ],
    [
      'standing-risks',
      { risks: [{ key: 'RISK', title: 'r', state: 'open', score: 11, ownerRole: 'lead', owned: false }] },
      'met',
    ],
    ['standing-risks', { risks: [] }, 'no_data'],
    ['standing-data', {}, 'met'],
    ['standing-data', { windows: [window(0, null)] }, 'no_data'],
    ['standing-data', { windows: [window(0, null)], waivers: [waiver('series', SERIES)] }, 'waived'],
    ['standing-red', {}, 'met'],
    ['standing-red', { windows: [window(1, 'fail'), window(0, 'fail')] }, 'unmet'],
    ['standing-plans', { windows: [window(0, 'fail')] }, 'unmet'],
    [
      'standing-plans',
      { windows: [window(0, 'fail')], plans: [{ id: 1, metric: 'SIZE', owner: 'Ada', dueAt: NOW + 1 }] },
      'met',
    ],
    [
      'standing-plans',
      { windows: [window(0, 'fail')], plans: [{ id: 1, metric: 'SIZE', owner: 'Ada', dueAt: NOW }] },
      'unmet',
    ],
    [
      'standing-plans',
      { windows: [window(0, 'fail')], plans: [{ id: 1, metric: 'SIZE', owner: null, dueAt: NOW + 1 }] },
      'unmet',
    ],
    ['standing-incidents', { incidents: [{ ...incident, kind: 'review' }] }, 'unmet'],
    ['standing-post-mortem', { postMortems: [{ incident: 1, dueAt: NOW }] }, 'unmet'],
    ['standing-post-mortem', { postMortems: [{ incident: 1, dueAt: NOW + 1 }] }, 'met'],
  ])('%s %#', (id, facts, state) => {
    expect(standing(id, factsWith(facts))).toBe(state)
  })

  it('ask data of no metric at the first entry, and see there what was measured', () => {
    const first = { phase: 'one', side: 'entry' } as const
    const at = (facts: Partial<GateFacts>) => factsWith({ phase: null, phaseEnteredAt: null, ...facts })
    expect(standing('standing-data', at({ windows: [window(0, null)] }), first)).toBe('met')
    expect(standing('standing-red', at({ windows: [window(1, null), window(0, null)] }), first)).toBe('met')
    expect(standing('standing-red', at({ windows: [window(1, 'fail'), window(0, 'fail')] }), first)).toBe('unmet')
  })

  it('name a metric under review with its title, and what goes by words by those alone', () => {
    const review = { ...incident, kind: 'review', criteria: ['SIZE', 'break'] } as const
    const report = gateReport(programWith({ kind: 'killCriteria' }), factsWith({ incidents: [review] }), NOW, exit)
    expect(report.criteria.find(({ id }) => id === 'standing-incidents')?.reasons).toEqual([
      'open_review: review 3 is open: SIZE Size, break',
    ])
  })
})
