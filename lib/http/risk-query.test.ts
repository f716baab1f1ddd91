import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { riskSearch } from '@/components/risks/address'
import { riskStates } from '@/lib/domain/risk/event'
import { type RiskFilter, riskSorts } from '@/lib/queries/risk-filter'
import { riskQuery } from './risk-query'

const all: RiskFilter = {
  state: null,
  category: null,
  owner: null,
  score: null,
  overdue: false,
  cell: null,
  sort: 'score',
  descending: true,
}

const step = fc.integer({ min: 1, max: 5 })
const words = fc.string({ minLength: 1 })
const filters: fc.Arbitrary<RiskFilter> = fc.record({
  state: fc.option(fc.constantFrom(...riskStates)),
  category: fc.option(words),
  owner: fc.option(words),
  score: fc.option(fc.integer({ min: 1, max: 25 })),
  overdue: fc.boolean(),
  cell: fc.option(fc.record({ likelihood: step, impact: step })),
  sort: fc.constantFrom(...riskSorts),
  descending: fc.boolean(),
})

describe('riskQuery', () => {
  it('shows all, worst first, where nothing is asked', () => {
    expect(riskQuery({})).toEqual(all)
  })

  it('reads back whatever an address says of a filter', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(riskQuery(Object.fromEntries(riskSearch(filter)))).toEqual(filter)
      }),
    )
  })

  it.each([
    { state: 'gone' },
    { score: '0' },
    { score: '26' },
    { score: 'x' },
    { overdue: 'yes' },
    { cell: '6x1' },
    { cell: '3' },
    { cell: '3x5x1' },
    { sort: 'closure' },
    { state: ['open', 'watch'] },
  ])('takes %j for nothing', (params) => {
    expect(riskQuery(params)).toEqual(all)
  })
})
