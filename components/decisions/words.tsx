import { type Light, Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import type { DecisionListDto, PersonDto, SeatNameDto, VoteDto } from '@/lib/queries/decision-dto'

type Standing = Pick<DecisionListDto, 'state' | 'outcome'>

/** How a decision stands, as a light and a word. */
export function standing({ state, outcome }: Standing): { light: Light; word: string } {
  switch (state) {
    case 'proposed':
      return { light: 'off', word: 'Proposed, not sealed' }
    case 'sealed':
      return { light: 'caution', word: 'Sealed, open' }
    case 'stale':
      return { light: 'stop', word: 'Stale' }
    case 'decided':
      return outcome === 'approved' ? { light: 'clear', word: 'Approved' } : { light: 'stop', word: 'Rejected' }
    case 'superseded':
      return { light: 'off', word: 'Superseded' }
    case 'withdrawn':
      return { light: 'off', word: 'Withdrawn' }
    case 'expired':
      return { light: 'off', word: 'Expired' }
  }
}

export function Standing(decision: Standing) {
  return <Signal {...standing(decision)} />
}

export const isOpen = ({ state }: Pick<DecisionListDto, 'state'>): boolean =>
  state === 'proposed' || state === 'sealed' || state === 'stale'

/** When it is due, by its SLA or its expiry; another shape once that has passed. */
export function Clock({ decision, now, zone }: { decision: DecisionListDto; now: string; zone: string }) {
  const { deadline, expiresAt } = decision
  if (deadline !== null) {
    const late = Date.parse(deadline.dueAt) <= Date.parse(now)
    return late ? (
      <span>
        <Signal light="stop" word="Overdue" />, due <Ago at={deadline.dueAt} now={now} zone={zone} />
      </span>
    ) : (
      <span>
        due <Ago at={deadline.dueAt} now={now} zone={zone} />
      </span>
    )
  }
  if (expiresAt === null || !isOpen(decision)) return null
  return (
    <span>
      expires <Ago at={expiresAt} now={now} zone={zone} />
    </span>
  )
}

/** How a vote was signed. A session signature is nobody's but this server's word. */
export const methodWords = (method: VoteDto['method']): string =>
  method === 'passkey' ? 'passkey' : 'attested by the operator'

export const seatWords = (seats: readonly SeatNameDto[]): string => seats.map(({ title }) => title).join(', ')

/** "Ada Okafor, for Bruno Keller" */
export const voterWords = (person: PersonDto, deputyOf: PersonDto | null): string =>
  deputyOf === null ? person.name : `${person.name}, for ${deputyOf.name}`
