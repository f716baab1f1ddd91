import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { DecisionDto, VoteDto } from '@/lib/queries/decision-dto'
import { methodWords, voterWords } from './words'

/** The seats with their votes of the current round, and the votes of rounds that count no more. */
export function Votes({ decision }: { decision: DecisionDto }) {
  const { rule, votes, round, zone, waitsFor } = decision
  const current = votes.filter((vote) => vote.round === round)
  const earlier = votes.filter((vote) => vote.round !== round)
  const seats = [...rule.seats, ...(rule.tieBreak === null ? [] : [{ ...rule.tieBreak, mandatory: false }])]
  return (
    <>
      <table className="facts mt-1 [&_tbody_:is(td,th)]:align-top">
        <caption className="sr-only">Seats and their votes</caption>
        <thead>
          <tr>
            <th scope="col">Seat</th>
            <th scope="col">Vote</th>
          </tr>
        </thead>
        <tbody>
          {seats.map(({ role, title }) => {
            const cast = current.filter((vote) => vote.seat.role === role)
            const waits = waitsFor.some((seat) => seat.role === role)
            return (
              <tr key={role}>
                <th scope="row" className="font-normal text-ink">
                  {title}
                  {rule.tieBreak?.role === role ? <span className="block text-soft">breaks a tie</span> : null}
                </th>
                <td>
                  {cast.map((vote) => (
                    <Vote key={vote.at} vote={vote} zone={zone} />
                  ))}
                  {cast.length > 0 ? null : (
                    <Signal light={waits ? 'nodata' : 'off'} word={waits ? 'waits for it' : 'no vote'} />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {earlier.length === 0 ? null : (
        <section className="mt-4">
          <h3>Votes of earlier rounds</h3>
          <ul>
            {earlier.map((vote) => (
              <li key={`${vote.round} ${vote.seat.role} ${vote.at}`} className="border-b border-rule py-1.5">
                <span className="text-soft">
                  Round {vote.round}, {vote.seat.title}
                </span>
                <Vote vote={vote} zone={zone} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** One vote; struck through where it counts no more, with the reason. */
function Vote({ vote, zone }: { vote: VoteDto; zone: string }) {
  const { person, deputyOf, method, at, rationale, counts, notCounted } = vote
  const word = vote.vote === 'approve' ? 'approve' : 'reject'
  return (
    <div className="[overflow-wrap:anywhere]">
      {counts ? (
        <Signal light={vote.vote === 'approve' ? 'clear' : 'stop'} word={word} />
      ) : (
        <>
          <s className="text-soft">{word}</s> <Signal light="off" word="counts no more" />
        </>
      )}
      <span className="block">{voterWords(person, deputyOf)}</span>
      <span className="block text-soft">
        {methodWords(method)}, <Moment at={at} zone={zone} />
      </span>
      {counts || notCounted === null ? null : <span className="block text-soft">because {notCounted}</span>}
      <span className={`block ${counts ? '' : 'text-soft'}`}>“{rationale}”</span>
    </div>
  )
}
