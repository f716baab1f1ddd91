import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import type { Database } from './database'
import type { Queryable } from './query'

/**
 * The shared parts of samples: series, fingerprints, provenances and their combinations. Rows are added outside the
 * upload's transaction, once, and never change, so their ids can be kept in memory.
 */

export interface SeriesName {
  measure: string
  profile: string
  environment: string
}

/** An exact command, or a record of an audited system. */
export type Provenance = { command: string } | { system: string; recordId: string; recordedBy: string }

export interface ContextParts {
  series: SeriesName
  fingerprint: { readonly [key: string]: Json }
  provenance: Provenance
}

export interface ContextIds {
  context: number
  series: number
}

const MAX_CACHED = 50_000

interface Cache {
  series: Map<string, number>
  fingerprints: Map<string, number>
  provenances: Map<string, number>
  contexts: Map<string, number>
}

const caches = new WeakMap<Database, Cache>()

function cacheOf(database: Database): Cache {
  const cache = caches.get(database) ?? {
    series: new Map(),
    fingerprints: new Map(),
    provenances: new Map(),
    contexts: new Map(),
  }
  caches.set(database, cache)
  for (const map of Object.values(cache)) if (map.size > MAX_CACHED) map.clear()
  return cache
}

/** Ids of the contexts of many samples, in their order. */
export async function contextIds(
  database: Database,
  program: number,
  all: readonly ContextParts[],
): Promise<ContextIds[]> {
  const cache = cacheOf(database)
  const keyed = all.map((parts) => ({
    parts,
    series: seriesKey(program, parts.series),
    fingerprint: `${program}|${canonicalJson(parts.fingerprint)}`,
    provenance: `${program}|${canonicalJson({ ...parts.provenance })}`,
  }))
  const pool = database.pool
  await ensureSeries(cache, pool, program, new Map(keyed.map((one) => [one.series, one.parts.series])))
  await ensureFingerprints(cache, pool, program, new Map(keyed.map((one) => [one.fingerprint, one.parts.fingerprint])))
  await ensureProvenances(cache, pool, program, new Map(keyed.map((one) => [one.provenance, one.parts.provenance])))
  const triples = keyed.map((one) => ({
    series: idOf(cache.series, one.series),
    fingerprint: idOf(cache.fingerprints, one.fingerprint),
    provenance: idOf(cache.provenances, one.provenance),
  }))
  await ensureContexts(cache, pool, triples)
  return triples.map((triple) => ({ context: idOf(cache.contexts, contextKey(triple)), series: triple.series }))
}

/** Ids of provenances, in their order. */
export async function provenanceIds(
  database: Database,
  program: number,
  all: readonly Provenance[],
): Promise<number[]> {
  const cache = cacheOf(database)
  const keys = all.map((one) => `${program}|${canonicalJson({ ...one })}`)
  await ensureProvenances(cache, database.pool, program, new Map(all.map((one, index) => [keys[index] as string, one])))
  return keys.map((key) => idOf(cache.provenances, key))
}

const seriesKey = (program: number, { measure, profile, environment }: SeriesName): string =>
  [program, measure, profile, environment].join('\u0000')

interface Triple {
  series: number
  fingerprint: number
  provenance: number
}

const contextKey = ({ series, fingerprint, provenance }: Triple): string => `${series}|${fingerprint}|${provenance}`

function idOf(map: Map<string, number>, key: string): number {
  const id = map.get(key)
  if (id === undefined) throw new Error('a dictionary row is missing after it was made')
  return id
}

/** Rows not known yet, in one order everywhere, so that two writers of the same rows cannot lock each other out. */
const missing = <T>(known: Map<string, number>, wanted: Map<string, T>): [string, T][] =>
  [...wanted].filter(([key]) => !known.has(key)).sort(([a], [b]) => (a < b ? -1 : 1))

/** Adds rows that are not there yet and reads back the ids of all; `keyOf` says which row is which. */
async function addAndRead<Row extends { id: number }>(
  db: Queryable,
  known: Map<string, number>,
  statements: { insert: string; select: string; values: unknown[] },
  keyOf: (row: Row) => string,
): Promise<void> {
  await db.query(statements.insert, statements.values)
  const { rows } = await db.query<Row>(statements.select, statements.values)
  for (const row of rows) known.set(keyOf(row), row.id)
}

