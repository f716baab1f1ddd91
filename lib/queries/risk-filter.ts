import { type RiskState, riskStates } from '@/lib/domain/risk/event'
import type { RiskRowDto } from './risk-row'

export const riskSorts = [
  'key',
  'category',
  'score',
  'likelihood',
  'impact',
  'state',
  'owner',
  'nextReview',
  'lastTrigger',
] as const
export type RiskSort = (typeof riskSorts)[number]

/** What the register's address asks for. */
export interface RiskFilter {
  state: RiskState | null
  category: string | null
  /** `nobody`, `user:ID` or `role:ID`. */
  owner: string | null
  /** Scores from here on. */
  score: number | null
  overdue: boolean
  /** A cell of the heat map. */
  cell: { likelihood: number; impact: number } | null
  sort: RiskSort
  descending: boolean
}

/** The risks that match, in the order asked for; of equals the worse score comes first, then the order of ids. */
export function filteredRisks(rows: readonly RiskRowDto[], filter: RiskFilter): RiskRowDto[] {
  const sign = filter.descending ? -1 : 1
  return rows
    .filter((row) => matches(row, filter))
    .sort((a, b) => sign * compare(a, b, filter.sort) || b.score - a.score || byText(a.key, b.key))
}

/** The risks that match but for the cell: what the heat map counts. */
export const besidesCell = (rows: readonly RiskRowDto[], filter: RiskFilter): RiskRowDto[] =>
  rows.filter((row) => matches(row, { ...filter, cell: null }))

function matches(row: RiskRowDto, { state, category, owner, score, overdue, cell }: RiskFilter): boolean {
  return (
    (state === null || row.state === state) &&
    (category === null || row.category === category) &&
    (owner === null || ownedBy(row, owner)) &&
    (score === null || row.score >= score) &&
    (!overdue || row.reviewOverdue) &&
    (cell === null || (row.likelihood === cell.likelihood && row.impact === cell.impact))
  )
}

function ownedBy(row: RiskRowDto, owner: string): boolean {
  if (owner === 'nobody') return row.owner?.active !== true
  return owner === `role:${row.ownerRole.id}` || owner === `user:${row.owner?.id}`
}

function compare(a: RiskRowDto, b: RiskRowDto, sort: RiskSort): number {
  switch (sort) {
    case 'key':
    case 'category':
      return byText(a[sort], b[sort])
    case 'score':
    case 'likelihood':
    case 'impact':
      return a[sort] - b[sort]
    case 'state':
      return riskStates.indexOf(a.state) - riskStates.indexOf(b.state)
    case 'owner':
      return byText(a.owner?.name ?? '', b.owner?.name ?? '')
    case 'nextReview':
    case 'lastTrigger':
      return byText(a[sort] ?? '', b[sort] ?? '')
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
