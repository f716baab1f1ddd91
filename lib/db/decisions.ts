import { type DecisionKind, decisionId, type DecisionState } from '@/lib/domain/decision/kinds'
import type { Judgement } from '@/lib/domain/decision/judgement'
import type { Ballot } from '@/lib/domain/decision/standing'
import type { Instant } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'
import type { PacketDocument } from '@/lib/register/packet'
import type { VoteStatement } from '@/lib/register/statement'
import { type Queryable, ms } from './query'

/** A decision as it is stored. */
export interface StoredDecision {
  id: number
  number: number
  kind: DecisionKind
  subject: string
  title: string
  question: string
  recommendation: string
  input: Json
  state: DecisionState
  outcome: 'approved' | 'rejected' | null
  round: number
  proposedBy: string
  proposerName: string
  proposedAt: Instant
  sealedAt: Instant | null
  expiresAt: Instant | null
  sla: 'critical' | 'high' | 'medium' | null
  dueAt: Instant | null
  breachedAt: Instant | null
  endedAt: Instant | null
}

const COLUMNS = `d.id, d.number, d.kind, d.subject, d.title, d.question, d.recommendation, d.input, d.state, d.outcome,
  d.round, d.proposed_by AS "proposedBy", u.name AS "proposerName", ${ms('d.proposed_at')} AS "proposedAt",
  ${ms('d.sealed_at')} AS "sealedAt", ${ms('d.expires_at')} AS "expiresAt", d.sla, ${ms('d.due_at')} AS "dueAt",
  ${ms('d.breached_at')} AS "breachedAt", ${ms('d.ended_at')} AS "endedAt"`

const FROM = 'FROM decision d JOIN user_account u ON u.id = d.proposed_by'

/** What an integer column holds: a number beyond is of no row. */
const LARGEST = 2_147_483_647

/**
 * One decision of a program by its number, which may come from a browser as anything; or null. With `lock` its row stays
 * locked to the transaction's end.
 */
export async function decisionOf(
  db: Queryable,
  program: number,
  number: number,
  lock = false,
): Promise<StoredDecision | null> {
  if (!Number.isInteger(number) || number < 1 || number > LARGEST) return null
  const { rows } = await db.query<StoredDecision>({
    name: lock ? 'decision_locked' : 'decision',
    text: `SELECT ${COLUMNS} ${FROM} WHERE d.program_id = $1 AND d.number = $2 ${lock ? 'FOR UPDATE OF d' : ''}`,
    values: [program, number],
  })
  return rows[0] ?? null
}

/** How packets and the register name a decision, by its row. */
export async function decisionName(db: Queryable, id: number): Promise<string> {
  const { rows } = await db.query<{ number: number }>({
    name: 'decision_name',
    text: 'SELECT number FROM decision WHERE id = $1',
    values: [id],
  })
  const [row] = rows
  if (row === undefined) throw new Error(`there is no decision with the row ${id}`)
  return decisionId(row.number)
}

/** All decisions of a program, newest first. */
export async function decisionsOf(db: Queryable, program: number): Promise<StoredDecision[]> {
  const { rows } = await db.query<StoredDecision>({
    name: 'decisions',
    text: `SELECT ${COLUMNS} ${FROM} WHERE d.program_id = $1 ORDER BY d.number DESC`,
    values: [program],
  })
  return rows
}

/** A sealed packet as it is stored. */
export interface StoredPacket {
  id: number
  decision: number
  round: number
  revision: number
  document: PacketDocument
  /** SHA-256 of its bytes, hex. */
  sha256: string
  judgement: string
  judged: Judgement
  sealedBy: string
  sealedAt: Instant
}

type PacketRow = Omit<StoredPacket, 'document'> & { bytes: Buffer }

const PACKET = `id, decision_id AS decision, round, revision_id AS revision, bytes, encode(sha256, 'hex') AS sha256,
  encode(judgement, 'hex') AS judgement, judged, sealed_by AS "sealedBy", ${ms('sealed_at')} AS "sealedAt"`

/** The packets of a decision, in the order of their rounds. */
export async function packetsOf(db: Queryable, decision: number): Promise<StoredPacket[]> {
  const { rows } = await db.query<PacketRow>({
    name: 'packets',
    text: `SELECT ${PACKET} FROM packet WHERE decision_id = $1 ORDER BY round`,
    values: [decision],
  })
  return rows.map(({ bytes, ...row }) => ({ ...row, document: JSON.parse(bytes.toString()) as PacketDocument }))
}

/** A vote as it is stored, with what the tally asks of it. */
export interface StoredVote extends Ballot {
  packet: number
  name: string
  title: string
  deputyName: string | null
  rationale: string
  method: 'passkey' | 'session'
  statement: VoteStatement
  /** hex */
  statementDigest: string
}

type VoteRow = Omit<StoredVote, 'statement'> & { statement: Buffer }

/** Every vote of a decision, of all rounds, in the order they came. */
export async function votesOf(db: Queryable, decision: number): Promise<StoredVote[]> {
  const { rows } = await db.query<VoteRow>({
    name: 'votes',
    text: `SELECT v.packet_id AS packet, v.seat, v.vote, v.person, v.name, v.title, v.deputy_of AS "deputyOf",
             u.name AS "deputyName", v.rationale, v.method, v.credential_id AS credential, v.statement,
             encode(v.statement_digest, 'hex') AS "statementDigest", ${ms('v.at')} AS at
           FROM vote v LEFT JOIN user_account u ON u.id = v.deputy_of WHERE v.decision_id = $1 ORDER BY v.id`,
    values: [decision],
  })
  return rows.map(({ statement, ...row }) => ({
    ...row,
    statement: JSON.parse(statement.toString()) as VoteStatement,
  }))
}
