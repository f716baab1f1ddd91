import { describe, expect, it } from 'vitest'
import type { DecisionRule } from './rule'
import { deciderWords } from './words'

const seat = (role: string, mandatory = false) => ({ role, mandatory })
const rule = (more: Partial<DecisionRule> = {}): DecisionRule => ({
  seats: [seat('a'), seat('b', true), seat('c')],
  approvals: 3,
  split: { outcome: 'tie_break', role: 'owner' },
  unanimous: false,
  ...more,
})
const words = (given: DecisionRule, council: string | null = 'Triad'): string =>
  deciderWords(given, council, (role) => role.toUpperCase())

describe('who decides, in words', () => {
  it('names the seats, the quorum, and what a split does', () => {
    expect(words(rule())).toBe('Triad (A, B, C): 3 of 3 must approve; if they differ, the OWNER decides.')
    expect(words(rule({ approvals: 2, split: { outcome: 'reject' } }))).toBe(
      'Triad (A, B, C): 2 of 3 must approve, B among them; a split rejects.',
    )
  })

  it('has no tie-break where every seat must approve', () => {
    expect(words(rule({ unanimous: true }))).toBe(
      'Triad (A, B, C): every seat must approve, and one rejection ends it.',
    )
  })

  it('names the role that decides alone', () => {
    expect(words(rule({ seats: [seat('a', true)], approvals: 1 }), null)).toBe('The A decides alone.')
  })
})
