import type { DecisionKind, DecisionState } from '@/lib/domain/decision/kinds'
import type { Vote } from '@/lib/domain/decision/tally'
import type { Json } from '@/lib/register/canonical'
import type { PacketDocument } from '@/lib/register/packet'

export interface PersonDto {
  user: string
  name: string
}

/** A seat or the tie-break role, by its role's id and title. */
export interface SeatNameDto {
  role: string
  title: string
}

/** A decision as a list shows it. Times are ISO 8601 in UTC. */
export interface DecisionListDto {
  /** Its number in the program: `/{program}/decisions/{number}`. */
  number: number
  kind: DecisionKind
  /** The kind's title in the program: "Cross-phase promotion". */
  kindTitle: string
  subject: string
  title: string
  state: DecisionState
  outcome: 'approved' | 'rejected' | null
  round: number
  proposer: PersonDto
  proposedAt: string
  sealedAt: string | null
  endedAt: string | null
  expiresAt: string | null
  deadline: { severity: 'critical' | 'high' | 'medium'; dueAt: string; breachedAt: string | null } | null
  /** Seats whose votes are still to come; empty unless sealed. */
  waitsFor: SeatNameDto[]
  /** Whether the reader could vote on it now. */
  waitsForMe: boolean
}

export interface VoteDto {
  round: number
  seat: SeatNameDto
  /** Name as it was at the vote. */
  person: PersonDto
  deputyOf: PersonDto | null
  vote: Vote
  rationale: string
  /** `session` signatures are "attested by the operator" everywhere. */
  method: 'passkey' | 'session'
  credential: string | null
  at: string
  /** Whether it counts now, or counted when the decision fell; else why not. */
  counts: boolean
  notCounted: string | null
}

export interface DecisionEventDto {
  type:
    | 'proposed'
    | 'sealed'
    | 'voted'
    | 'split'
    | 'stale'
    | 'overdue'
    | 'decided'
    | 'withdrawn'
    | 'expired'
    | 'superseded'
  at: string
  by: string
  /** In words. */
  text: string
  /** What changed, one sentence each; of `stale` alone. */
  changes: string[]
}

/** A seat that the reader may fill now, as themselves or for someone. */
export interface MySeatDto {
  seat: SeatNameDto
  deputyOf: PersonDto | null
  /** True for the vote that breaks a tie. */
  tieBreak: boolean
  /** Keys in the sealed packet that they may sign with; empty with session signatures. */
  credentials: string[]
}

export interface PacketDto {
  /** `/{program}/packets/{id}.json` */
  id: number
  round: number
  /** SHA-256 of the packet's bytes, hex. */
  sha256: string
  judgement: string
  sealedAt: string
  sealedBy: PersonDto | null
  document: PacketDocument
}

export interface DecisionDto extends DecisionListDto {
  program: string
  zone: string
  now: string
  question: string
  recommendation: string
  /** What was asked, as its kind has it (lib/verbs/decision/input.ts). */
  input: Json
  /** Names of the people whose ids the input holds. */
  names: Readonly<Record<string, string>>
  rule: {
    council: string | null
    seats: (SeatNameDto & { mandatory: boolean })[]
    approvals: number
    unanimous: boolean
    /** null where a split rejects. */
    tieBreak: SeatNameDto | null
  }
  signatures: 'passkey' | 'session'
  /** Of the current round; null before the first seal. */
  packet: PacketDto | null
  /** Packets of all rounds, oldest first. */
  packets: { id: number; round: number; sha256: string; sealedAt: string }[]
  /** Of all rounds, oldest first. */
  votes: VoteDto[]
  tally: { outcome: 'approved' | 'rejected' | 'open' | 'split'; reasons: string[] }
  /** What has changed since the seal, so that the next vote would make it stale; empty where nothing has. */
  changedSinceSeal: string[]
  /** Why it cannot be sealed as things stand; empty where it can. */
  sealingNeeds: string[]
  mySeats: MySeatDto[]
  /** Why the reader may not vote; null where they may. */
  whyNotMe: string | null
  may: { seal: boolean; withdraw: boolean }
  history: DecisionEventDto[]
}

/** A waiver, a plan or a debt: what a decision lets stand for a time. */
export interface StandingDto {
  kind: 'waiver' | 'plan' | 'debt'
  id: number
  /** The decision that opened it, by its number. */
  decision: number
  /** The series, criterion, metric or surface that it is about. */
  target: string
  /** Who asked for the waiver, or owns the plan; null of a debt. */
  person: PersonDto | null
  /** Key of the risk that carries a debt; null of others. */
  risk: string | null
  /** Why, as it was asked for; of a plan, what is planned. */
  why: string
  /** What else was decided about it, one line each. */
  terms: string[]
  evidence: string[]
  openedAt: string
  /** The instant from which it holds no more. */
  until: string
  endedAt: string | null
  endedBy: string | null
  /** Why it ended early; null of what did not. */
  endReason: string | null
  /** `ownerless`: a plan whose owner has left, which counts as none. */
  state: 'holds' | 'ownerless' | 'over' | 'ended'
}
