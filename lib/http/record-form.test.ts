import { describe, expect, it } from 'vitest'
import { Refusal } from '@/lib/verbs/refusal'
import { recordedSample } from './record-form'

const complete = {
  key: 'k1',
  measure: 'M-DX-01',
  profile: 'core-min',
  environment: 'pilot',
  mode: 'value',
  value: '12.5',
  unit: 'min',
  observedAt: '2026-11-20T14:33',
  artifact: 'https://tracker.example/1',
  system: 'tracker',
  recordId: '1',
}

function form(changes: Record<string, string> = {}): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries({ ...complete, ...changes })) data.set(name, value)
  return data
}

const read = (changes: Record<string, string> = {}) => recordedSample(form(changes), 'p', 'America/New_York')

/** Field and code of every fault. */
function faults(changes: Record<string, string>): string[] {
  try {
    read(changes)
    return []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.faults.map(({ path, code }) => `${path} ${code}`)
  }
}

describe('recordedSample', () => {
  it('reads a complete form', () => {
    expect(read()).toEqual({
      program: 'p',
      key: 'k1',
      measure: 'M-DX-01',
      profile: 'core-min',
      environment: 'pilot',
      value: 12.5,
      unit: 'min',
      observedAt: '2026-11-20T19:33:00.000Z',
      artifact: 'https://tracker.example/1',
      record: { system: 'tracker', id: '1' },
    })
  })

  it('takes counts instead of a value where the form says so', () => {
    expect(read({ mode: 'counts', passed: '19', total: '20' })).toMatchObject({ passed: 19, total: 20 })
    expect(read({ mode: 'counts', passed: '19', total: '20' })).not.toHaveProperty('value')
  })

  it.each([
    ['-3.25', -3.25],
    ['+4', 4],
    ['0', 0],
  ])('%s is a figure', (typed, value) => {
    expect(read({ value: typed }).value).toBe(value)
  })

  it.each([
    [{ value: '' }, ['value number']],
    [{ value: '12,5' }, ['value number']],
    [{ value: '12.5 min' }, ['value number']],
    [{ value: '1e3' }, ['value number']],
    [{ value: 'NaN' }, ['value number']],
    [{ value: 'Infinity' }, ['value number']],
    [{ value: '0x10' }, ['value number']],
    [{ mode: 'counts', passed: '19' }, ['total number']],
    [{ measure: '', artifact: ' ', recordId: '' }, ['measure missing', 'artifact missing', 'recordId missing']],
    [{ observedAt: '' }, ['observedAt missing']],
    [{ observedAt: '2026-11-31T10:00' }, ['observedAt missing']],
    [{ observedAt: '2026-03-08T02:30' }, ['observedAt no_such_time']],
    [{ observedAt: '2026-11-01T01:30' }, ['observedAt ambiguous_time']],
    [{ observedAt: '2026-11-01T01:30', occurrence: 'third' }, ['observedAt ambiguous_time']],
    [{ key: '' }, [' key']],
  ])('%o is refused at its fields', (changes, expected) => {
    expect(faults(changes)).toEqual(expected)
  })

  it('says which of two equal times is meant', () => {
    const at = (occurrence: string) => read({ observedAt: '2026-11-01T01:30', occurrence }).observedAt
    expect([at('first'), at('second')]).toEqual(['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'])
  })

  it('takes no notice of a left-over choice where the time came once', () => {
    expect(read({ occurrence: 'second' }).observedAt).toBe('2026-11-20T19:33:00.000Z')
  })
})
