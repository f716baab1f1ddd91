import { Signal } from '@/components/ui/signal'
import { Day } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { ReviewListDto } from '@/lib/queries/reviews'
import { FollowUp } from './follow-up'

interface Props {
  list: ReviewListDto
  followUp: (state: FormState, form: FormData) => Promise<FormState>
}

/** What boards were promised and do not have yet, the most pressing first. */
export function ActionList({ list, followUp }: Props) {
  const { actions, program } = list
  return (
    <section aria-labelledby="actions" className="mt-8">
      <h2 id="actions">Open actions</h2>
      {actions.length === 0 ? (
        <p className="mt-2 text-soft">None. An action of a board comes up first at the next one until it is done.</p>
      ) : (
        <ul className="mt-2 border-t border-rule">
          {actions.map((action) => (
            <li
              key={action.number}
              id={`action-${action.number}`}
              className="grid gap-x-6 gap-y-1 border-b border-rule py-2 rail:grid-cols-[110px_minmax(0,1fr)_150px_auto]"
            >
              <span>
                {action.overdue ? <Signal light="stop" word="Overdue" /> : <Signal light="off" word="Open" />}
              </span>
              <span className="min-w-0">
                <span className="font-medium">
                  {action.number}. {action.title}
                </span>
                <span className="block text-soft">
                  {action.subject} ·{' '}
                  <a className="underline" href={`/${program}/reviews/${action.review}/minutes`}>
                    review {action.review}
                  </a>
                  {action.moves.map(({ from, to, note }) => (
                    <span key={`${from} ${to}`} className="block">
                      Moved from <Day day={from} /> to <Day day={to} />: {note}
                    </span>
                  ))}
                </span>
              </span>
              <span>
                {action.owner.name}
                <span className="block text-soft">
                  until <Day day={action.due} />
                </span>
              </span>
              {action.mine ? <FollowUp action={action} followUp={followUp} /> : <span />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