async function ensureSeries(
  cache: Cache,
  db: Queryable,
  program: number,
  wanted: Map<string, SeriesName>,
): Promise<void> {
  const names = missing(cache.series, wanted).map(([, name]) => name)
  if (names.length === 0) return
  const rows = 'unnest($2::text[], $3::text[], $4::text[]) AS w (measure, profile, environment)'
  await addAndRead<{ id: number } & SeriesName>(
    db,
    cache.series,
    {
      insert: `INSERT INTO series (program_id, measure, profile, environment) SELECT $1, w.* FROM ${rows} ON CONFLICT DO NOTHING`,
      select: `SELECT s.id, s.measure, s.profile, s.environment FROM series s JOIN ${rows}
               USING (measure, profile, environment) WHERE s.program_id = $1`,
      values: [program, names.map((n) => n.measure), names.map((n) => n.profile), names.map((n) => n.environment)],
    },
    (row) => seriesKey(program, row),
  )
}

async function ensureFingerprints(
  cache: Cache,
  db: Queryable,
  program: number,
  wanted: Map<string, { readonly [key: string]: Json }>,
): Promise<void> {
  const rows = missing(cache.fingerprints, wanted).map(([key, fields]) => ({
    key,
    fields,
    digest: sha256(canonicalJson(fields)),
  }))
  if (rows.length === 0) return
  const keys = new Map(rows.map(({ key, digest }) => [digest.toString('hex'), key]))
  await addAndRead<{ id: number; digest: Buffer }>(
    db,
    cache.fingerprints,
    {
      insert: `INSERT INTO fingerprint (program_id, digest, fields) SELECT $1, * FROM unnest($2::bytea[], $3::jsonb[]) ON CONFLICT DO NOTHING`,
      select:
        'SELECT id, digest FROM fingerprint WHERE program_id = $1 AND digest = ANY($2::bytea[]) AND $3::jsonb[] IS NOT NULL',
      values: [program, rows.map(({ digest }) => digest), rows.map(({ fields }) => JSON.stringify(fields))],
    },
    ({ digest }) => keys.get(digest.toString('hex')) ?? '',
  )
}

async function ensureProvenances(
  cache: Cache,
  db: Queryable,
  program: number,
  wanted: Map<string, Provenance>,
): Promise<void> {
  const rows = missing(cache.provenances, wanted).map(([key, one]) => ({
    key,
    one,
    digest: sha256(canonicalJson({ ...one })),
  }))
  if (rows.length === 0) return
  const keys = new Map(rows.map(({ key, digest }) => [digest.toString('hex'), key]))
  const column = (read: (one: Provenance) => string | null): (string | null)[] => rows.map(({ one }) => read(one))
  const values = [
    program,
    rows.map(({ digest }) => digest),
    column((one) => ('command' in one ? one.command : null)),
    column((one) => ('system' in one ? one.system : null)),
    column((one) => ('system' in one ? one.recordId : null)),
    column((one) => ('system' in one ? one.recordedBy : null)),
  ]
  await db.query(
    `INSERT INTO provenance (program_id, digest, command, system, record_id, recorded_by)
     SELECT $1, * FROM unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[]) ON CONFLICT DO NOTHING`,
    values,
  )
  const found = await db.query<{ id: number; digest: Buffer }>(
    'SELECT id, digest FROM provenance WHERE program_id = $1 AND digest = ANY($2::bytea[])',
    values.slice(0, 2),
  )
  for (const { id, digest } of found.rows) cache.provenances.set(keys.get(digest.toString('hex')) ?? '', id)
}

async function ensureContexts(cache: Cache, db: Queryable, triples: readonly Triple[]): Promise<void> {
  const wanted = new Map(triples.map((triple) => [contextKey(triple), triple]))
  const rows = missing(cache.contexts, wanted).map(([, triple]) => triple)
  if (rows.length === 0) return
  const source = 'unnest($1::int[], $2::int[], $3::int[]) AS w (series_id, fingerprint_id, provenance_id)'
  await addAndRead<{ id: number; series_id: number; fingerprint_id: number; provenance_id: number }>(
    db,
    cache.contexts,
    {
      insert: `INSERT INTO sample_context (series_id, fingerprint_id, provenance_id) SELECT * FROM ${source} ON CONFLICT DO NOTHING`,
      select: `SELECT c.id, c.series_id, c.fingerprint_id, c.provenance_id FROM sample_context c JOIN ${source}
               USING (series_id, fingerprint_id, provenance_id)`,
      values: [rows.map((t) => t.series), rows.map((t) => t.fingerprint), rows.map((t) => t.provenance)],
    },
    (row) => contextKey({ series: row.series_id, fingerprint: row.fingerprint_id, provenance: row.provenance_id }),
  )
}
