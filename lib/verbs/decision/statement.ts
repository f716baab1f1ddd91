import type { Transaction } from '@/lib/db/transact'
import type { StoredPacket } from '@/lib/db/decisions'
import type { Instant } from '@/lib/domain/instant'
import type { Assertion } from '@/lib/register/bundle'
import { rationaleDigest, statementBytes, type VoteStatement } from '@/lib/register/statement'
import { Refusal } from '../refusal'
import type { VoteAnswer } from './decide'
import type { DecisionTransaction } from './in-decision'

/** A statement as it was handed out. */
export interface Handed {
  packet: number
  statement: VoteStatement
  rationale: string
  expiresAt: Instant
  /** What its vote was answered; null before there is one. */
  answer: VoteAnswer | null
}

interface Row {
  packet_id: number
  person: string
  statement: Buffer
  rationale: string
  expires_at: Date
  answer: VoteAnswer | null
}

/** The statement with this nonce, locked. Refuses one that was handed out to someone else as one that never was. */
export async function handedStatement({ client }: Transaction, nonce: string, person: string): Promise<Handed> {
  const unknown = new Refusal('not_found', 'unknown_statement', 'No such statement was handed out to you.')
  if (/\u0000/.test(nonce)) throw unknown
  const { rows } = await client.query<Row>(
    `SELECT n.packet_id, n.person, n.statement, n.rationale, n.expires_at,
       (SELECT v.answer FROM vote v WHERE v.statement_digest = sha256(n.statement)) AS answer
     FROM vote_nonce n WHERE n.nonce = $1 FOR UPDATE OF n`,
    [nonce],
  )
  const [row] = rows
  if (row === undefined || row.person !== person) throw unknown
  return {
    packet: row.packet_id,
    statement: JSON.parse(row.statement.toString()) as VoteStatement,
    rationale: row.rationale,
    expiresAt: row.expires_at.getTime(),
    answer: row.answer,
  }
}

/** Keeps a vote with everything that proves it, and with names and titles as they were. */
export async function storeVote(
  { tx, decision }: DecisionTransaction,
  packet: StoredPacket,
  { statement, rationale }: Handed,
  assertion: Assertion | null,
  answer: VoteAnswer,
): Promise<void> {
  const raw = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text, 'base64url'))
  const seat = packet.document.electorate.seats.find(({ role }) => role === statement.seat)
  const bytes = statementBytes(statement)
  await tx.client.query(
    `INSERT INTO vote (packet_id, decision_id, seat, person, deputy_of, name, title, vote, rationale, rationale_digest,
       method, credential_id, statement, statement_digest, signature, client_data, authenticator_data, at, answer)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, sha256($13), $14, $15, $16, $17, $18)`,
    [
      packet.id,
      decision.id,
      statement.seat,
      statement.person,
      statement.deputyOf,
      seat?.holders.find(({ person }) => person === statement.person)?.name ?? '',
      seat?.title ?? statement.seat,
      statement.vote,
      rationale,
      Buffer.from(rationaleDigest(rationale), 'hex'),
      assertion === null ? 'session' : 'passkey',
      statement.credential,
      bytes,
      raw(assertion?.signature),
      raw(assertion?.clientDataJSON),
      raw(assertion?.authenticatorData),
      new Date(tx.now),
      JSON.stringify(answer),
    ],
  )
}
