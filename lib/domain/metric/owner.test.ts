import { describe, expect, it } from 'vitest'
import type { GovernanceRules } from '../decision/rule'
import { metricOwners } from './owner'

const board = {
  id: 'board',
  seats: [
    { role: 'lead', mandatory: true },
    { role: 'quality', mandatory: false },
  ],
  approvals: 2,
}

const deciding = (decisions: GovernanceRules['decisions'], split: GovernanceRules['councils'][number]['split']) => ({
  councils: [{ ...board, split }],
  decisions,
})
const rejects = { outcome: 'reject' } as const

describe('the owner of a metric', () => {
  it.each<[string, GovernanceRules, string | undefined, string[]]>([
    ['is the role it names', deciding([], rejects), 'bench', ['bench']],
    [
      'is that role, whoever decides',
      deciding([{ kind: 'stop_or_continue', role: 'lead', unanimous: false }], rejects),
      'bench',
      ['bench'],
    ],
    [
      'is else the role that stops or continues',
      deciding([{ kind: 'stop_or_continue', role: 'lead', unanimous: false }], rejects),
      undefined,
      ['lead'],
    ],
    [
      'is else every seat of the council that does, and its tie-break',
      deciding([{ kind: 'stop_or_continue', council: 'board', unanimous: false }], {
        outcome: 'tie_break',
        role: 'owner',
      }),
      undefined,
      ['lead', 'quality', 'owner'],
    ],
    [
      'is else whoever ends incidents, where nobody stops or continues',
      deciding([{ kind: 'promotion', role: 'lead', unanimous: false }], rejects),
      undefined,
      ['lead'],
    ],
    ['is nobody where nobody decides anything', deciding([], rejects), undefined, []],
  ])('%s', (_, governance, owner, roles) => {
    expect(metricOwners(governance, owner)).toEqual(roles)
  })
})
