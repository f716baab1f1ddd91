import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgementChanges } from './judgement'
import { lacking, seating } from './matching'
import type { DecisionRule } from './rule'
import { additions, type Ballot, count, type Hearing, wouldStrand } from './standing'

const people = ['ann', 'ben', 'cyd', 'dan', 'eve', 'fay', 'gus', 'hal']

/** Seven seats, three of them mandatory, five approvals. */
const board: DecisionRule = {
  seats: ['chair', 'clinician', 'safety', 'firmware', 'hardware', 'quality', 'cyber'].map((role, index) => ({
    role,
    mandatory: index < 3,
  })),
  approvals: 5,
  split: { outcome: 'reject' },
  unanimous: false,
}

const triad = (unanimous: boolean): DecisionRule => ({
  seats: ['architect', 'reliability', 'security'].map((role) => ({ role, mandatory: true })),
  approvals: 3,
  split: { outcome: 'tie_break', role: 'owner' },
  unanimous,
})

const hearing = (rule: DecisionRule, excluded: string | null = null): Hearing => {
  const roles = [...rule.seats.map(({ role }) => role), 'owner']
  const holders = people.map((person) => ({ person, name: person, deputyOf: null, until: null }))
  const voters = { seats: roles.map((role) => ({ role, holders })), credentials: [] }
  return { rule, excluded, sealed: voters, current: voters }
}

const ballots = (rule: DecisionRule): fc.Arbitrary<Ballot[]> =>
  fc.array(
    fc.record({
      seat: fc.constantFrom(...rule.seats.map(({ role }) => role), 'owner'),
      vote: fc.constantFrom('approve' as const, 'reject' as const),
      person: fc.constantFrom(...people),
      at: fc.integer({ min: 0, max: 5 }),
      deputyOf: fc.constant(null),
      credential: fc.constant(null),
    }),
    { maxLength: 12 },
  )

const rules: [string, DecisionRule][] = [
  ['the seven-seat board', board],
  ['the triad', triad(false)],
  ['the unanimous triad', triad(true)],
]

describe.each(rules)('%s', (_, rule) => {
  it('never approves without every mandatory seat having voted, nor counts a person or a seat twice', () => {
    fc.assert(
      fc.property(ballots(rule), (votes) => {
        const { counted, tally } = count(hearing(rule), votes)
        expect(new Set(counted.map(({ person }) => person)).size).toBe(counted.length)
        expect(new Set(counted.map(({ seat }) => seat)).size).toBe(counted.length)
        if (tally.outcome !== 'approved') return
        const seats = new Set(counted.map(({ seat }) => seat))
        expect(rule.seats.every(({ role, mandatory }) => !mandatory || seats.has(role))).toBe(true)
      }),
    )
  })

  it('does not depend on the order in which votes are read', () => {
    fc.assert(
      fc.property(ballots(rule), fc.infiniteStream(fc.nat()), (votes, draws) => {
        const shuffled = [...votes].map((one) => ({ one, key: draws.next().value as number }))
        shuffled.sort((a, b) => a.key - b.key)
        const again = count(
          hearing(rule),
          shuffled.map(({ one }) => one),
        )
        const first = count(hearing(rule), votes)
        // Ballots alike in seat, person and time differ in nothing that a real register lets be.
        const key = ({ seat, person, at }: Ballot): string => `${seat}|${person}|${at}`
        fc.pre(new Set(votes.map(key)).size === votes.length)
        expect(again.tally).toEqual(first.tally)
      }),
    )
  })

  it('never counts whoever asked, where askers do not vote', () => {
    fc.assert(
      fc.property(ballots(rule), fc.constantFrom(...people), (votes, asker) => {
        const { counted } = count(hearing(rule, asker), votes)
        expect(counted.every(({ person }) => person !== asker)).toBe(true)
      }),
    )
  })
})

it('a unanimous council is ended by any reject', () => {
  fc.assert(
    fc.property(ballots(triad(true)), (votes) => {
      const { counted, tally } = count(hearing(triad(true)), votes)
      const seats = counted.filter(({ seat }) => seat !== 'owner')
      if (seats.some(({ vote }) => vote === 'reject')) expect(tally.outcome).toBe('rejected')
    }),
  )
})

