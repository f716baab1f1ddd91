import type { Instant } from '@/lib/domain/instant'
import type { ScoreboardSpec } from '@/lib/domain/scoreboard/types'
import type { Window } from '@/lib/domain/window/window'
import { type CompiledProgram, compileProgram, type Phase } from '@/lib/program/compile'
import type { Program } from '@/lib/program/schema/program'
import type { Database } from './database'
import type { Queryable } from './query'

/** A stored revision, ready for the rules. */
export interface Revision {
  id: number
  number: number
  /** SHA-256 of the canonical definition, hex. */
  digest: string
  compiled: CompiledProgram
}

/** A program as it stands, with what was in force when. */
export interface ProgramState {
  id: number
  slug: string
  phase: Phase
  /** The revision in force. */
  revision: Revision
  /** When the first revision came into force. */
  since: Instant
  /** Revision and phase in force at an instant; before the first activation, the first. */
  inForceAt(instant: Instant): { revision: Revision; phase: Phase }
  /** What the scoreboard of a window asks for: by what was in force at its end, or is now. */
  specFor(window: Window): ScoreboardSpec
}

/** What a process keeps of one database: revisions are immutable, and a state is reused while its stamp is the same. */
interface Cache {
  revisions: Map<number, Revision>
  states: Map<string, { stamp: string; state: ProgramState }>
}

const caches = new WeakMap<Database, Cache>()

function cacheOf(database: Database): Cache {
  const cache = caches.get(database) ?? { revisions: new Map(), states: new Map() }
  caches.set(database, cache)
  return cache
}

/**
 * The program with this slug, or null where there is none in force. Read it over a transaction's own client and under
 * its lock wherever a change depends on it.
 */
export async function programState(database: Database, db: Queryable, slug: string): Promise<ProgramState | null> {
  if (/\u0000/.test(slug)) return null
  const cache = cacheOf(database)
  const { rows } = await db.query<{ stamp: string }>({
    name: 'program_stamp',
    text: `SELECT concat_ws('|', revision_id, phase, phase_entered_at) AS stamp FROM program
           WHERE slug = $1 AND revision_id IS NOT NULL`,
    values: [slug],
  })
  const stamp = rows[0]?.stamp
  if (stamp === undefined) return null
  const known = cache.states.get(slug)
  if (known?.stamp === stamp) return known.state
  const state = await loadState(cache, db, slug)
  cache.states.set(slug, { stamp, state })
  return state
}

interface ProgramRow {
  id: number
  revision_id: number
  phase: string | null
}

async function loadState(cache: Cache, db: Queryable, slug: string): Promise<ProgramState> {
  const program = await db.query<ProgramRow>('SELECT id, revision_id, phase FROM program WHERE slug = $1', [slug])
  const row = program.rows[0] as ProgramRow
  const changes = await db.query<{ phase: string; at: Date }>(
    'SELECT phase, at FROM phase_change WHERE program_id = $1 ORDER BY at, id',
    [row.id],
  )
  const activated = await db.query<{ id: number; at: Date }>(
    `SELECT r.id, a.at FROM revision_activation a JOIN program_revision r ON r.id = a.revision_id
     WHERE r.program_id = $1 ORDER BY a.at, a.id`,
    [row.id],
  )
  const current = await revisionById(cache, db, row.revision_id)
  const activations: { at: Instant; revision: Revision }[] = []
  for (const { id, at } of activated.rows) {
    activations.push({ at: at.getTime(), revision: await revisionById(cache, db, id) })
  }
  const phases = changes.rows.map(({ phase, at }) => ({ phase, at: at.getTime() }))
  const since = activations[0]?.at ?? 0
  const specs = new Map<string, ScoreboardSpec>()

  const inForceAt = (instant: Instant): { revision: Revision; phase: Phase } => ({
    revision: activations.findLast(({ at }) => at < instant)?.revision ?? activations[0]?.revision ?? current,
    phase: phases.findLast(({ at }) => at < instant)?.phase ?? null,
  })
  return {
    id: row.id,
    slug,
    phase: row.phase,
    revision: current,
    since,
    inForceAt,
    specFor(window) {
      const { revision, phase } = inForceAt(window.end)
      const key = `${revision.id}|${phase}`
      const spec = specs.get(key) ?? revision.compiled.scoreboard(phase, since)
      specs.set(key, spec)
      return spec
    },
  }
}

/** A stored revision of a program by its number, whether or not it ever came into force; null where there is none. */
export async function storedRevision(db: Queryable, program: number, number: number): Promise<Revision | null> {
  const { rows } = await db.query<{ id: number; digest: Buffer; canonical: string }>(
    'SELECT id, digest, canonical FROM program_revision WHERE program_id = $1 AND number = $2',
    [program, number],
  )
  const row = rows[0]
  if (row === undefined) return null
  const compiled = compileProgram(JSON.parse(row.canonical) as Program)
  return { id: row.id, number, digest: row.digest.toString('hex'), compiled }
}

async function revisionById(cache: Cache, db: Queryable, id: number): Promise<Revision> {
  const known = cache.revisions.get(id)
  if (known !== undefined) return known
  const { rows } = await db.query<{ number: number; digest: Buffer; canonical: string }>(
    'SELECT number, digest, canonical FROM program_revision WHERE id = $1',
    [id],
  )
  const row = rows[0]
  if (row === undefined) throw new Error(`there is no revision ${id}`)
  const compiled = compileProgram(JSON.parse(row.canonical) as Program)
  const revision: Revision = { id, number: row.number, digest: row.digest.toString('hex'), compiled }
  cache.revisions.set(id, revision)
  return revision
}
