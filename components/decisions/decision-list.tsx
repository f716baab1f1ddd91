import type { ReactNode } from 'react'
import { Ago, Moment } from '@/components/ui/time'
import type { DecisionListDto } from '@/lib/queries/decision-dto'
import { Clock, isOpen, seatWords, Standing } from './words'

interface Props {
  program: string
  zone: string
  now: string
  decisions: readonly DecisionListDto[]
  mayPropose: boolean
  /** What decisions let stand, between the open ones and those that have ended. */
  children: ReactNode
}

/** Every decision of a program: the open ones with what each waits for, then those that have ended. */
export function DecisionList({ program, zone, now, decisions, mayPropose, children }: Props) {
  const open = decisions.filter(isOpen)
  const ended = decisions.filter((decision) => !isOpen(decision))
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1>Decisions</h1>
        {mayPropose ? <a href={`/${program}/decisions/new`}>Propose a decision</a> : null}
      </div>
      <p className="max-w-3xl text-soft">
        A decision is sealed with the facts it rests on, signed by those whose votes it needs, and judged once more when
        the last one signs. Whose votes, says the{' '}
        <a className="underline" href={`/${program}/program#decisions`}>
          definition
        </a>
        .
      </p>
      <section aria-labelledby="open" className="mt-6">
        <h2 id="open">Open</h2>
        {open.length === 0 ? (
          <p className="mt-1 text-soft">None. {mayPropose ? 'Propose one above.' : 'Nothing waits for a vote.'}</p>
        ) : (
          <div role="group" aria-label="Open decisions" tabIndex={0} className="mt-1 scrolls">
            <table className="facts stacks sm:min-w-[680px] [&_tbody_:is(td,th)]:align-top">
              <thead>
                <tr>
                  <th scope="col">Decision</th>
                  <th scope="col">Stands</th>
                  <th scope="col">Waits for</th>
                  <th scope="col">Clock</th>
                </tr>
              </thead>
              <tbody>
                {open.map((decision) => (
                  <tr key={decision.number}>
                    <Name program={program} decision={decision} />
                    <td>
                      <Standing {...decision} />
                      <span className="block text-soft">
                        {decision.sealedAt === null ? 'proposed' : 'sealed'}{' '}
                        <Ago at={decision.sealedAt ?? decision.proposedAt} now={now} zone={zone} />
                      </span>
                    </td>
                    <td>
                      {waitsWords(decision)}
                      {decision.waitsForMe ? <strong className="block font-semibold">waits for you</strong> : null}
                    </td>
                    <td>
                      <Clock decision={decision} now={now} zone={zone} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      {children}
      {ended.length === 0 ? null : (
        <section aria-labelledby="ended" className="mt-8">
          <h2 id="ended">Ended</h2>
          <div role="group" aria-label="Ended decisions" tabIndex={0} className="mt-1 scrolls">
            <table className="facts stacks sm:min-w-[560px] [&_tbody_:is(td,th)]:align-top">
              <thead>
                <tr>
                  <th scope="col">Decision</th>
                  <th scope="col">Outcome</th>
                  <th scope="col">When</th>
                </tr>
              </thead>
              <tbody>
                {ended.map((decision) => (
                  <tr key={decision.number}>
                    <Name program={program} decision={decision} />
                    <td>
                      <Standing {...decision} />
                    </td>
                    <td>{decision.endedAt === null ? null : <Moment at={decision.endedAt} zone={zone} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </>
  )
}

function Name({ program, decision }: { program: string; decision: DecisionListDto }) {
  return (
    <th scope="row" className="font-normal text-ink">
      <a href={`/${program}/decisions/${decision.number}`}>
        D-{decision.number} {decision.title}
      </a>
      <span className="block text-soft">
        {decision.kindTitle}, by {decision.proposer.name}
      </span>
    </th>
  )
}

function waitsWords({ state, waitsFor, proposer }: DecisionListDto): string {
  if (state === 'proposed') return `${proposer.name}, to seal it`
  if (state === 'stale') return `${proposer.name}, to seal it anew`
  return seatWords(waitsFor)
}
