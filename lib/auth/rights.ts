import type { Actor } from './actor'
import type { Queryable } from '@/lib/db/query'

/** What a person may do in a program, as the database says now. */
export interface Rights {
  /** Someone who may sign in at all. */
  active: boolean
  administrator: boolean
  roles: ReadonlySet<string>
}

const nothing: Rights = { active: false, administrator: false, roles: new Set() }

/**
 * The rights of an actor in a program (null: in the installation). Read them over the transaction's client: a role
 * taken away then ends at once, whatever a session still believes.
 */
export async function rightsOf(db: Queryable, actor: Actor, program: number | null): Promise<Rights> {
  if (actor.kind === 'operator' || actor.kind === 'system')
    return { active: true, administrator: true, roles: new Set() }
  if (actor.kind !== 'user') return nothing
  const { rows } = await db.query<{ administrator: boolean; roles: string[] }>({
    name: 'rights',
    text: `SELECT EXISTS (SELECT 1 FROM administrator a WHERE a.user_id = u.id AND a.ended_at IS NULL) AS administrator,
             ARRAY(SELECT role FROM role_assignment r WHERE r.user_id = u.id AND r.program_id = $2 AND r.ended_at IS NULL) AS roles
           FROM user_account u WHERE u.id = $1 AND u.deactivated_at IS NULL`,
    values: [actor.user, program],
  })
  const row = rows[0]
  if (row === undefined) return nothing
  return { active: true, administrator: row.administrator, roles: new Set(row.roles) }
}

/** Acts that a program's definition gives to roles. */
export type Act =
  | 'record_sample'
  | 'report_trigger'
  | 'manage_risk'
  | 'run_review'
  | 'declare_incident'
  | 'record_defect'
  | 'propose_decision'

/** Whether one of the person's roles may do this in the program. */
export function mayDo(rights: Rights, permissions: Record<Act, readonly string[]>, act: Act): boolean {
  return rights.active && permissions[act].some((role) => rights.roles.has(role))
}
