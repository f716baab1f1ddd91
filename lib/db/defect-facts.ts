import type { DefectFact, DefectFacts } from '@/lib/domain/gate/facts'
import type { Instant } from '@/lib/domain/instant'
import { type Queryable, ms } from './query'

interface ListRow {
  upload: number
  asOf: Instant
  complete: boolean
  run: string
  number: number
}

type DefectRow = Omit<DefectFact, 'source' | 'run' | 'lastUnresolvedAt'> & {
  upload: number
  lastUnresolvedAt: Instant | null
  run: string | null
  number: number | null
}

const LISTS = `defect_list l JOIN upload u ON u.id = l.upload_id JOIN run r ON r.id = u.run_id`
const COLUMNS = `d.upload_id AS upload, d.defect AS id, d.title, d.kind, d.severity, d.surface,
  ${ms('d.opened_at')} AS "openedAt", ${ms('d.resolved_at')} AS "resolvedAt", r.external_id AS run, r.id AS number`

/**
 * What is known of a program's defects (semantics 7): the newest complete list of a complete gated run or the newest
 * one confirmed by hand, with what open runs have listed since, what was recorded by hand, and whatever a list since
 * `from` gave as unresolved.
 */
export async function defectFacts(db: Queryable, program: number, from: Instant | null): Promise<DefectFacts> {
  const [lists, hand, statement, earlier] = await Promise.all([
    db.query<ListRow>({
      name: 'defect_lists',
      text: `SELECT DISTINCT ON (r.completed_at IS NOT NULL) l.upload_id AS upload, ${ms('l.as_of')} AS "asOf",
               r.completed_at IS NOT NULL AS complete, r.external_id AS run, r.id AS number
             FROM ${LISTS} WHERE u.program_id = $1 AND r.gated
             ORDER BY r.completed_at IS NOT NULL, l.as_of DESC, l.upload_id DESC`,
      values: [program],
    }),
    db.query<DefectRow>({
      name: 'defects_by_hand',
      text: `SELECT 0 AS upload, d.defect AS id, d.title, d.kind, d.severity, d.surface, ${ms('d.opened_at')} AS "openedAt",
               ${ms('x.at')} AS "resolvedAt", NULL AS run, NULL AS number, NULL AS "lastUnresolvedAt"
             FROM defect_record d LEFT JOIN defect_resolution x ON x.record_id = d.id WHERE d.program_id = $1 ORDER BY d.id`,
      values: [program],
    }),
    db.query<{ at: Instant | null }>({
      name: 'defect_statement',
      text: `SELECT ${ms('max(at)')} AS at FROM defect_statement WHERE program_id = $1`,
      values: [program],
    }),
    from === null
      ? null
      : db.query<DefectRow>({
          name: 'defects_since',
          text: `SELECT DISTINCT ON (d.defect) ${COLUMNS}, ${ms('l.as_of')} AS "lastUnresolvedAt"
                 FROM defect d JOIN ${LISTS} ON l.upload_id = d.upload_id
                 WHERE u.program_id = $1 AND r.gated AND l.as_of >= $2 AND (d.resolved_at IS NULL OR d.resolved_at > l.as_of)
                 ORDER BY d.defect, l.as_of DESC`,
          values: [program, new Date(from)],
        }),
  ])
  const complete = lists.rows.find((row) => row.complete)
  const open = lists.rows.find((row) => !row.complete && row.asOf > (complete?.asOf ?? -Infinity))
  const listed = await listedDefects(
    db,
    [complete, open].flatMap((list) => list?.upload ?? []),
  )
  const seen = new Map((earlier?.rows ?? []).map((row) => [row.id, row.lastUnresolvedAt]))
  const current = [...listed, ...hand.rows].map((row) => factOf(row, seen.get(row.id) ?? null))
  const ids = new Set(current.map(({ id }) => id))
  // A list that no longer names a defect says that it is no more; it was there until the last list that did.
  const gone = (earlier?.rows ?? [])
    .filter(({ id }) => !ids.has(id))
    .map((row) => factOf({ ...row, resolvedAt: row.resolvedAt ?? row.lastUnresolvedAt }, row.lastUnresolvedAt))
  return { list: newest(complete, statement.rows[0]?.at ?? null), defects: [...current, ...gone] }
}

function newest(uploaded: ListRow | undefined, stated: Instant | null): DefectFacts['list'] {
  if (stated !== null && stated > (uploaded?.asOf ?? -Infinity)) return { source: 'hand', asOf: stated, run: null }
  if (uploaded === undefined) return null
  return { source: 'upload', asOf: uploaded.asOf, run: { id: uploaded.run, number: uploaded.number } }
}

async function listedDefects(db: Queryable, uploads: readonly number[]): Promise<DefectRow[]> {
  if (uploads.length === 0) return []
  const { rows } = await db.query<DefectRow>({
    name: 'defects_listed',
    text: `SELECT ${COLUMNS}, NULL AS "lastUnresolvedAt" FROM defect d JOIN ${LISTS} ON l.upload_id = d.upload_id
           WHERE d.upload_id = ANY($1) ORDER BY d.defect`,
    values: [uploads],
  })
  return rows
}

const factOf = ({ upload, run, number, ...row }: DefectRow, lastUnresolvedAt: Instant | null): DefectFact => ({
  ...row,
  lastUnresolvedAt,
  source: upload === 0 ? 'hand' : 'upload',
  run: run === null || number === null ? null : { id: run, number },
})
