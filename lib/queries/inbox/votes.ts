import { ruleFor } from '@/lib/db/electors'
import { askerMayVote, type DecisionKind } from '@/lib/domain/decision/kinds'
import { type DecisionRule, rolesOf } from '@/lib/domain/decision/rule'
import { type CastVote, tally } from '@/lib/domain/decision/tally'
import type { Instant } from '@/lib/domain/instant'
import { type InboxItem, type Reader, titleOf } from './item'

interface Row {
  number: number
  kind: DecisionKind
  title: string
  state: 'proposed' | 'sealed' | 'stale'
  proposed_by: string
  since: Date
  due: Date | null
  votes: (CastVote & { person: string })[]
  /** Seats that the sealed packet lets the reader fill. */
  sealed_for: string[]
}

/** Open decisions: those that wait for the reader's vote, and the reader's own that wait to be sealed. */
export async function votesWaiting(reader: Reader): Promise<InboxItem[]> {
  const { pool, state, user, now } = reader
  const { rows } = await pool.query<Row>({
    name: 'inbox_votes',
    text: `SELECT d.number, d.kind, d.title, d.state, d.proposed_by, coalesce(d.sealed_at, d.proposed_at) AS since,
             least(d.due_at, d.expires_at) AS due,
             coalesce((SELECT json_agg(json_build_object('seat', v.seat, 'vote', v.vote, 'person', v.person) ORDER BY v.id)
                       FROM vote v WHERE v.packet_id = p.id), '[]') AS votes,
             ARRAY(SELECT s->>'role' FROM jsonb_array_elements(convert_from(p.bytes, 'UTF8')::jsonb #> '{electorate,seats}') s
                   WHERE s->'holders' @> jsonb_build_array(jsonb_build_object('person', $2::text))) AS sealed_for
           FROM decision d LEFT JOIN packet p ON p.decision_id = d.id AND p.round = d.round AND d.state = 'sealed'
           WHERE d.program_id = $1 AND d.state IN ('proposed', 'sealed', 'stale') AND (d.expires_at IS NULL OR d.expires_at > $3)
           ORDER BY d.number`,
    values: [state.id, user, new Date(now)],
  })
  return rows.flatMap((row): InboxItem[] => {
    const ask = row.state === 'sealed' ? voteAsked(reader, row) : sealAsked(reader, row)
    if (ask === null) return []
    return [
      {
        kind: row.state === 'sealed' ? 'vote' : 'seal',
        title: `D-${row.number} ${row.title}`,
        ask,
        href: `/${state.slug}/decisions/${row.number}`,
        since: instant(row.since),
        due: row.due === null ? null : instant(row.due),
      },
    ]
  })
}

const instant = (date: Date): Instant => date.getTime()

function sealAsked({ user }: Reader, row: Row): string | null {
  if (row.proposed_by !== user) return null
  return row.state === 'stale' ? 'Facts changed: seal it anew, or withdraw it' : 'Seal its packet, or withdraw it'
}

function voteAsked(reader: Reader, row: Row): string | null {
  const rule = ruleFor(reader.state, row.kind)
  if (rule === null || row.votes.some(({ person }) => person === reader.user)) return null
  if (row.proposed_by === reader.user && !askerMayVote(row.kind)) return null
  const seats = askedNow(rule, row.votes).filter(
    (seat) => row.sealed_for.includes(seat) && reader.votesAs.has(seat) && rolesOf(rule).includes(seat),
  )
  return seats.length === 0 ? null : `Vote as ${seats.map((seat) => titleOf(reader, seat)).join(' or ')}`
}

/** The seats whose votes are still to come. */
function askedNow(rule: DecisionRule, votes: readonly CastVote[]): string[] {
  const result = tally(rule, votes)
  return result.outcome === 'open' ? result.waitsFor : []
}
