import type pg from 'pg'
import type { Instant } from '@/lib/domain/instant'
import { windowAt } from '@/lib/domain/metric/run'
import type { ProgramState } from '@/lib/db/program-state'
import { lockRows, type Transaction } from '@/lib/db/transact'
import { Refusal } from '../refusal'
import type { Arrival, ArrivedSample, RunHead } from './arrival'

/** A stored run, locked by the transaction that reads it. */
export interface StoredRun {
  id: number
  ref: string
  gated: boolean
  openedAt: Instant
  complete: boolean
  /** Whether this transaction opened it. */
  opened: boolean
}

/** A run is complete a day after its first upload, whatever it still had to say (semantics 3). */
export const RUN_LIFETIME = 24 * 3_600_000

interface RunRow {
  id: number
  commit: string | null
  ref: string
  gated: boolean
  opened_at: Date
  completed_at: Date | null
}

/**
 * Opens the run, or locks the one that this actor opened before under the same id. Two first uploads at once open
 * one run: the second waits for the first.
 */
export async function lockRun(
  tx: Transaction,
  state: ProgramState,
  actor: string,
  head: RunHead,
): Promise<{ tx: Transaction; run: StoredRun }> {
  const { client, now } = tx
  const inserted = await client.query<{ id: number }>({
    name: 'run_open',
    text: `INSERT INTO run (program_id, actor, external_id, commit, ref, started_at, ci_url, gated, release_candidate, opened_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (program_id, actor, external_id) DO NOTHING RETURNING id`,
    values: [
      state.id,
      actor,
      head.externalId,
      head.commit,
      head.ref,
      new Date(head.startedAt),
      head.ciUrl,
      head.gated,
      head.releaseCandidate,
      new Date(now),
    ],
  })
  const id = inserted.rows[0]?.id
  if (id !== undefined) {
    return { tx, run: { id, ref: head.ref, gated: head.gated, openedAt: now, complete: false, opened: true } }
  }

  const { rows, tx: locked } = await lockRows<RunRow>(tx, {
    name: 'run_lock',
    text: `SELECT id, commit, ref, gated, opened_at, completed_at FROM run
           WHERE program_id = $1 AND actor = $2 AND external_id = $3 FOR UPDATE`,
    values: [state.id, actor, head.externalId],
  })
  const row = rows[0]
  if (row === undefined) throw new Error('a run vanished')
  const openedAt = row.opened_at.getTime()
  refuseOtherHead(row, head)
  const complete = row.completed_at !== null || openedAt + RUN_LIFETIME <= locked.now
  return { tx: locked, run: { id: row.id, ref: row.ref, gated: row.gated, openedAt, complete, opened: false } }
}

function refuseOtherHead(row: RunRow, head: RunHead): void {
  const differing = (['commit', 'ref', 'gated'] as const).filter((key) => row[key] !== head[key])
  if (differing.length === 0) return
  throw new Refusal(
    'conflict',
    'run_differs',
    `Run ${head.externalId} was opened with another ${differing.join(' and another ')}.`,
    differing.map((key) => ({
      path: `run.${key}`,
      code: 'differs',
      message: `The run has ${JSON.stringify(row[key])}.`,
    })),
  )
}

/** The id of the upload that is about to be stored: known ahead, so that all its rows can go out together. */
export async function nextUpload(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ id: number }>({
    name: 'upload_id',
    text: `SELECT nextval('upload_id_seq')::int AS id`,
  })
  return rows[0]?.id ?? Number.NaN
}

