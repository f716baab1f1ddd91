import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayConfirmKey } from './confirmation'

const triad = { seats: [{ role: 'architect' }, { role: 'reliability' }, { role: 'security' }] }
const board = { seats: [{ role: 'security' }, { role: 'legal' }] }
const councils = [triad, board]
const owner = (...roles: string[]) => ({ user: 'owner', roles: new Set(roles) })
const other = (...roles: string[]) => ({ user: 'other', administrator: false, roles: new Set(roles) })

describe('mayConfirmKey', () => {
  it.each([
    ['another seat of the same council', owner('architect'), other('security'), true],
    ['the same seat, held by two', owner('architect'), other('architect'), false],
    ['another council, which the owner does not sit in', owner('architect'), other('legal'), false],
    ['a council that both sit in', owner('security'), other('legal'), true],
    ['a role that votes nowhere', owner('architect'), other('writer'), false],
    ['an owner who votes nowhere', owner('writer'), other('architect'), false],
    ['nobody in particular', owner('architect'), other(), false],
    ['an administrator', owner('architect'), { ...other(), administrator: true }, true],
    ['an administrator, for someone who votes nowhere', owner(), { ...other(), administrator: true }, true],
  ])('%s', (_, owned, confirmer, may) => {
    expect(mayConfirmKey(councils, owned, confirmer)).toBe(may)
  })

  it('never lets anyone confirm their own key', () => {
    const roles = fc.subarray(['architect', 'reliability', 'security', 'legal'])
    fc.assert(
      fc.property(roles, fc.boolean(), (held, administrator) => {
        const confirmer = { user: 'owner', administrator, roles: new Set(held) }
        expect(mayConfirmKey(councils, owner(...held), confirmer)).toBe(false)
      }),
    )
  })
})
