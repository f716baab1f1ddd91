import { describe, expect, it } from 'vitest'
import type { IncidentEnding } from '../decision/inputs'
import { endingObjection, endingQuestion, evidenceNeeded } from './ending'
import type { IncidentKind } from './severity'

describe('an incident', () => {
  it.each<[IncidentKind, boolean, IncidentEnding, boolean]>([
    ['kill', false, 'dismiss', true],
    ['kill', true, 'dismiss', false],
    ['rollback', true, 'dismiss', false],
    ['review', false, 'dismiss', false],
    ['review', true, 'dismiss', false],
    ['kill', true, 'continue', true],
    ['kill', true, 'roll_back', true],
    ['review', true, 'continue', true],
    ['review', false, 'roll_back', true],
  ])('of kind %s, fired by a run: %s, can end by %s: %s', (kind, fired, ending, possible) => {
    expect(endingObjection({ kind, fired }, ending, { unanimous: true }) === null).toBe(possible)
  })

  it('is dismissed by all of one mind or not at all', () => {
    const declared = { kind: 'kill', fired: false } as const
    expect(endingObjection(declared, 'dismiss', { unanimous: false })).toMatch(/of one mind/)
    expect(endingObjection(declared, 'continue', { unanimous: false })).toBeNull()
  })

  it('is asked about in the words of its kind', () => {
    expect(endingQuestion('kill', 3, 'continue')).toBe('End incident 3 and continue?')
    expect(endingQuestion('rollback', 3, 'dismiss')).toBe('End incident 3 as a false declaration?')
    expect(endingQuestion('review', 3, 'continue')).toMatch(/^End review 3 with the finding/)
    expect(endingQuestion('review', 3, 'roll_back')).toBe('End review 3 by rolling back?')
    expect(evidenceNeeded('review')).not.toBe(evidenceNeeded('kill'))
  })
})
