import type { AttestationFact, OutsidePointer } from '@/lib/domain/gate/facts'
import type { Instant } from '@/lib/domain/instant'
import type { Queryable } from './query'

/** An attestation with how it was withdrawn, for people. */
export interface StoredAttestation extends AttestationFact {
  withdrawal: { by: string; reason: string; at: Instant } | null
}

type Row = Omit<StoredAttestation, 'person' | 'evidence' | 'withdrawnAt' | 'withdrawal'> & {
  user_id: string
  name: string
  evidence: OutsidePointer[]
  withdrawn_at: Instant | null
  withdrawn_by: string | null
  reason: string | null
}

/** Everything that was ever attested or entered for a program's gates, oldest first. */
export async function attestationFacts(db: Queryable, program: number): Promise<StoredAttestation[]> {
  const { rows } = await db.query<Row>({
    name: 'attestation_facts',
    text: `SELECT a.id, a.kind::text AS kind, a.phase, a.side::text AS side, a.criterion, a.role, a.user_id, u.name, a.evidence,
             a.command, a.system, a.record_id AS "recordId", (extract(epoch FROM a.at) * 1000)::float8 AS at,
             (extract(epoch FROM w.at) * 1000)::float8 AS withdrawn_at, b.name AS withdrawn_by, w.reason
           FROM attestation a JOIN user_account u ON u.id = a.user_id
             LEFT JOIN attestation_withdrawal w ON w.attestation_id = a.id LEFT JOIN user_account b ON b.id = w.user_id
           WHERE a.program_id = $1 ORDER BY a.at, a.id`,
    values: [program],
  })
  return rows.map(({ user_id, name, withdrawn_at, withdrawn_by, reason, ...row }) => ({
    ...row,
    person: { id: user_id, name },
    withdrawnAt: withdrawn_at,
    withdrawal: withdrawn_at === null ? null : { by: withdrawn_by ?? '', reason: reason ?? '', at: withdrawn_at },
  }))
}
