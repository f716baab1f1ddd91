import type { Actor } from '@/lib/auth/actor'
import { type Rights, rightsOf } from '@/lib/auth/rights'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import type { GateCheck, GateSide } from '@/lib/domain/gate/program'
import { invalid, notFound, Refusal } from '../refusal'

/** Which criterion of which gate. */
export interface CriterionInput {
  /** The program's slug. */
  program: string
  phase: string
  gate: GateSide
  criterion: string
}

/** The checks of a kind that a criterion has; refused where it is not there, or is not checked that way. */
export function checksOf<Kind extends GateCheck['kind']>(
  state: ProgramState,
  { phase, gate, criterion }: CriterionInput,
  kind: Kind,
): Extract<GateCheck, { kind: Kind }>[] {
  const found = state.revision.compiled.gates.phases
    .find(({ id }) => id === phase)
    ?.[gate].find(({ id }) => id === criterion)
  if (found === undefined) throw notFound('criterion')
  const checks = found.checks.filter((check): check is Extract<GateCheck, { kind: Kind }> => check.kind === kind)
  if (checks.length > 0) return checks
  throw new Refusal('conflict', 'computed', `${criterion} is not checked this way: what can be computed is computed.`)
}

/**
 * The role that someone speaks in: one that they hold now and that the check names. `asked` is the one they chose;
 * without a choice, their first.
 */
export async function speakingRole(
  { client }: Transaction,
  actor: Actor,
  state: ProgramState,
  roles: readonly string[],
  asked: string | null,
): Promise<string> {
  const rights: Rights = await rightsOf(client, actor, state.id)
  if (!rights.active) throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
  if (asked !== null && !roles.includes(asked)) {
    throw invalid([{ path: 'role', code: 'other_role', message: 'This criterion is not for that role.' }])
  }
  const held = (asked === null ? roles : [asked]).find((role) => rights.roles.has(role))
  if (held !== undefined) return held
  const titles = roles.map((role) => state.revision.compiled.gates.roles.get(role) ?? role)
  throw new Refusal('forbidden', 'no_right', `This needs the role: ${titles.join(' or ')}.`)
}
