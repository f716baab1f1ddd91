import { askerMayVote, type DecisionKind } from '@/lib/domain/decision/kinds'
import { type DecisionRule, decisionRule, rolesOf } from '@/lib/domain/decision/rule'
import type { EndingRule } from '@/lib/domain/incident/ending'
import type { Instant } from '@/lib/domain/instant'
import type { Electorate } from '@/lib/register/packet'
import { seatHolders } from './electorate'
import type { ProgramState } from './program-state'
import type { Queryable } from './query'

/** The rule by which the program decides a kind, or null where it decides no such thing. */
export const ruleFor = (state: ProgramState, kind: DecisionKind): DecisionRule | null =>
  decisionRule(state.revision.compiled.program.governance, kind)

/** The part of a program's rule for incidents that says how they can end. */
export const endingRule = (state: ProgramState): EndingRule => ({
  unanimous: ruleFor(state, 'incident')?.unanimous ?? true,
})

/** A kind that a program decides, with the council that its definition names for it. */
interface DecidedKind {
  kind: DecisionKind
  title: string
  council: string | undefined
}

/** The kinds that a program decides; the end of an incident among them, which somebody decides in every program. */
export function decidedKinds(state: ProgramState): DecidedKind[] {
  const { decisions } = state.revision.compiled.program.governance
  const named = decisions.filter(({ kind }) => ruleFor(state, kind) !== null)
  const kinds = named.map(({ kind, title, council }) => ({ kind, title, council }))
  if (kinds.some(({ kind }) => kind === 'incident') || ruleFor(state, 'incident') === null) return kinds
  return [...kinds, { kind: 'incident', title: 'Ending an incident or a review', council: undefined }]
}

/** Who may vote on a decision as things stand: what a packet freezes. */
export async function electorateNow(
  db: Queryable,
  state: ProgramState,
  rule: DecisionRule,
  decision: { kind: DecisionKind; proposedBy: string },
  now: Instant,
): Promise<Electorate> {
  const { seats, credentials } = await seatHolders(db, state.id, rolesOf(rule), now)
  return {
    rule,
    seats: seats.map(({ role, holders }) => ({ role, title: roleTitle(state, role), holders })),
    credentials,
    asker: { person: decision.proposedBy, mayVote: askerMayVote(decision.kind) },
  }
}

/** A role's title in the program, or its id where it has gone. */
export const roleTitle = (state: ProgramState, role: string): string =>
  state.revision.compiled.program.roles.find(({ id }) => id === role)?.title ?? role
