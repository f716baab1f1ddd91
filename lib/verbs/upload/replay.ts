import { Refusal } from '../refusal'
import type { UploadAnswer } from './answer'
import type { Queryable } from '@/lib/db/query'

/**
 * The answer that an upload with this key got before, or null. Keys do not expire; the same key with another body is
 * refused. Only accepted uploads are kept, so a refused one may be sent again, corrected.
 */
export async function answeredBefore(
  db: Queryable,
  program: number,
  actor: string,
  key: string,
  bodyDigest: Buffer,
): Promise<UploadAnswer | null> {
  const { rows } = await db.query<{ body_digest: Buffer; answer: UploadAnswer }>({
    name: 'answered',
    text: `SELECT u.body_digest, a.answer FROM upload u JOIN upload_answer a ON a.upload_id = u.id
           WHERE u.program_id = $1 AND u.actor = $2 AND u.key = $3`,
    values: [program, actor, key],
  })
  const row = rows[0]
  if (row === undefined) return null
  if (row.body_digest.equals(bodyDigest)) return row.answer
  throw new Refusal('conflict', 'key_reused', 'This Idempotency-Key came before with another body.')
}
