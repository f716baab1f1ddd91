import { inflateRawSync } from 'node:zlib'
import type pg from 'pg'
import { sha256 } from '@/lib/register/digest'
import type { Finding } from './matcher'

/** Stored texts whose digests stand beside them. */
const texts = [
  { name: `'program revision ' || id`, table: 'program_revision', text: 'canonical' },
  { name: `'window evaluation ' || id`, table: 'window_evaluation', text: 'scoreboard' },
]

/** Digests of what entries name by digest alone: definitions, evaluations, upload bodies. */
export async function checkContents(client: pg.PoolClient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, table, text } of texts) {
    const { rows } = await client.query<{ name: string }>(
      `SELECT ${name} AS name FROM ${table} WHERE sha256(convert_to(${text}, 'UTF8')) <> digest ORDER BY id LIMIT 5`,
    )
    findings.push(
      ...rows.map((row) => ({ what: table, message: `${row.name} is not what was stored: its digest differs.` })),
    )
  }
  return [...findings, ...(await checkBodies(client))]
}

async function checkBodies(client: pg.PoolClient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (let last = 0; ; ) {
    const { rows } = await client.query<{ id: number; body: Buffer; canonical_digest: Buffer }>(
      'SELECT id, body, canonical_digest FROM upload WHERE id > $1 ORDER BY id LIMIT 50',
      [last],
    )
    for (const { id, body, canonical_digest } of rows) {
      if (!bodyHolds(body, canonical_digest)) {
        findings.push({
          what: 'upload',
          message: `Upload ${id}: its stored body is not the one that its digest names.`,
        })
      }
    }
    last = rows.at(-1)?.id ?? 0
    if (rows.length === 0 || findings.length >= 5) return findings
  }
}

function bodyHolds(body: Buffer, digest: Buffer): boolean {
  try {
    return sha256(inflateRawSync(body, { maxOutputLength: 64 * 2 ** 20 })).equals(digest)
  } catch {
    return false
  }
}
