import type { Actor } from '@/lib/auth/actor'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { type Context, type Transaction, transact } from '@/lib/db/transact'
import { permitAdministrator } from '../permit'
import { invalid, notFound, Refusal } from '../refusal'

export interface RoleChange {
  /** The program's slug. */
  program: string
  user: string
  role: string
}

/** What giving and taking a role have in common: who may, and what must be there. */
export async function changeRole(
  context: Context,
  actor: Actor,
  { program, user, role }: RoleChange,
  change: (tx: Transaction, state: ProgramState) => ReturnType<Parameters<typeof transact<undefined>>[2]>,
): Promise<void> {
  const { database } = context
  const known = await programState(database, database.pool, program)
  if (known === null) throw notFound('program')
  await transact<undefined>(context, { actor, program: known, lock: 'exclusive' }, async (tx) => {
    await permitAdministrator(tx.client, actor)
    const state = await programState(database, tx.client, program)
    if (state === null) throw notFound('program')
    if (!state.revision.compiled.program.roles.some((one) => one.id === role)) {
      throw invalid([{ path: 'role', code: 'unknown_role', message: `"${role}" is no role of ${program}.` }])
    }
    const person = await tx.prisma.user.findUnique({ where: { id: user } })
    if (person === null) throw notFound('person')
    if (person.deactivatedAt !== null) throw new Refusal('conflict', 'deactivated', 'This person has been deactivated.')
    return change(tx, state)
  })
}