/** Stores an upload with its samples, evidence and defects. */
export async function insertUpload(
  client: pg.PoolClient,
  state: ProgramState,
  actor: string,
  run: StoredRun,
  upload: number,
  arrival: Arrival,
  now: Instant,
): Promise<void> {
  await Promise.all([
    client.query({
      name: 'upload',
      text: `INSERT INTO upload (id, program_id, run_id, actor, key, body_digest, canonical_digest, body, samples, received_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      values: [
        upload,
        state.id,
        run.id,
        actor,
        arrival.key,
        arrival.bodyDigest,
        arrival.canonicalDigest,
        arrival.body,
        arrival.samples.length,
        new Date(now),
      ],
    }),
    insertSamples(client, upload, arrival, now),
    insertEvidence(client, upload, arrival),
    insertDefects(client, upload, arrival, now),
  ])
}

const hexBytes = (hex: string | null): Buffer | null => (hex === null ? null : Buffer.from(hex, 'hex'))

async function insertSamples(client: pg.PoolClient, upload: number, arrival: Arrival, now: Instant): Promise<void> {
  const { samples } = arrival
  if (samples.length === 0) return
  const column = <T>(read: (sample: ArrivedSample, index: number) => T): T[] => samples.map(read)
  await client.query({
    name: 'samples',
    text: `INSERT INTO sample (upload_id, received_at, ordinal, context_id, series_id, value, passed, total, seed,
                               observed_at, late, artifact, sha256, replay)
           SELECT $1, $2, * FROM unnest($3::int[], $4::int[], $5::int[], $6::float8[], $7::float8[], $8::float8[],
                               $9::int8[], $10::timestamptz[], $11::bool[], $12::text[], $13::bytea[], $14::text[])`,
    values: [
      upload,
      new Date(now),
      column((_, index) => index),
      column((sample) => sample.context),
      column((sample) => sample.series),
      column((sample) => sample.value),
      column((sample) => sample.passed),
      column((sample) => sample.total),
      column((sample) => sample.seed),
      column((sample) => new Date(sample.observedAt).toISOString()),
      column((sample) => isLate(sample, arrival, now)),
      column((sample) => sample.artifact),
      column((sample) => hexBytes(sample.sha256)),
      column((sample) => sample.replay),
    ],
  })
}

/** Whether a sample came after its window had ended. */
function isLate(sample: ArrivedSample, { windows }: Arrival, now: Instant): boolean {
  const window = windowAt(sample.observedAt, windows)
  return window !== null && window.end <= now
}

async function insertEvidence(client: pg.PoolClient, upload: number, { evidence }: Arrival): Promise<void> {
  if (evidence.length === 0) return
  await client.query(
    `INSERT INTO evidence_result (upload_id, ordinal, evidence, outcome, observed_at, provenance_id, artifact, sha256, replay)
     SELECT $1, * FROM unnest($2::int[], $3::text[], $4::evidence_outcome[], $5::timestamptz[], $6::int[], $7::text[], $8::bytea[], $9::text[])`,
    [
      upload,
      evidence.map((_, index) => index),
      evidence.map((one) => one.id),
      evidence.map((one) => one.outcome),
      evidence.map((one) => new Date(one.observedAt)),
      evidence.map((one) => one.provenance),
      evidence.map((one) => one.artifact.uri),
      evidence.map((one) => hexBytes(one.artifact.sha256 ?? null)),
      evidence.map((one) => one.replay ?? null),
    ],
  )
}

async function insertDefects(client: pg.PoolClient, upload: number, { defects }: Arrival, now: Instant): Promise<void> {
  if (defects === undefined) return
  const list = client.query('INSERT INTO defect_list (upload_id, as_of) VALUES ($1, $2)', [upload, new Date(now)])
  const rows = client.query(
    `INSERT INTO defect (upload_id, defect, title, kind, severity, surface, opened_at, resolved_at)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[])`,
    [
      upload,
      defects.map((defect) => defect.id),
      defects.map((defect) => defect.title ?? null),
      defects.map((defect) => defect.kind),
      defects.map((defect) => defect.severity),
      defects.map((defect) => defect.surface ?? null),
      defects.map((defect) => new Date(defect.opened)),
      defects.map((defect) => (defect.resolved === undefined ? null : new Date(defect.resolved))),
    ],
  )
  await Promise.all([list, rows])
}
