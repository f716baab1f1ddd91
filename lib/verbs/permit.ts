import type pg from 'pg'
import type { Actor } from '@/lib/auth/actor'
import { type Act, mayDo, type Rights, rightsOf } from '@/lib/auth/rights'
import type { ProgramState } from '@/lib/db/program-state'
import { Refusal } from './refusal'

/** Refuses anyone who does not administer this installation. */
export async function permitAdministrator(client: pg.PoolClient, actor: Actor): Promise<Rights> {
  const rights = await rightsOf(client, actor, null)
  if (!rights.active) throw signInAgain()
  if (!rights.administrator) throw new Refusal('forbidden', 'not_administrator', 'Only an administrator may do this.')
  return rights
}

/** Refuses anyone whose roles in the program do not give them this act. */
export async function permitAct(client: pg.PoolClient, actor: Actor, state: ProgramState, act: Act): Promise<Rights> {
  const rights = await rightsOf(client, actor, state.id)
  if (!rights.active) throw signInAgain()
  const { program } = state.revision.compiled
  if (mayDo(rights, program.permissions, act)) return rights
  const titles = program.roles.filter((role) => program.permissions[act].includes(role.id)).map((role) => role.title)
  const who = titles.length === 0 ? 'no role of this program' : titles.join(', ')
  throw new Refusal('forbidden', 'no_right', `This needs one of the roles: ${who}.`)
}

const signInAgain = (): Refusal => new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
