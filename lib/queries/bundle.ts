import type pg from 'pg'
import type { Actor } from '@/lib/auth/actor'
import { type StoredDecision, decisionOf, packetsOf, type StoredVote, votesOf } from '@/lib/db/decisions'
import { planned } from '@/lib/db/register-log'
import type { Context } from '@/lib/db/transact'
import { decisionId } from '@/lib/domain/decision/kinds'
import { iso } from '@/lib/domain/instant'
import { type Assertion, buildBundle, bundleBytes, type BundleVote, type ProvenEntry } from '@/lib/register/bundle'
import type { Json } from '@/lib/register/canonical'
import { inclusionPlan } from '@/lib/register/merkle'
import { notFound, Refusal } from '@/lib/verbs/refusal'
import type { PacketFile } from './packets'
import { newestCheckpoint, type CheckpointDto } from './register/proofs'
import { visibleProgram } from './visible'

/** The bundle of a packet that was decided on (semantics 12); refused while its entries are not under a checkpoint. */
export async function bundleFile(context: Context, actor: Actor, slug: string, packetId: number): Promise<PacketFile> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const number = await numberOf(pool, state.id, packetId)
  const decision = number === null ? null : await decisionOf(pool, state.id, number)
  if (decision === null) throw notFound('packet')
  const packet = (await packetsOf(pool, decision.id)).find(({ id }) => id === packetId)
  if (packet === undefined) throw notFound('packet')
  if (decision.state !== 'decided' || decision.round !== packet.round) {
    throw new Refusal('conflict', 'not_decided', 'A bundle is of a packet that was decided on.')
  }
  const checkpoint = await newestCheckpoint(context)
  const found = await entriesOf(pool, state.id, decision)
  const entry = (type: string, name: string, value: string): Promise<ProvenEntry> =>
    proven(
      pool,
      slug,
      checkpoint,
      found.find((row) => row.type === type && row.payload[name] === value),
    )
  const decided = await entry('decision.decided', 'packet', packet.sha256)
  const counted = new Set((decided.entry.payload as unknown as { votes: string[] }).votes)
  const votes: BundleVote[] = []
  for (const vote of await votesOf(pool, decision.id)) {
    if (vote.packet !== packet.id || !counted.has(vote.statementDigest)) continue
    votes.push({
      statement: vote.statement,
      rationale: vote.rationale,
      assertion: await assertionOf(pool, vote),
      entry: await entry('vote.cast', 'statement', vote.statementDigest),
    })
  }
  const bundle = buildBundle({
    packet: packet.document,
    revision: await revisionOf(pool, packet.revision),
    sealed: await entry('decision.sealed', 'packet', packet.sha256),
    votes,
    decided,
    checkpoint: checkpoint.note,
  })
  return { name: `${slug}-${decisionId(decision.number)}.bundle.json`, body: bundleBytes(bundle) }
}

async function numberOf(pool: pg.Pool, program: number, packet: number): Promise<number | null> {
  const { rows } = await pool.query<{ number: number }>(
    'SELECT d.number FROM packet p JOIN decision d ON d.id = p.decision_id WHERE d.program_id = $1 AND p.id = $2',
    [program, packet],
  )
  return rows[0]?.number ?? null
}

interface EntryRow {
  type: string
  actor: string
  at: Date
  payload: Record<string, Json>
  leaf: string | null
}

async function entriesOf(pool: pg.Pool, program: number, { number }: StoredDecision): Promise<EntryRow[]> {
  const { rows } = await pool.query<EntryRow>(
    `SELECT e.type, e.actor, e.at, convert_from(e.payload, 'UTF8')::json AS payload, l.index AS leaf
     FROM register_entry e LEFT JOIN register_leaf l ON l.entry_id = e.id
     WHERE e.program_id = $1 AND e.type IN ('decision.sealed', 'vote.cast', 'decision.decided')
       AND convert_from(e.payload, 'UTF8')::json ->> 'decision' = $2 ORDER BY e.id`,
    [program, decisionId(number)],
  )
  return rows
}

async function proven(
  pool: pg.Pool,
  program: string,
  { size }: CheckpointDto,
  row: EntryRow | undefined,
): Promise<ProvenEntry> {
  if (row === undefined) throw notFound('entry')
  if (row.leaf === null || Number(row.leaf) >= size) {
    throw new Refusal('unavailable', 'not_sealed_yet', 'The register has not sealed these entries yet.', [], 10)
  }
  const path = await planned(pool, inclusionPlan(Number(row.leaf), size))
  const { type, actor, at, payload } = row
  return {
    entry: { type, actor, program, at: iso(at.getTime()), payload },
    leaf: Number(row.leaf),
    path: path.map((hash) => Buffer.from(hash).toString('hex')),
  }
}

async function assertionOf(pool: pg.Pool, vote: StoredVote): Promise<Assertion | null> {
  if (vote.method === 'session') return null
  const { rows } = await pool.query<{ signature: Buffer; client_data: Buffer; authenticator_data: Buffer }>(
    'SELECT signature, client_data, authenticator_data FROM vote WHERE statement_digest = $1',
    [Buffer.from(vote.statementDigest, 'hex')],
  )
  const [row] = rows
  if (row === undefined) throw notFound('vote')
  return {
    clientDataJSON: row.client_data.toString('base64url'),
    authenticatorData: row.authenticator_data.toString('base64url'),
    signature: row.signature.toString('base64url'),
  }
}

async function revisionOf(pool: pg.Pool, id: number): Promise<{ number: number; definition: Json }> {
  const { rows } = await pool.query<{ number: number; canonical: string }>(
    'SELECT number, canonical FROM program_revision WHERE id = $1',
    [id],
  )
  const [row] = rows
  if (row === undefined) throw notFound('revision')
  return { number: row.number, definition: JSON.parse(row.canonical) as Json }
}
