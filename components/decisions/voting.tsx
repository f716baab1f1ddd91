'use client'

import { useState } from 'react'
import { FormMessage } from '@/components/ui/action-form'
import type { FormState } from '@/lib/http/form'
import type { DecisionDto, MySeatDto } from '@/lib/queries/decision-dto'
import { type VoteActs, VoteForm } from './vote-form'

/** What came of a seat's form when it was last sent. */
interface Outcome {
  seat: string
  state: FormState
}

const nameOf = ({ seat, deputyOf }: MySeatDto): string => `${seat.role} ${deputyOf?.user ?? ''}`

/**
 * The seats that the reader may fill now. A vote that is stored, or comes too late, takes its form away: what came of it
 * stays here, with the words that were written, which a new round's form begins with.
 */
export function Voting({ decision, acts }: { decision: DecisionDto; acts: VoteActs }) {
  const [last, setLast] = useState<Outcome | null>(null)
  const { mySeats, packet } = decision
  const gone = last !== null && mySeats.every((seat) => nameOf(seat) !== last.seat) ? last.state : null
  return (
    <>
      {gone === null ? null : (
        <div className="mt-3">
          <FormMessage state={gone} fields={['rationale', 'key', 'decision']} />
          {gone.done || gone.typed.rationale === undefined ? null : (
            <p className="mt-1 text-soft">You wrote: “{gone.typed.rationale}”</p>
          )}
        </div>
      )}
      {mySeats.map((seat) => (
        <VoteForm
          key={`${nameOf(seat)} ${packet?.sha256 ?? ''}`}
          decision={decision}
          seat={seat}
          acts={acts}
          written={last?.seat === nameOf(seat) ? last.state.typed.rationale : undefined}
          told={(state) => setLast({ seat: nameOf(seat), state })}
        />
      ))}
    </>
  )
}
