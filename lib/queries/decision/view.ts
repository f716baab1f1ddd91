import { packetsOf, type StoredDecision, type StoredPacket, type StoredVote, votesOf } from '@/lib/db/decisions'
import { roleTitle } from '@/lib/db/electors'
import { excludedBy, hearingOf, sessionSignatures, type StoredHearing, votesIn } from '@/lib/db/hearing'
import type { Queryable } from '@/lib/db/query'
import type { ProgramState } from '@/lib/db/program-state'
import { type Ballot, type Count, count, whyNot } from '@/lib/domain/decision/standing'
import { type Instant, iso } from '@/lib/domain/instant'
import type { DecisionListDto, MySeatDto, SeatNameDto } from '../decision-dto'

/** A decision with what its votes come to now. */
export interface DecisionView {
  decision: StoredDecision
  packets: StoredPacket[]
  /** Of the current round; null before the first seal. */
  packet: StoredPacket | null
  votes: StoredVote[]
  /** null before the first seal. */
  hearing: StoredHearing | null
  counted: Count | null
}

/** Reads what a page shows of a decision. */
export async function viewOf(
  db: Queryable,
  state: ProgramState,
  decision: StoredDecision,
  now: Instant,
): Promise<DecisionView> {
  const packets = await packetsOf(db, decision.id)
  const packet = packets.at(-1) ?? null
  const votes = await votesOf(db, decision.id)
  const hearing = packet === null ? null : await hearingOf(db, state, decision, packet, now)
  const counted = packet === null || hearing === null ? null : countOf(decision, hearing, votesIn(packet, votes))
  return { decision, packets, packet, votes, hearing, counted }
}

/** A decided one is counted by its packet alone: whoever left since, it stays as it fell (semantics 11). */
function countOf(decision: StoredDecision, hearing: StoredHearing, votes: readonly StoredVote[]): Count {
  const settled = decision.state === 'decided'
  return count(settled ? { ...hearing, current: hearing.sealed } : hearing, votes)
}

export const seatName = (state: ProgramState, role: string): SeatNameDto => ({ role, title: roleTitle(state, role) })

/** Seats that someone may fill now. */
export async function seatsFor(
  db: Queryable,
  state: ProgramState,
  { decision, packet, hearing, counted, votes }: DecisionView,
  user: string,
  now: Instant,
): Promise<MySeatDto[]> {
  if (decision.state !== 'sealed' || packet === null || hearing === null || counted === null) return []
  const cast = votesIn(packet, votes)
  if (user === excludedBy(hearing.sealed) || cast.some(({ person }) => person === user)) return []
  const sessions = await sessionSignatures(db, state)
  return hearing.sealed.seats.flatMap(({ role, title, holders }) => {
    if (cast.some(({ seat }) => seat === role)) return []
    const tieBreak = !hearing.rule.seats.some((seat) => seat.role === role)
    if (tieBreak && !counted.split) return []
    return holders
      .filter(({ person }) => person === user)
      .map(({ deputyOf }): MySeatDto | null => {
        const ballot: Ballot = { seat: role, vote: 'approve', person: user, deputyOf, credential: null, at: now }
        if (whyNot(hearing, ballot) !== null) return null
        const keys = hearing.sealed.credentials.filter(({ person }) => person === user)
        const credentials = keys
          .map(({ credentialId }) => credentialId)
          .filter((credential) => whyNot(hearing, { ...ballot, credential }) === null)
        if (!sessions && credentials.length === 0) return null
        const name = hearing.sealed.seats
          .flatMap((seat) => seat.holders)
          .find((holder) => holder.person === deputyOf)?.name
        return {
          seat: { role, title },
          deputyOf: deputyOf === null ? null : { user: deputyOf, name: name ?? '' },
          tieBreak,
          credentials,
        }
      })
      .filter((seat) => seat !== null)
  })
}

/** A decision as a list shows it. */
export function listDto(state: ProgramState, view: DecisionView, waitsForMe: boolean): DecisionListDto {
  const { decision, counted } = view
  const { governance } = state.revision.compiled.program
  const { dueAt, sla, breachedAt } = decision
  const open = decision.state === 'sealed' && counted?.tally.outcome === 'open' ? counted.tally.waitsFor : []
  return {
    number: decision.number,
    kind: decision.kind,
    kindTitle: governance.decisions.find(({ kind }) => kind === decision.kind)?.title ?? decision.kind,
    subject: decision.subject,
    title: decision.title,
    state: decision.state,
    outcome: decision.outcome,
    round: decision.round,
    proposer: { user: decision.proposedBy, name: decision.proposerName },
    proposedAt: iso(decision.proposedAt),
    sealedAt: at(decision.sealedAt),
    endedAt: at(decision.endedAt),
    expiresAt: at(decision.expiresAt),
    deadline: dueAt === null || sla === null ? null : { severity: sla, dueAt: iso(dueAt), breachedAt: at(breachedAt) },
    waitsFor: open.map((role) => seatName(state, role)),
    waitsForMe,
  }
}

const at = (instant: Instant | null): string | null => (instant === null ? null : iso(instant))
