import { type SampleFilter, type SamplePage, type SampleSort, sampleSorts } from '@/lib/queries/samples'

export type SearchParams = Record<string, string | string[] | undefined>

export const one = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

/** A page number from an address: 1 where it is missing or nonsense. */
export function pageOf(value: string | string[] | undefined): number {
  const page = Number(one(value))
  return Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : 1
}

const NEWEST_FIRST = '-observedAt'

/** What a sample table's address asks for; unknown values fall back to the default, never to an error. */
export function sampleQuery(
  params: SearchParams,
  measures: readonly string[],
  size: number,
): { filter: SampleFilter; page: SamplePage } {
  const measure = one(params.measure)
  const asked = one(params.sort) ?? NEWEST_FIRST
  const sort = sampleSorts.some((name) => asked === name || asked === `-${name}`) ? asked : NEWEST_FIRST
  return {
    filter: {
      measures: measure !== null && measures.includes(measure) ? [measure] : measures,
      profile: one(params.profile),
      environment: one(params.environment),
      ref: one(params.ref),
      late: one(params.late) === '1',
      gated: one(params.gated) === '1',
    },
    page: {
      sort: sort.replace('-', '') as SampleSort,
      descending: sort.startsWith('-'),
      page: pageOf(params.page),
      size,
    },
  }
}
