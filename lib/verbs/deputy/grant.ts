import { actorId, type UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { programState } from '@/lib/db/program-state'
import { type Context, transact } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { deputyTerm } from '@/lib/domain/people/term'
import { invalid, notFound, Refusal } from '../refusal'

export interface NewDeputy {
  /** The program's slug. */
  program: string
  role: string
  /** Who holds the role. */
  holder: string
  /** Who stands in for them. */
  deputy: string
  /** First day in the program's zone, `2026-11-26`; empty: from now on. */
  from: string
  /** Last day. */
  until: string
}

/**
 * Names who stands in for the holder of a role for a stated time. Administrators may, and holders for themselves. The
 * deputy votes as such, and every vote shows it.
 */
export async function grantDeputy(context: Context, actor: UserActor, input: NewDeputy): Promise<{ deputy: number }> {
  const { database } = context
  const known = await programState(database, database.pool, input.program)
  if (known === null) throw notFound('program')
  return transact(context, { actor, program: known, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    const state = await programState(database, client, input.program)
    if (state === null) throw notFound('program')
    const rights = await rightsOf(client, actor, state.id)
    if (!rights.active) throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
    const { role, holder, deputy } = input
    if (!rights.administrator && holder !== actor.user) {
      throw new Refusal('forbidden', 'no_right', 'An administrator names deputies, and each holder their own.')
    }
    const held = await prisma.roleAssignment.findFirst({
      where: { programId: state.id, role, userId: holder, endedAt: null, user: { deactivatedAt: null } },
    })
    if (held === null) throw invalid([{ path: 'holder', code: 'not_held', message: 'They do not hold this role.' }])
    const person = await prisma.user.findUnique({ where: { id: deputy } })
    if (person === null || person.deactivatedAt !== null) {
      throw invalid([{ path: 'deputy', code: 'unknown_person', message: 'Choose a person whose account stands.' }])
    }
    if (deputy === holder) {
      throw invalid([{ path: 'deputy', code: 'same_person', message: 'A deputy is someone else.' }])
    }
    const { zone } = state.revision.compiled.program
    const term = deputyTerm(zone, input, now)
    if (term.kind === 'fault') throw invalid([{ path: term.path, code: 'term', message: term.message }])
    const [startsAt, endsAt] = [new Date(term.start), new Date(term.end)]
    const pair = { programId: state.id, role, holderId: holder, deputyId: deputy }
    const overlapping = await prisma.deputy.findFirst({
      where: { ...pair, endedAt: null, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } },
    })
    if (overlapping !== null) {
      throw new Refusal('conflict', 'overlaps', 'They stand in for this role in part of that time already.')
    }
    const { id } = await prisma.deputy.create({
      data: { ...pair, startsAt, endsAt, grantedBy: actorId(actor), grantedAt: new Date(now) },
    })
    const payload = { deputy: id, role, holder, person: deputy, from: iso(term.start), until: iso(term.end) }
    return { result: { deputy: id }, entries: [{ type: 'deputy.granted', payload }] }
  })
}
