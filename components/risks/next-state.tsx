'use client'

import { useActionState } from 'react'
import { FormMessage, SubmitButton } from '@/components/ui/action-form'
import { Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import { riskStates } from '@/lib/domain/risk/event'
import { stateWords } from '@/lib/domain/risk/event-words'
import type { RiskDto } from '@/lib/queries/risk'
import { type ChangeRisk, untouched } from './act-form'

/** Where the risk stands on its way, and what the next state asks, beside the button that goes there. */
export function NextState({ risk, change }: { risk: RiskDto; change: ChangeRisk }) {
  const { next } = risk
  return (
    <section aria-labelledby="state">
      <h2 id="state" className="sr-only">
        State
      </h2>
      <Way risk={risk} />
      {next === null ? (
        <p className="mt-3 text-soft">
          Closed by{' '}
          {risk.decision === null ? (
            'decision'
          ) : (
            <a href={`/${risk.program}/decisions/${risk.decision}`}>decision D-{risk.decision}</a>
          )}
          . A trigger opens it again at once.
        </p>
      ) : (
        <>
          <h3 className="mt-4">To {stateWords[next.to]}</h3>
          {next.rule === null ? null : <p className="text-soft">{sentence(next.rule)}</p>}
          <ul className="mt-1">
            {next.checklist.map(({ id, text, met, detail }) => (
              <li key={id} className="flex items-start gap-2 border-b border-rule py-1.5">
                <Signal light={met ? 'clear' : 'nodata'} word={met ? 'met' : 'missing'} quiet />
                <span>
                  {text}
                  {detail === '' ? null : <span className="block text-soft">{detail}</span>}
                </span>
              </li>
            ))}
          </ul>
          {next.to === 'closed' ? <Closing risk={risk} /> : <Move risk={risk} to={next.to} change={change} />}
        </>
      )}
    </section>
  )
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/** The four states as blocks of a track, the one it stands in marked. */
function Way({ risk: { state, stateSince, now, zone } }: { risk: RiskDto }) {
  const reached = riskStates.indexOf(state)
  return (
    <ol className="grid grid-cols-4 gap-1">
      {riskStates.map((one, index) => (
        <li
          key={one}
          aria-current={one === state ? 'step' : undefined}
          className={`border-t-4 pt-1 ${index <= reached ? 'border-ink' : 'border-rule'} ${one === state ? 'font-semibold' : 'text-soft'}`}
        >
          {stateWords[one]}
          {one === state ? (
            <span className="block text-xs font-normal text-soft">
              since <Ago at={stateSince} now={now} zone={zone} />
            </span>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

function Move({ risk, to, change }: { risk: RiskDto; to: 'mitigating' | 'watch'; change: ChangeRisk }) {
  const [state, action] = useActionState(change, untouched)
  if (!risk.rights.manage) return null
  // The message says every unmet item already.
  const asked = risk.next?.checklist.map(({ id }) => `checklist.${id}`) ?? []
  return (
    <form action={action} className="no-print mt-3 flex flex-col items-start gap-2">
      <input type="hidden" name="act" value="move" />
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="version" value={state.version ?? risk.version} />
      <SubmitButton kind={risk.next?.allowed === true ? 'main' : 'plain'}>Move to {stateWords[to]}</SubmitButton>
      {state.done ? null : <FormMessage state={state} fields={['version', ...asked]} />}
    </form>
  )
}

/** Closing is a decision, never a button here. The one place where the way to that decision stands. */
function Closing({ risk }: { risk: RiskDto }) {
  return (
    <p className="mt-3">
      Closing needs a signed decision. <a href={risk.closingHref}>Ask for the decision to close it</a>
    </p>
  )
}
