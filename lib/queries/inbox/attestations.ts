import { DAY } from '@/lib/domain/instant'
import { type InboxItem, type Reader, titleOf } from './item'

interface Asked {
  phase: string
  gate: string
  side: 'entry' | 'exit'
  criterion: string
  text: string
  roles: string[]
  maxAge: number | null
}

/** The last standing attestation of a criterion; one row without, where there is none. */
interface Said {
  since: Date | null
  phase: string | null
  side: string | null
  criterion: string | null
  at: Date | null
}

/** Criteria of the gates ahead that a role of the reader's may attest, and that nobody has. */
export async function attestationsWaiting(reader: Reader): Promise<InboxItem[]> {
  const { pool, state, now } = reader
  const asked = askedAhead(reader)
  if (asked.length === 0) return []
  const { rows } = await pool.query<Said>({
    name: 'inbox_attestations',
    text: `SELECT p.phase_entered_at AS since, a.phase, a.side, a.criterion, max(a.at) AS at FROM program p
             LEFT JOIN (attestation a LEFT JOIN attestation_withdrawal w ON w.attestation_id = a.id)
               ON a.program_id = p.id AND w.attestation_id IS NULL
           WHERE p.id = $1 GROUP BY p.id, a.phase, a.side, a.criterion`,
    values: [state.id],
  })
  const said = new Map(rows.map((row) => [`${row.phase}/${row.side}/${row.criterion}`, row.at?.getTime()]))
  const since = rows[0]?.since?.getTime() ?? state.since
  return asked
    .filter(({ phase, side, criterion, maxAge }) => {
      const at = said.get(`${phase}/${side}/${criterion}`)
      return at === undefined || (maxAge !== null && now - at > maxAge)
    })
    .map(({ phase, gate, side, text, roles }) => ({
      kind: 'attestation',
      title: `${gate} ${side}: ${text}`,
      ask: `Attest as ${roles.map((role) => titleOf(reader, role)).join(' or ')}`,
      href: `/${state.slug}/gates/${phase}/${side}`,
      since,
      due: null,
    }))
}

/** What the gates of the next promotion ask of the reader's own roles: nobody attests for another. */
function askedAhead({ state, rights }: Reader): Asked[] {
  const { phases } = state.revision.compiled.program
  const current = phases.findIndex(({ id }) => id === state.phase)
  if (state.phase !== null && current === -1) return []
  const gates = [
    { phase: phases[current], side: 'exit' as const },
    { phase: phases[current + 1], side: 'entry' as const },
  ]
  return gates.flatMap(({ phase, side }) =>
    (phase?.[side].criteria ?? []).flatMap(({ id, text, check, also = [] }) => {
      const checks = [check, ...also].filter((one) => one.kind === 'attested' || one.kind === 'record')
      const roles = [...new Set(checks.flatMap((one) => one.roles))].filter((role) => rights.roles.has(role))
      if (phase === undefined || roles.length === 0) return []
      const ages = checks.flatMap((one) => (one.kind === 'attested' && one.maxAgeDays ? [one.maxAgeDays * DAY] : []))
      const maxAge = ages.length === 0 ? null : Math.min(...ages)
      return [{ phase: phase.id, gate: phase.title, side, criterion: id, text, roles, maxAge }]
    }),
  )
}
