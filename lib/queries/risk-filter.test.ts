import { describe, expect, it } from 'vitest'
import { besidesCell, filteredRisks, type RiskFilter } from './risk-filter'
import type { RiskRowDto } from './risk-row'

const risk = (key: string, more: Partial<RiskRowDto> = {}): RiskRowDto => {
  const { likelihood = 3, impact = 4 } = more
  return {
    key,
    category: 'Technical',
    title: key,
    statement: '',
    likelihood,
    impact,
    score: likelihood * impact,
    high: likelihood * impact >= 12,
    signals: [],
    mitigation: '',
    ownerRole: { id: 'quality-owner', title: 'Quality owner' },
    owner: null,
    cadence: 'Weekly',
    closure: '',
    state: 'open',
    stateSince: '2026-11-01T00:00:00.000Z',
    nextReview: null,
    reviewOverdue: false,
    lastTrigger: null,
    milestones: { done: 0, total: 0, overdue: 0, next: null },
    moved: null,
    ...more,
  }
}

const owner = (name: string, active = true) => ({ owner: { id: name, name, active } })

const rows = [
  risk('A', { ...owner('Ada'), state: 'watch', likelihood: 1 }),
  risk('B', { ...owner('Bo', false), category: 'Security', impact: 5 }),
  risk('C', { ...owner('Ada'), reviewOverdue: true, nextReview: '2026-11-02T00:00:00.000Z' }),
  risk('D', { state: 'mitigating', nextReview: '2026-11-01T00:00:00.000Z', ownerRole: { id: 'x', title: 'X' } }),
]

const keys = (filter: Partial<RiskFilter>): string =>
  filteredRisks(rows, {
    state: null,
    category: null,
    owner: null,
    score: null,
    overdue: false,
    cell: null,
    sort: 'score',
    descending: true,
    ...filter,
  })
    .map(({ key }) => key)
    .join('')

describe('filteredRisks', () => {
  it.each<[string, Partial<RiskFilter>]>([
    ['BCDA', {}],
    ['A', { state: 'watch' }],
    ['B', { category: 'Security' }],
    ['BCD', { score: 12 }],
    ['B', { score: 13 }],
    ['C', { overdue: true }],
    ['CA', { owner: 'user:Ada' }],
    ['BD', { owner: 'nobody' }],
    ['D', { owner: 'role:x' }],
    ['CD', { cell: { likelihood: 3, impact: 4 } }],
    ['', { cell: { likelihood: 4, impact: 3 } }],
    ['C', { owner: 'user:Ada', score: 12 }],
  ])('gives %s for %j', (expected, filter) => {
    expect(keys(filter)).toBe(expected)
  })

  it.each<[string, Partial<RiskFilter>]>([
    ['ABCD', { sort: 'key', descending: false }],
    ['DCBA', { sort: 'key' }],
    ['ACDB', { sort: 'score', descending: false }],
    ['ADBC', { sort: 'state' }],
    ['BCDA', { sort: 'category', descending: false }],
    ['DCAB', { sort: 'owner', descending: false }],
    ['CDBA', { sort: 'nextReview' }],
  ])('orders as %s for %j; of equals the worse comes first', (expected, filter) => {
    expect(keys(filter)).toBe(expected)
  })

  it('counts for the heat map what the other filters leave, in whatever cell', () => {
    const filter: RiskFilter = {
      state: null,
      category: null,
      owner: 'user:Ada',
      score: null,
      overdue: false,
      cell: { likelihood: 5, impact: 5 },
      sort: 'score',
      descending: true,
    }
    expect(besidesCell(rows, filter).map(({ key }) => key)).toEqual(['A', 'C'])
  })
})
