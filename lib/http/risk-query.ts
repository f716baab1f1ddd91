import { riskStates } from '@/lib/domain/risk/event'
import { type RiskFilter, type RiskSort, riskSorts } from '@/lib/queries/risk-filter'
import { one, type SearchParams } from './sample-query'

const WORST_FIRST = '-score'

/** What the register's address asks for; unknown values fall back to the default, never to an error. */
export function riskQuery(params: SearchParams): RiskFilter {
  const asked = one(params.sort) ?? WORST_FIRST
  const sort = riskSorts.some((name) => asked === name || asked === `-${name}`) ? asked : WORST_FIRST
  const cell = /^([1-5])x([1-5])$/.exec(one(params.cell) ?? '')
  const score = Number(one(params.score))
  return {
    state: riskStates.find((state) => state === one(params.state)) ?? null,
    category: one(params.category),
    owner: one(params.owner),
    score: Number.isInteger(score) && score >= 1 && score <= 25 ? score : null,
    overdue: one(params.overdue) === '1',
    cell: cell === null ? null : { likelihood: Number(cell[1]), impact: Number(cell[2]) },
    sort: sort.replace('-', '') as RiskSort,
    descending: sort.startsWith('-'),
  }
}
