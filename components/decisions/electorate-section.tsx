import { Moment } from '@/components/ui/time'
import type { PacketDocument } from '@/lib/register/packet'

type Electorate = PacketDocument['electorate']

/** Who may vote, by which rule and with which keys, as the seal froze it. */
export function ElectorateSection({ electorate, zone }: { electorate: Electorate; zone: string }) {
  const { seats, credentials, asker, rule } = electorate
  const names = new Map(seats.flatMap(({ holders }) => holders.map(({ person, name }) => [person, name])))
  return (
    <>
      <p>{ruleWords(rule, (role) => seats.find((seat) => seat.role === role)?.title ?? role)}</p>
      <table className="facts mt-1 [&_tbody_:is(td,th)]:align-top">
        <thead>
          <tr>
            <th scope="col">Seat</th>
            <th scope="col">Who may fill it</th>
          </tr>
        </thead>
        <tbody>
          {seats.map(({ role, title, holders }) => (
            <tr key={role}>
              <th scope="row" className="font-normal text-ink">
                {title}
              </th>
              <td>
                {holders.length === 0 ? <span className="text-soft">nobody</span> : null}
                {holders.map(({ person, name, deputyOf, until }) => (
                  <span key={`${person} ${deputyOf}`} className="block">
                    {name}
                    {deputyOf === null ? '' : `, deputy of ${names.get(deputyOf) ?? deputyOf}`}
                    {until === null ? null : (
                      <>
                        {' '}
                        until <Moment at={until} zone={zone} />
                      </>
                    )}
                    {!asker.mayVote && asker.person === person ? (
                      <span className="text-soft"> (asked for this, does not vote)</span>
                    ) : null}
                    {credentials
                      .filter((key) => key.person === person)
                      .map((key) => (
                        <code key={key.credentialId} className="block break-all text-soft">
                          key {key.credentialId}
                        </code>
                      ))}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** The rule in a sentence or two. */
function ruleWords(rule: Electorate['rule'], titleOf: (role: string) => string): string {
  const { seats, approvals, unanimous, split } = rule
  if (seats.length === 1) return `${titleOf(seats[0]?.role ?? '')} decides.`
  if (unanimous) return `All ${seats.length} seats must approve; any reject ends it.`
  const mandatory = seats.filter((seat) => seat.mandatory)
  const must =
    mandatory.length === 0 || mandatory.length === seats.length
      ? ''
      : ` ${mandatory.map(({ role }) => titleOf(role)).join(', ')} must be among them.`
  const tie =
    split.outcome === 'tie_break'
      ? ` Where all have voted and differ, ${titleOf(split.role)} decides.`
      : ' A split rejects.'
  return `${approvals} of ${seats.length} seats must approve.${must}${tie}`
}
