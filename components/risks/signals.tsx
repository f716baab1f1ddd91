import { Pointer } from '@/components/ui/pointer'
import { type Light, Signal } from '@/components/ui/signal'
import { Ago, Moment } from '@/components/ui/time'
import type { RiskDto, TriggerDto, WatchDto } from '@/lib/queries/risk'
import { ActLink } from './act-link'

/** The trigger signals, each with what watches it, how it stands now, and when it last fired. */
export function Signals({ risk }: { risk: RiskDto }) {
  return (
    <section className="mt-6" aria-labelledby="signals">
      <h2 id="signals">Trigger signals</h2>
      <p className="text-soft">
        Any of them puts the risk back to Open at once and calls for a review within {risk.reviewWithinHours} hours.
      </p>
      <div className="scrolls" role="group" aria-label="Trigger signals" tabIndex={0}>
        <table className="facts [&_tbody_:is(td,th)]:align-top">
          <thead>
            <tr>
              <th scope="col" className="w-1/4 min-w-[140px]">
                Signal
              </th>
              <th scope="col">Now</th>
              <th scope="col" className="min-w-[200px]">
                Watched by
              </th>
              <th scope="col" className="min-w-[220px]">
                Last fired
              </th>
            </tr>
          </thead>
          <tbody>
            {risk.watch.map((watch) => (
              <tr key={watch.text}>
                <th scope="row" className="font-normal text-ink">
                  {watch.text}
                </th>
                <td className="min-w-[150px]">
                  <Standing watch={watch} risk={risk} />
                </td>
                <td>
                  {watch.bound.length === 0 ? <span className="text-soft">reports of people</span> : null}
                  {watch.bound.map((words) => (
                    <span key={words} className="block">
                      {words}
                    </span>
                  ))}
                </td>
                <td>
                  {watch.last === null ? (
                    <span className="text-soft">never</span>
                  ) : (
                    <Fired trigger={watch.last} risk={risk} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <OtherTriggers risk={risk} />
    </section>
  )
}

const lights: Record<WatchDto['state'], { light: Light; word: string }> = {
  failing: { light: 'stop', word: 'Fails' },
  quiet: { light: 'clear', word: 'Quiet' },
  // Failures alone are kept: whether there were passes is not known here.
  unseen: { light: 'off', word: 'Never failed' },
  reported: { light: 'off', word: 'by report' },
}

function Standing({ watch, risk }: { watch: WatchDto; risk: RiskDto }) {
  return (
    <>
      <Signal {...lights[watch.state]} />
      {watch.failing.map(({ key, since, run }) => (
        <span key={key} className="block text-soft">
          <code className="break-all">{key}</code> since <Ago at={since} now={risk.now} zone={risk.zone} />, run{' '}
          <RunLink program={risk.program} run={run} />
        </span>
      ))}
    </>
  )
}

function RunLink({ program, run }: { program: string; run: { number: number; id: string } }) {
  return (
    <a href={`/${program}/runs/${run.number}`} className="font-mono text-xs">
      {run.id}
    </a>
  )
}

function Fired({ trigger, risk }: { trigger: TriggerDto; risk: RiskDto }) {
  const { occurrences } = trigger
  const latest = occurrences.at(-1)
  return (
    <>
      <Ago at={trigger.at} now={risk.now} zone={risk.zone} />
      {trigger.run === null ? `, reported by ${trigger.by}` : null}
      {trigger.run === null ? null : (
        <>
          , run <RunLink program={risk.program} run={trigger.run} />
        </>
      )}
      <span className="block">{trigger.statement}</span>
      <span className="block">
        <Pointer uri={trigger.evidence} />
      </span>
      {latest === undefined ? null : (
        <span className="block text-soft">
          failed again in {occurrences.length} later {occurrences.length === 1 ? 'run' : 'runs'}, last{' '}
          <Ago at={latest.at} now={risk.now} zone={risk.zone} />, run{' '}
          <RunLink program={risk.program} run={latest.run} />
        </span>
      )}
    </>
  )
}

/** Triggers of signals that the risk no longer names. */
function OtherTriggers({ risk }: { risk: RiskDto }) {
  const others = risk.triggers.filter(({ signal }) => !risk.watch.some(({ text }) => text === signal))
  if (others.length === 0) return null
  return (
    <div className="mt-3">
      <h3>Triggers of signals that it no longer names</h3>
      <ul>
        {others.map((trigger) => (
          <li key={trigger.id} className="border-b border-rule py-1.5">
            {trigger.signal}: <Fired trigger={trigger} risk={risk} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The evidence that the closure criteria are met. */
export function Closure({ risk }: { risk: RiskDto }) {
  return (
    <section className="mt-6" aria-labelledby="closure">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="closure">Closure criteria</h2>
        {risk.state === 'watch' ? (
          <ActLink risk={risk} act="closure" right="manage" plain>
            Add evidence
          </ActLink>
        ) : null}
      </header>
      <p>{risk.closure}</p>
      {risk.closures.length === 0 ? (
        <p className="text-soft">No evidence yet. It is recorded in Watch.</p>
      ) : (
        <ul className="mt-1 border-t border-rule">
          {risk.closures.map(({ evidence, note, by, at, counts }) => (
            <li key={`${at} ${evidence}`} className="border-b border-rule py-1.5">
              <Signal light={counts ? 'clear' : 'off'} word={counts ? 'counts' : 'counts no more'} />{' '}
              <Pointer uri={evidence} />
              <span className="block">{note}</span>
              <span className="block text-soft">
                {by}, <Moment at={at} zone={risk.zone} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
