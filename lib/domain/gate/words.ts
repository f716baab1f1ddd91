import type { CriterionReport } from './types'

/**
 * How many criteria stand against a gate, in words: `2 of 9 unmet`, `1 of 9 no data`, `3 unmet, 1 no data of 9`. What
 * fails and what nobody knows are told apart: they are mended in different ways. Empty where none does.
 */
export function openWords(criteria: readonly Pick<CriterionReport, 'state'>[]): string {
  const unmet = criteria.filter(({ state }) => state === 'unmet').length
  const unknown = criteria.filter(({ state }) => state === 'no_data').length
  const total = criteria.length
  if (unmet === 0 && unknown === 0) return ''
  if (unknown === 0) return `${unmet} of ${total} unmet`
  return unmet === 0 ? `${unknown} of ${total} no data` : `${unmet} unmet, ${unknown} no data of ${total}`
}