describe('votes that no longer count', () => {
  const ballot: Ballot = { seat: 'architect', vote: 'approve', person: 'ann', deputyOf: 'ben', credential: 'k', at: 5 }
  const holder = { person: 'ann', name: 'Ann', deputyOf: 'ben', until: new Date(10).toISOString() }
  const key = { person: 'ann', credentialId: 'k', publicKey: 'p' }
  const voters = { seats: [{ role: 'architect', holders: [holder] }], credentials: [key] }
  const base: Hearing = { rule: triad(true), excluded: null, sealed: voters, current: voters }

  it.each<[string, Partial<Hearing>, string | null]>([
    ['nothing changed', {}, null],
    [
      'the term ended',
      { current: { ...voters, seats: [{ role: 'architect', holders: [] }] } },
      "the deputy's term has ended",
    ],
    ['the key was revoked', { current: { ...voters, credentials: [] } }, 'the key no longer counts'],
    [
      'another key took its id',
      { current: { ...voters, credentials: [{ ...key, publicKey: 'q' }] } },
      'the key no longer counts',
    ],
    [
      'the packet never named the key',
      { sealed: { ...voters, credentials: [] } },
      'the sealed packet does not name this key',
    ],
    [
      'the packet never named the person',
      { sealed: { ...voters, seats: [] } },
      'the sealed packet does not name this person for the seat',
    ],
    ['they asked', { excluded: 'ann' }, 'whoever asks for this does not vote on it'],
  ])('because %s', (_, change, reason) => {
    expect(count({ ...base, ...change }, [ballot]).uncounted[0]?.reason ?? null).toBe(reason)
  })

  it('among them one cast after its term', () => {
    expect(count(base, [{ ...ballot, at: 10 }]).uncounted[0]?.reason).toBe("the deputy's term was over at the vote")
  })
})

describe('an electorate', () => {
  const one = {
    seats: [{ role: 'a', holders: [{ person: 'ann', name: 'Ann', deputyOf: null, until: null }] }],
    credentials: [],
  }
  const none = { seats: [{ role: 'a', holders: [] }], credentials: [] }

  it('that loses someone needs no new seal, and one that gains someone does', () => {
    expect(additions(one, none)).toEqual([])
    expect(additions(none, one)).toEqual(['Ann may now vote as a'])
  })

  it('is seated by distinct people wherever that can be', () => {
    const benches = [
      { role: 'a', people: ['ann', 'ben'] },
      { role: 'b', people: ['ann'] },
    ]
    expect(seating(benches).size).toBe(2)
    const rule = { ...triad(true), seats: benches.map(({ role }) => ({ role, mandatory: true })), approvals: 2 }
    expect(lacking({ rule, benches }, true)).toEqual([])
    const alone = [
      { role: 'a', people: ['ann'] },
      { role: 'b', people: ['ann'] },
    ]
    expect(lacking({ rule, benches: alone }, true)).toHaveLength(1)
    const seats = benches.map(({ role, people: some }) => ({
      role,
      holders: some.map((person) => ({ person, name: person, deputyOf: null, until: null })),
    }))
    const voters = { seats, credentials: [] }
    const ballot: Ballot = { seat: 'a', vote: 'approve', person: 'ann', deputyOf: null, credential: null, at: 0 }
    expect(wouldStrand({ rule, excluded: null, sealed: voters, current: voters }, [], ballot)).toContain('seat b')
    expect(
      wouldStrand({ rule, excluded: null, sealed: voters, current: voters }, [], { ...ballot, person: 'ben' }),
    ).toBeNull()
  })
})

it('a judgement that changed says what, item by item', () => {
  expect(judgementChanges({ a: 'met', b: '1' }, { a: 'unmet', c: '2' })).toEqual([
    'a: was met, now unmet',
    'b: was 1, is no longer there',
    'c: now 2',
  ])
  expect(judgementChanges({ series: 'no_data' }, { series: 'pass' })).toEqual(['series: was no data, now pass'])
})
