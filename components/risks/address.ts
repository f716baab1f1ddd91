import type { RiskFilter } from '@/lib/queries/risk-filter'

/** The filter as the query of an address, without what is the default: worst scores first. */
export function riskSearch(filter: RiskFilter): URLSearchParams {
  const { state, category, owner, score, overdue, cell, sort, descending } = filter
  const order = `${descending ? '-' : ''}${sort}`
  return new URLSearchParams({
    ...(state === null ? {} : { state }),
    ...(category === null ? {} : { category }),
    ...(owner === null ? {} : { owner }),
    ...(score === null ? {} : { score: String(score) }),
    ...(overdue ? { overdue: '1' } : {}),
    ...(cell === null ? {} : { cell: `${cell.likelihood}x${cell.impact}` }),
    ...(order === '-score' ? {} : { sort: order }),
  })
}
