import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { notFound, Refusal } from '@/lib/verbs/refusal'
import { visibleProgram } from '../visible'
import { readCheckpoint } from '@/lib/register/checkpoint'
import { verifyInclusion } from '@/lib/register/merkle'
import { actorsNamed, namesFor } from './actors'
import { type EntryFactDto, entryFacts } from './facts'
import { type EntryProofDto, entryProof } from './proofs'

export interface EntryDto {
  /** As text: a bigint. */
  id: string
  type: string
  /** Whether it concerns the whole installation, not this program alone. */
  installation: boolean
  actor: string
  actorName: string
  at: string
  /** Canonical JSON. */
  payload: string
  /** The same, fact by fact, for people. */
  facts: EntryFactDto[]
  /** The people in the payload, whose ids alone it has. */
  people: { id: string; name: string }[]
  /** null: it waits for its leaf. */
  leaf: number | null
}

export interface EntryFilter {
  type: string | null
  actor: string | null
  /** Text of the payload, or an entry's number. */
  search: string | null
  /** Days in the program's zone, both included. */
  from: string | null
  to: string | null
  oldestFirst: boolean
  page: number
  size: number
}

export interface EntriesDto {
  rows: EntryDto[]
  more: boolean
  /** Every type there is. */
  types: string[]
}

interface EntryRow {
  id: string
  program_id: number | null
  type: string
  actor: string
  at: Date
  payload: string
  digest: Buffer
  leaf: string | null
}

const columns = `e.id, e.program_id, e.type, e.actor, e.at, convert_from(e.payload, 'UTF8') AS payload, e.digest, l.index AS leaf`

/** A page of the register: entries of the program and of the installation. */
export async function registerEntries(
  context: Context,
  actor: Actor,
  slug: string,
  filter: EntryFilter,
): Promise<EntriesDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const { type, search, from, to, oldestFirst, page, size } = filter
  const actors = filter.actor === null ? null : await actorsNamed(context, filter.actor)
  const [found, types] = await Promise.all([
    pool.query<EntryRow>(
      `SELECT ${columns} FROM register_entry e LEFT JOIN register_leaf l ON l.entry_id = e.id
       WHERE (e.program_id = $1 OR e.program_id IS NULL)
         AND ($2::text IS NULL OR e.type = $2)
         AND ($3::text[] IS NULL OR e.actor = ANY($3))
         AND ($4::text IS NULL OR e.id::text = $4 OR position(lower($4) IN lower(convert_from(e.payload, 'UTF8'))) > 0)
         AND ($5::date IS NULL OR e.at >= $5::date::timestamp AT TIME ZONE $7)
         AND ($6::date IS NULL OR e.at < ($6::date + 1)::timestamp AT TIME ZONE $7)
       ORDER BY e.id ${oldestFirst ? 'ASC' : 'DESC'} OFFSET $8 LIMIT $9`,
      [state.id, type, actors, search, from, to, state.revision.compiled.program.zone, (page - 1) * size, size + 1],
    ),
    pool.query<{ type: string }>(
      `WITH RECURSIVE t (type) AS (
         SELECT min(type) FROM register_entry
         UNION ALL SELECT (SELECT min(e.type) FROM register_entry e WHERE e.type > t.type) FROM t WHERE t.type IS NOT NULL)
       SELECT type FROM t WHERE type IS NOT NULL`,
    ),
  ])
  const rows = found.rows.slice(0, size)
  return {
    rows: await dtos(context, slug, rows),
    more: found.rows.length > size,
    types: types.rows.map((row) => row.type),
  }
}

async function dtos(context: Context, slug: string, rows: readonly EntryRow[]): Promise<EntryDto[]> {
  const [names, runs] = await Promise.all([
    namesFor(
      context,
      rows.map(({ actor }) => actor),
      rows.map(({ payload }) => payload),
    ),
    runsOf(context, rows),
  ])
  const places = { program: slug, person: names.person, runOf: (upload: number) => runs.get(upload) ?? null }
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    installation: row.program_id === null,
    actor: row.actor,
    actorName: names.actor(row.actor),
    at: row.at.toISOString(),
    payload: row.payload,
    facts: entryFacts(row.payload, places),
    people: names.peopleIn(row.payload),
    leaf: row.leaf === null ? null : Number(row.leaf),
  }))
}

/** The runs of the uploads that these entries took down, all in one reading. */
async function runsOf({ database }: Context, rows: readonly EntryRow[]): Promise<Map<number, number>> {
  const uploads = rows
    .filter(({ type }) => type === 'upload.accepted')
    .flatMap(({ payload }) => Number(/"upload":(\d{1,9})[,}]/.exec(payload)?.[1] ?? Number.NaN))
    .filter(Number.isSafeInteger)
  if (uploads.length === 0) return new Map()
  const found = await database.prisma.upload.findMany({
    where: { id: { in: uploads } },
    select: { id: true, runId: true },
  })
  return new Map(found.map(({ id, runId }) => [id, runId]))
}

export interface EntryDetailDto extends EntryDto {
  /** SHA-256 of the entry's canonical form, hex. */
  digest: string
  /** null: not in a checkpoint yet. */
  proof: (EntryProofDto & { holds: boolean }) | null
}

/** One entry with its proof against the newest checkpoint, checked here and now. */
export async function registerEntry(context: Context, actor: Actor, slug: string, id: string): Promise<EntryDetailDto> {
  const state = await visibleProgram(context, actor, slug)
  if (!/^\d{1,18}$/.test(id)) throw notFound('entry')
  const { rows } = await context.database.pool.query<EntryRow>(
    `SELECT ${columns} FROM register_entry e LEFT JOIN register_leaf l ON l.entry_id = e.id
     WHERE e.id = $1 AND (e.program_id = $2 OR e.program_id IS NULL)`,
    [id, state.id],
  )
  const [dto] = await dtos(context, slug, rows)
  const [row] = rows
  if (dto === undefined || row === undefined) throw notFound('entry')
  const proof = await entryProof(context, { entry: id }).catch(nullIfUnsealed)
  return {
    ...dto,
    digest: row.digest.toString('hex'),
    proof: proof === null ? null : { ...proof, holds: holds(proof) },
  }
}

function nullIfUnsealed(error: unknown): null {
  if (error instanceof Refusal && error.kind === 'not_found') return null
  throw error
}

/** Against the signed text of the checkpoint, not against the columns beside it. */
function holds({ leaf, hash, path, checkpoint }: EntryProofDto): boolean {
  const head = readCheckpoint(checkpoint.note)
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
  return head !== null && verifyInclusion({ index: leaf, hash: bytes(hash) }, head.size, path.map(bytes), head.root)
}
