import { describe, expect, it } from 'vitest'
import { type DecisionState, decisionStates } from '@/lib/domain/decision/kinds'
import type { DecisionRule } from '@/lib/domain/decision/rule'
import type { Count } from '@/lib/domain/decision/standing'
import { type Vote, tally } from '@/lib/domain/decision/tally'
import { tallyWords } from './tally-words'

const seat = (role: string, mandatory = false) => ({ role, mandatory })
const triad: DecisionRule = {
  seats: [seat('architect'), seat('reliability'), seat('security')],
  approvals: 3,
  split: { outcome: 'tie_break', role: 'owner' },
  unanimous: false,
}

function counted(rule: DecisionRule, votes: Record<string, Vote>): Count {
  const ballots = Object.entries(votes).map(([role, vote], at) => ({
    ...{ seat: role, vote, person: role, deputyOf: null, credential: null, at },
  }))
  return { counted: ballots, uncounted: [], tally: tally(rule, ballots), split: false }
}

const told = (state: DecisionState, votes: Record<string, Vote>, rule = triad): string =>
  tallyWords({ state, rule, counted: counted(rule, votes), titleOf: (role) => `<${role}>` })

const three = (security: Vote): Record<string, Vote> => ({ architect: 'approve', reliability: 'approve', security })

describe('what votes come to, in words', () => {
  it.each<[string, DecisionState, Record<string, Vote>, Partial<DecisionRule>, string]>([
    ['open', 'sealed', { architect: 'approve' }, {}, 'Waits for <reliability>, <security>.'],
    ['approved', 'decided', three('approve'), {}, '3 of 3 seats approved; 3 were needed.'],
    [
      'rejected where a split rejects',
      'decided',
      { architect: 'reject' },
      { split: { outcome: 'reject' } },
      '0 of 3 seats approved; 3 were needed.',
    ],
    [
      'approved by two, one of them mandatory',
      'decided',
      { architect: 'approve', security: 'approve' },
      { approvals: 2, seats: [seat('architect', true), seat('reliability'), seat('security')] },
      '2 of 3 seats approved; 2 were needed, <architect> among them.',
    ],
    [
      'a broken tie',
      'decided',
      { ...three('reject'), owner: 'approve' },
      {},
      '2 of 3 seats approved; the <owner>, whose vote breaks a tie, approved it.',
    ],
    ['unanimity', 'decided', three('approve'), { unanimous: true }, 'Every seat approved: 3 of 3, as it had to be.'],
    [
      'unanimity that one ended',
      'decided',
      { security: 'reject' },
      { unanimous: true },
      '<security> rejected it, and every seat had to approve.',
    ],
    [
      'one role',
      'decided',
      { owner: 'reject' },
      { seats: [seat('owner', true)], approvals: 1, split: { outcome: 'reject' } },
      'The <owner>, who decides this alone, rejected it.',
    ],
    [
      'stale',
      'stale',
      { architect: 'approve' },
      {},
      '1 of 3 votes was cast; what was sealed no longer held, so no vote counts.',
    ],
    ['withdrawn', 'withdrawn', {}, {}, 'It was withdrawn before it was decided. No votes were cast.'],
    ['expired', 'expired', three('approve'), {}, 'It expired before it was decided. 3 of 3 votes were cast.'],
  ])('%s', (_, state, votes, more, words) => {
    expect(told(state, votes, { ...triad, ...more })).toBe(words)
  })

  it('asks for nothing of what has ended', () => {
    for (const state of decisionStates) {
      if (state === 'proposed' || state === 'sealed') continue
      expect(told(state, { architect: 'approve' })).not.toMatch(/\b(waits|asked|decides|must)\b/i)
      if (state === 'stale' || state === 'decided') continue
      expect(tallyWords({ state, rule: null, counted: null, titleOf: (role) => role })).not.toMatch(/yet/)
    }
  })
})
