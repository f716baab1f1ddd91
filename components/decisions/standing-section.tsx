import { Pointer } from '@/components/ui/pointer'
import { type Light, Signal } from '@/components/ui/signal'
import { Ago, Moment } from '@/components/ui/time'
import type { StandingDto } from '@/lib/queries/decision-dto'
import { type EndAct, EndStanding } from './end-standing'

interface Props {
  program: string
  zone: string
  now: string
  standing: readonly StandingDto[]
  /** null where the reader may end none. */
  end: EndAct | null
}

const kinds: Record<StandingDto['kind'], string> = {
  waiver: 'Waiver',
  plan: 'Remediation plan',
  debt: 'Parity debt',
}

const signals: Record<StandingDto['state'], { light: Light; word: string }> = {
  holds: { light: 'waived', word: 'Holds' },
  ownerless: { light: 'stop', word: 'No owner: counts as none' },
  over: { light: 'off', word: 'Over' },
  ended: { light: 'off', word: 'Ended early' },
}

const isOver = ({ state }: StandingDto): boolean => state === 'over' || state === 'ended'

/** What decisions let stand for a time: about what, for whom, why and until when; then what is over. */
export function StandingSection({ standing, ...props }: Props) {
  const [holding, over] = [standing.filter((one) => !isOver(one)), standing.filter(isOver)]
  return (
    <section aria-labelledby="standing" className="mt-8">
      <h2 id="standing">Waivers, plans and debts</h2>
      {holding.length === 0 ? (
        <p className="mt-1 text-soft">None holds. A decision opens one; it runs out by itself.</p>
      ) : (
        <Rows {...props} label="Waivers, plans and debts that stand" rows={holding} />
      )}
      {over.length === 0 ? null : (
        <details className="mt-3">
          <summary className="cursor-pointer text-link">{over.length} that are over</summary>
          <Rows {...props} label="Waivers, plans and debts that are over" rows={over} end={null} />
        </details>
      )}
    </section>
  )
}

function Rows({
  program,
  zone,
  now,
  rows,
  label,
  end,
}: Omit<Props, 'standing'> & { label: string; rows: StandingDto[] }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="mt-1 scrolls">
      <table className="facts min-w-[760px] [&_tbody_:is(td,th)]:align-top">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">For</th>
            <th scope="col">Why</th>
            <th scope="col">Until</th>
            {end === null ? null : (
              <th scope="col">
                <span className="sr-only">Act</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={`${one.kind} ${one.id}`}>
              <th scope="row" className="font-normal text-ink">
                {kinds[one.kind]} <code className="[overflow-wrap:anywhere]">{one.target}</code>
                <span className="block text-soft">
                  by{' '}
                  <a className="underline" href={`/${program}/decisions/${one.decision}`}>
                    D-{one.decision}
                  </a>
                  , <Moment at={one.openedAt} zone={zone} />
                </span>
              </th>
              <td>
                <For program={program} standing={one} />
              </td>
              <td className="max-w-md [overflow-wrap:anywhere]">
                {one.why}
                {one.terms.map((term) => (
                  <span key={term} className="block text-soft">
                    {term}
                  </span>
                ))}
                {one.evidence.map((uri) => (
                  <span key={uri} className="block">
                    <Pointer uri={uri} />
                  </span>
                ))}
              </td>
              <td>
                <Signal {...signals[one.state]} />
                <Until standing={one} now={now} zone={zone} />
              </td>
              {end === null ? null : (
                <td>
                  <EndStanding standing={one} end={end} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function For({ program, standing: { kind, person, risk } }: { program: string; standing: StandingDto }) {
  if (risk !== null)
    return (
      <>
        carried by <a href={`/${program}/risks/${risk}`}>{risk}</a>
      </>
    )
  return (
    <>
      {person?.name}
      <span className="block text-soft">{kind === 'waiver' ? 'asked for it' : 'owns it'}</span>
    </>
  )
}

function Until({ standing, now, zone }: { standing: StandingDto; now: string; zone: string }) {
  const { state, until, endedAt, endedBy, endReason } = standing
  if (endedAt !== null)
    return (
      <span className="block text-soft">
        by {endedBy}, <Moment at={endedAt} zone={zone} />
        {endReason === null ? null : <span className="block [overflow-wrap:anywhere]">because: {endReason}</span>}
      </span>
    )
  return (
    <span className="block text-soft">
      {state === 'over' ? 'ran out' : 'runs out'} <Ago at={until} now={now} zone={zone} />
      <span className="block">
        <Moment at={until} zone={zone} />
      </span>
    </span>
  )
}
