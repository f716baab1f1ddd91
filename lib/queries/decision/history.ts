import type { DecisionEventDto } from '../decision-dto'

/** A row of a decision's history. */
export interface EventRow {
  type: DecisionEventDto['type']
  at: Date
  by: string
  body: Record<string, unknown>
}

interface Names {
  /** A person's name, by id. */
  person(id: unknown): string
  /** A role's title, by id. */
  role(id: unknown): string
}

/** An event in words. */
export function eventDto({ type, at, by, body }: EventRow, names: Names): DecisionEventDto {
  const changes = Array.isArray(body.changes) ? body.changes.map(String) : []
  return { type, at: at.toISOString(), by: actorWords(by, names), text: words({ type, at, by, body }, names), changes }
}

const actorWords = (by: string, names: Names): string =>
  by.startsWith('user:') ? names.person(by.slice('user:'.length)) : by === 'system' ? 'Signalbox' : by

function words({ type, body }: EventRow, names: Names): string {
  const round = typeof body.round === 'number' ? body.round : 0
  switch (type) {
    case 'proposed':
      return 'Proposed'
    case 'sealed':
      return round > 1 ? `Sealed anew, round ${round}` : 'Sealed'
    case 'voted': {
      const word = body.vote === 'approve' ? 'Approved' : 'Rejected'
      const deputy = typeof body.deputyOf === 'string' ? `, as deputy of ${names.person(body.deputyOf)}` : ''
      return `${word} as ${names.role(body.seat)}${deputy}`
    }
    case 'split':
      return 'Every seat has voted and they differ: the tie-break role decides'
    case 'stale':
      return 'Stale: what was sealed no longer held; the votes of this round count no more'
    case 'overdue':
      return 'Not decided by its deadline'
    case 'decided':
      return body.outcome === 'approved' ? 'Decided: approved' : 'Decided: rejected'
    case 'withdrawn':
      return typeof body.reason === 'string' ? `Withdrawn: ${body.reason}` : 'Withdrawn'
    case 'expired':
      return 'Expired without a decision'
    case 'superseded':
      return 'Superseded by a later proposal'
  }
}
