import type pg from 'pg'
import { sha256 } from '@/lib/register/digest'
import { rationaleDigest, type VoteStatement } from '@/lib/register/statement'
import type { Finding } from './matcher'

interface VoteRow {
  id: number
  statement: Buffer
  statement_digest: Buffer
  rationale: string
  rationale_digest: Buffer
  credential_id: string | null
  seat: string
  person: string
  deputy_of: string | null
  vote: string
  packet: string
}

/** Whether every vote is the one that its signed statement says, with the rationale that it names. */
export async function checkBallots(client: pg.PoolClient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (let last = 0; ; ) {
    const { rows } = await client.query<VoteRow>(
      `SELECT v.id, v.statement, v.statement_digest, v.rationale, v.rationale_digest, v.credential_id, v.seat, v.person,
         v.deputy_of, v.vote, encode(p.sha256, 'hex') AS packet
       FROM vote v JOIN packet p ON p.id = v.packet_id WHERE v.id > $1 ORDER BY v.id LIMIT 200`,
      [last],
    )
    for (const row of rows) {
      if (signedAs(row)) continue
      findings.push({ what: 'vote', message: `Vote ${row.id} is not what its signed statement says.` })
    }
    last = rows.at(-1)?.id ?? 0
    if (rows.length === 0 || findings.length >= 5) return findings
  }
}

function signedAs(row: VoteRow): boolean {
  const said = statementOf(row.statement)
  return (
    said !== null &&
    said.seat === row.seat &&
    said.person === row.person &&
    said.deputyOf === row.deputy_of &&
    said.vote === row.vote &&
    said.packet === row.packet &&
    said.credential === row.credential_id &&
    said.rationale === rationaleDigest(row.rationale) &&
    row.rationale_digest.toString('hex') === said.rationale &&
    sha256(row.statement).equals(row.statement_digest)
  )
}

function statementOf(bytes: Buffer): Partial<VoteStatement> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}
