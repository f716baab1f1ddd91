import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DecisionRule, decisionRule, type GovernanceRules } from './rule'
import { tally, type Vote } from './tally'

const seat = (role: string, mandatory = true) => ({ role, mandatory })

const triad: DecisionRule = {
  seats: [seat('a'), seat('b'), seat('c')],
  approvals: 3,
  split: { outcome: 'tie_break', role: 'owner' },
  unanimous: false,
}
const override: DecisionRule = { ...triad, unanimous: true }
const board: DecisionRule = {
  seats: [seat('a'), seat('b'), seat('c'), seat('d', false), seat('e', false), seat('f', false), seat('g', false)],
  approvals: 5,
  split: { outcome: 'reject' },
  unanimous: false,
}
const alone: DecisionRule = { seats: [seat('a')], approvals: 1, split: { outcome: 'reject' }, unanimous: false }

/** `a+ b-`: a approves, b rejects. */
const cast = (text: string): { seat: string; vote: Vote }[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((one) => ({ seat: one.slice(0, -1), vote: one.endsWith('+') ? 'approve' : 'reject' }))

describe('tally', () => {
  it.each<[string, DecisionRule, string, string]>([
    ['the triad', triad, '', 'open a,b,c'],
    ['the triad', triad, 'a+ b+', 'open c'],
    ['the triad', triad, 'a+ b+ c+', 'approved quorum'],
    ['the triad', triad, 'a+ b-', 'open c'],
    ['the triad', triad, 'a- b- c-', 'rejected quorum'],
    ['the triad', triad, 'a+ b+ c-', 'open owner'],
    ['the triad', triad, 'a+ b- c- owner+', 'approved tie_break'],
    ['the triad', triad, 'a+ b+ c- owner-', 'rejected tie_break'],
    ['the triad', triad, 'a+ b+ owner+', 'open c'],
    ['the triad', triad, 'a+ b+ b+', 'open c'],
    ['the triad', triad, 'a+ b- b+ c+', 'open owner'],
    ['the triad', triad, 'a+ b+ x+', 'open c'],
    ['an override', override, 'a+ b+', 'open c'],
    ['an override', override, 'a+ b+ c+', 'approved unanimity'],
    ['an override', override, 'b-', 'rejected unanimity'],
    ['an override', override, 'a+ b+ c- owner+', 'rejected unanimity'],
    ['a board', board, 'a+ b+ c+ d+', 'open e,f,g'],
    ['a board', board, 'a+ b+ c+ d+ e+', 'approved quorum'],
    ['a board', board, 'a+ b+ d+ e+ f+ g+', 'open c'],
    ['a board', board, 'a+ b+ c- d+ e+ f+ g+', 'rejected quorum'],
    ['a board', board, 'a+ b+ c+ d- e- f-', 'rejected quorum'],
    ['a board', board, 'a+ b+ c+ d- e-', 'open f,g'],
    ['a role alone', alone, 'a+', 'approved quorum'],
    ['a role alone', alone, 'a-', 'rejected quorum'],
    ['no seats', { ...alone, seats: [] }, 'a+', 'rejected quorum'],
    ['no seats, unanimous', { ...override, seats: [] }, 'a+', 'open '],
    ['no seats, no approvals', { ...alone, seats: [], approvals: 0 }, '', 'open '],
    ['optional seats and no approvals asked', { ...alone, seats: [seat('a', false)], approvals: 0 }, '', 'open a'],
  ])('%s: %#', (_, rule, votes, expected) => {
    const result = tally(rule, cast(votes))
    const words = result.outcome === 'open' ? `open ${result.waitsFor.join(',')}` : `${result.outcome} ${result.by}`
    expect(words).toBe(expected)
  })

  const rules = fc.constantFrom(triad, override, board, alone)
  const ballots = fc.uniqueArray(
    fc.record({
      seat: fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f', 'g', 'owner'),
      vote: fc.constantFrom<Vote>('approve', 'reject'),
    }),
    { selector: ({ seat: role }) => role },
  )

  it('never depends on the order of votes, and never approves without every mandatory seat or a tie broken', () => {
    fc.assert(
      fc.property(rules, ballots, (rule, votes) => {
        const result = tally(rule, votes)
        expect(tally(rule, [...votes].reverse())).toEqual(result)
        if (result.outcome !== 'approved' || result.by === 'tie_break') return
        const approving = votes.filter(({ vote }) => vote === 'approve').map(({ seat: role }) => role)
        expect(rule.seats.every(({ role, mandatory }) => !mandatory || approving.includes(role))).toBe(true)
        expect(rule.seats.filter(({ role }) => approving.includes(role)).length).toBeGreaterThanOrEqual(rule.approvals)
      }),
    )
  })

  it('stays decided as it was when more votes come, but for a vote that breaks a tie', () => {
    fc.assert(
      fc.property(rules, ballots, (rule, votes) => {
        for (let count = 0; count < votes.length; count += 1) {
          const earlier = tally(rule, votes.slice(0, count))
          if (earlier.outcome !== 'open' && rule.split.outcome !== 'tie_break') {
            expect(tally(rule, votes).outcome).toBe(earlier.outcome)
          }
        }
      }),
    )
  })
})

describe('decisionRule', () => {
  const governance: GovernanceRules = {
    councils: [
      {
        id: 'triad',
        seats: [seat('a'), seat('b', false)],
        approvals: 1,
        split: { outcome: 'tie_break', role: 'owner' },
      },
      { id: 'torn', seats: [seat('a')], approvals: 1, split: { outcome: 'tie_break' } },
      { id: 'board', seats: [seat('a')], approvals: 1, split: { outcome: 'reject' } },
    ],
    decisions: [
      { kind: 'promotion', council: 'triad', unanimous: true },
      { kind: 'rollback', role: 'oncall', unanimous: false },
      { kind: 'waiver', council: 'torn', unanimous: false },
      { kind: 'minutes', council: 'gone', unanimous: false },
      { kind: 'incident', council: 'board', unanimous: false },
    ],
  }

  it('is that of the council, or of the one role', () => {
    expect(decisionRule(governance, 'promotion')).toEqual({
      seats: [seat('a'), seat('b', false)],
      approvals: 1,
      split: { outcome: 'tie_break', role: 'owner' },
      unanimous: true,
    })
    expect(decisionRule(governance, 'rollback')).toEqual({ ...alone, seats: [seat('oncall')] })
    expect(decisionRule(governance, 'incident')).toEqual(alone)
  })

  it('of an override of kill criteria is unanimous, whatever the definition says', () => {
    const decisions = [{ kind: 'kill_override', council: 'board', unanimous: false }]
    expect(decisionRule({ ...governance, decisions }, 'kill_override')).toEqual({ ...alone, unanimous: true })
  })

  it.each(['kill_override', 'promotion', 'stop_or_continue'])(
    'of an incident is that of %s, and unanimous, where it has none of its own',
    (kind) => {
      const decisions = [{ kind, council: 'board', unanimous: false }]
      expect(decisionRule({ ...governance, decisions }, 'incident')).toEqual({ ...alone, unanimous: true })
      const both = [{ kind: 'promotion', role: 'someone', unanimous: false }, ...decisions]
      const seat = kind === 'kill_override' ? 'a' : 'someone'
      expect(decisionRule({ ...governance, decisions: both }, 'incident')?.seats[0]?.role).toBe(seat)
      expect(decisionRule({ ...governance, decisions: [] }, 'incident')).toBeNull()
    },
  )

  it.each(['waiver', 'minutes', 'coup'])('is none where the definition has none to follow: %s', (kind) => {
    expect(decisionRule(governance, kind)).toBeNull()
  })
})
