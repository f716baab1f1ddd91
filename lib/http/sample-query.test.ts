import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { one, pageOf, sampleQuery, type SearchParams } from './sample-query'

const measures = ['M-PERF-01A', 'M-PERF-01B']
const query = (params: SearchParams) => sampleQuery(params, measures, 50)

describe('one', () => {
  it('is a single text that says something', () => {
    expect(one('x')).toBe('x')
    for (const value of ['', undefined, [], ['x'], ['x', 'y']]) expect(one(value)).toBeNull()
  })
})

describe('pageOf', () => {
  it.each([
    ['1', 1],
    ['7', 7],
    ['100000', 100_000],
    ['100001', 1],
    ['0', 1],
    ['-3', 1],
    ['1.5', 1],
    ['x', 1],
    ['Infinity', 1],
    ['', 1],
    [undefined, 1],
    [['2', '3'], 1],
  ])('%j is page %d', (value, page) => {
    expect(pageOf(value)).toBe(page)
  })
})

describe('sampleQuery', () => {
  it('asks for the newest of all measures where the address says nothing', () => {
    expect(query({})).toEqual({
      filter: { measures, profile: null, environment: null, ref: null, late: false, gated: false },
      page: { sort: 'observedAt', descending: true, page: 1, size: 50 },
    })
  })

  it('takes what the address asks for', () => {
    const params = {
      measure: 'M-PERF-01B',
      profile: 'core-min',
      environment: 'ci',
      ref: 'refs/heads/main',
      late: '1',
      gated: '1',
      sort: 'value',
      page: '3',
    }
    expect(query(params)).toEqual({
      filter: {
        measures: ['M-PERF-01B'],
        profile: 'core-min',
        environment: 'ci',
        ref: 'refs/heads/main',
        late: true,
        gated: true,
      },
      page: { sort: 'value', descending: false, page: 3, size: 50 },
    })
  })

  it.each([
    ['observedAt', 'observedAt', false],
    ['-observedAt', 'observedAt', true],
    ['value', 'value', false],
    ['-value', 'value', true],
    ['run', 'run', false],
    ['-run', 'run', true],
    // What is no sort is the default whole: newest first.
    ['', 'observedAt', true],
    ['nonsense', 'observedAt', true],
    ['-nonsense', 'observedAt', true],
    ['--value', 'observedAt', true],
    ['Value', 'observedAt', true],
    ['constructor', 'observedAt', true],
    [['value', 'run'], 'observedAt', true],
  ])('sort=%j sorts by %s, descending %s', (sort, by, descending) => {
    expect(query({ sort }).page).toMatchObject({ sort: by, descending })
  })

  it.each([['M-PERF-02A'], ['m-perf-01a'], ['toString'], [''], [['M-PERF-01A']]])(
    'measure=%j is none of them, so all',
    (measure) => {
      expect(query({ measure }).filter.measures).toEqual(measures)
    },
  )

  it.each(['0', 'true', 'yes', '', ' 1'])('late=%j is not late alone', (late) => {
    expect(query({ late, gated: late }).filter).toMatchObject({ late: false, gated: false })
  })

  it('never throws, and never asks for what is not there', () => {
    const keys = ['measure', 'profile', 'environment', 'ref', 'late', 'gated', 'sort', 'page']
    const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined))
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), value), (params) => {
        const { filter, page } = query(params)
        for (const measure of filter.measures) expect(measures).toContain(measure)
        expect(['observedAt', 'value', 'run']).toContain(page.sort)
        expect(Number.isSafeInteger(page.page) && page.page >= 1).toBe(true)
      }),
    )
  })
})
