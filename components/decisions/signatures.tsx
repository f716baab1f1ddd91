import { Moment } from '@/components/ui/time'
import type { DecisionDto, PacketDto } from '@/lib/queries/decision-dto'
import { methodWords, standing, voterWords } from './words'

/** The signature block of a packet: each seat with who signed, how and when; what it came to. */
export function Signatures({ decision, packet }: { decision: DecisionDto; packet: PacketDto }) {
  const { votes, zone, endedAt } = decision
  const seats = packet.document.electorate.seats
  const cast = votes.filter(({ round }) => round === packet.round)
  return (
    <>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
        {seats.map(({ role, title }) => {
          const vote = cast.find(({ seat }) => seat.role === role)
          return (
            <div key={role} className="break-inside-avoid border-t border-ink pt-1 [overflow-wrap:anywhere]">
              <span className="block text-soft">{title}</span>
              {vote === undefined ? (
                <span className="block text-soft">not signed</span>
              ) : (
                <>
                  <span className="block font-medium">
                    {vote.counts ? vote.vote : <s>{vote.vote}</s>}
                    {vote.counts ? '' : ', counts no more'}
                  </span>
                  <span className="block">{voterWords(vote.person, vote.deputyOf)}</span>
                  <span className="block">{methodWords(vote.method)}</span>
                  <span className="block">
                    <Moment at={vote.at} zone={zone} />
                  </span>
                </>
              )}
            </div>
          )
        })}
      </div>
      <p className="mt-3 font-medium">
        {standing(decision).word}
        {endedAt === null ? null : (
          <>
            , <Moment at={endedAt} zone={zone} />
          </>
        )}
        .
      </p>
    </>
  )
}
