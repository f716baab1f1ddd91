import { describe, expect, it } from 'vitest'
import { foldRisk, type RiskEvent, type RiskFields, riskEventTypes } from './event'
import { eventWords } from './event-words'
import { isHigh, riskScore } from './score'

const fields: RiskFields = {
  category: 'Technical',
  title: 'Ownership',
  statement: 'It breaks.',
  mitigation: 'Mend it.',
  closure: 'It holds.',
  cadenceText: 'Weekly',
  review: 'weekly',
  events: [],
  signals: [{ text: 'It broke' }],
  gates: [],
  ownerRole: 'owner',
  ownerId: null,
  state: 'open',
  stateSince: 1,
  likelihood: 3,
  impact: 5,
  lastTriggerAt: null,
  lastReviewedAt: null,
  reviewDueAt: 9,
  closedByDecision: null,
  origin: 'definition',
  droppedAt: null,
}
const added: RiskEvent = { version: 1, type: 'added', set: fields }

describe('a risk', () => {
  it('is what its events made of it, the last word on each field counting', () => {
    const events: RiskEvent[] = [
      added,
      { version: 2, type: 'assigned', set: { ownerId: 'ada' } },
      { version: 3, type: 'mitigation_added', set: {} },
      { version: 4, type: 'moved', set: { state: 'mitigating', stateSince: 4 } },
      { version: 5, type: 'triggered', set: { state: 'open', stateSince: 5, lastTriggerAt: 5 } },
    ]
    expect(foldRisk(events)).toEqual({ ...fields, ownerId: 'ada', stateSince: 5, lastTriggerAt: 5, version: 5 })
  })

  it('is nothing without the event that adds it', () => {
    expect(foldRisk([])).toBeNull()
    expect(foldRisk([{ version: 1, type: 'moved', set: { state: 'watch' } }])).toBeNull()
  })

  it.each([
    [1, 1, 1, false],
    [3, 4, 12, true],
    [4, 3, 12, true],
    [2, 5, 10, false],
    [5, 5, 25, true],
  ])('of %d × %d scores %d', (likelihood, impact, score, high) => {
    expect(riskScore({ likelihood, impact })).toBe(score)
    expect(isHigh({ likelihood, impact }, 12)).toBe(high)
  })
})

describe('an event in words', () => {
  const name = (user: string): string => (user === 'ada' ? 'Ada' : 'someone')

  it.each<[RiskEvent['type'], RiskEvent['set'], string]>([
    ['assigned', { ownerId: 'ada' }, 'gave it to Ada'],
    ['assigned', { ownerId: null }, 'left it without an owner'],
    ['rescored', { likelihood: 4, impact: 3 }, 're-scored it to 4 × 3'],
    ['moved', { state: 'watch' }, 'moved it to Watch'],
    ['triggered', { state: 'open' }, 'reported a trigger, which put it back to Open'],
    ['triggered', {}, 'reported a trigger'],
  ])('%s %o: %s', (type, set, words) => {
    expect(eventWords(type, set, name)).toBe(words)
  })

  it('has words for every type', () => {
    for (const type of riskEventTypes) expect(eventWords(type, {}, name)).toMatch(/^[a-z]/)
  })
})
