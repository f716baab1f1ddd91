import { type Actor, actorId } from '@/lib/auth/actor'
import { type Context, transact } from '@/lib/db/transact'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { permitAdministrator } from '../permit'
import { notFound } from '../refusal'
import { endDeputies } from './end-deputies'
import { refuseLastAdministrator } from './last-administrator'

/** Why a key of someone who has left is revoked. */
const LEFT = 'left'

/**
 * Someone leaves: they can no longer sign in; every role, every deputy's term of theirs and every key ends. What they
 * signed stays as it was.
 */
export async function deactivatePerson(context: Context, actor: Actor, user: string): Promise<void> {
  await transact<undefined>(
    context,
    { actor, program: null, lock: 'exclusive', everyProgram: true },
    async ({ prisma, client, now }) => {
      await permitAdministrator(client, actor)
      const person = await prisma.user.findUnique({
        where: { id: user },
        include: {
          roles: { where: { endedAt: null } },
          administrations: { where: { endedAt: null } },
          passkeys: { where: { revokedAt: null }, orderBy: { id: 'asc' } },
        },
      })
      if (person === null) throw notFound('person')
      if (person.deactivatedAt !== null) return { result: undefined, unchanged: true }
      const end = { endedAt: new Date(now), endedBy: actorId(actor) }
      const entries: [EntryDraft, ...EntryDraft[]] = [{ type: 'person.deactivated', payload: { user } }]
      if (person.administrations.length > 0) {
        await refuseLastAdministrator(prisma, user)
        await prisma.administrator.updateMany({ where: { userId: user, endedAt: null }, data: end })
        entries.push({ type: 'administrator.ended', payload: { user } })
      }
      await prisma.roleAssignment.updateMany({ where: { userId: user, endedAt: null }, data: end })
      entries.push(...person.roles.map(({ role }): EntryDraft => ({ type: 'role.ended', payload: { user, role } })))
      entries.push(...(await endDeputies(prisma, { OR: [{ holderId: user }, { deputyId: user }] }, end)))
      await prisma.passkey.updateMany({
        where: { userId: user, revokedAt: null },
        data: { revokedAt: end.endedAt, revokedBy: end.endedBy, revokedReason: LEFT },
      })
      const reasonDigest = sha256(LEFT).toString('hex')
      entries.push(
        ...person.passkeys.map(
          ({ id }): EntryDraft => ({
            type: 'passkey.revoked',
            payload: { user, passkey: id, reason: 'left', reasonDigest },
          }),
        ),
      )
      await prisma.user.update({ where: { id: user }, data: { deactivatedAt: new Date(now) } })
      return { result: undefined, entries }
    },
  )
}
