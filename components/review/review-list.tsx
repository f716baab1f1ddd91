import { Signal } from '@/components/ui/signal'
import { Ago, Day, Moment } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { BoardDueDto, ReviewListDto, ReviewRowDto } from '@/lib/queries/reviews'
import { ActionList } from './action-list'
import { kindTitles } from '@/lib/domain/review/agenda'
import { StartReview, type StartState } from './start-review'

type Act = (state: FormState, form: FormData) => Promise<FormState>
type Start = (state: StartState, form: FormData) => Promise<StartState>

interface Props {
  list: ReviewListDto
  start: Start
  followUp: Act
}

/** The boards of a program: which is due, what is still owed, and what was held. */
export function ReviewList({ list, start, followUp }: Props) {
  return (
    <>
      <h1>Board</h1>
      <p className="max-w-2xl text-soft">
        The weekly board reviews every risk at or above the threshold and whatever else calls for it; the sweep looks at
        every risk; a trigger event calls for a review out of band.
      </p>
      <section aria-labelledby="due" className="mt-5">
        <h2 id="due">Due</h2>
        <ul className="mt-2 border-t border-rule">
          {list.due.map((due) => (
            <Due key={due.kind} due={due} list={list} start={start} />
          ))}
        </ul>
        {list.mayRun ? null : (
          <p className="mt-2 text-soft">
            {list.runners.length === 0
              ? 'The definition names no role that runs reviews.'
              : `Reviews are started by: ${list.runners.join(', ')}. Everyone may enter one.`}
          </p>
        )}
      </section>
      <ActionList list={list} followUp={followUp} />
      <Held list={list} />
    </>
  )
}

function Due({ due, list, start }: { due: BoardDueDto; list: ReviewListDto; start: Start }) {
  const { zone, now, program } = list
  return (
    <li className="grid items-center gap-x-6 gap-y-2 border-b border-rule py-2 rail:grid-cols-[170px_180px_minmax(0,1fr)_auto]">
      <h3>{kindTitles[due.kind]}</h3>
      {due.overdue ? (
        <Signal light="stop" word="Overdue" />
      ) : (
        <span>
          Due <Ago at={due.due} now={now} zone={zone} />
        </span>
      )}
      <span className="text-soft">
        {due.day === null ? (
          <>
            by <Moment at={due.due} zone={zone} />, for {due.risks.join(', ')}
          </>
        ) : (
          <>
            by the end of {weekday(due.day)}, <Day day={due.day} />
          </>
        )}{' '}
        · {due.items} {due.items === 1 ? 'item' : 'items'} now
      </span>
      {due.open === null ? (
        list.mayRun ? (
          <StartReview due={due} program={program} start={start} />
        ) : null
      ) : (
        <a href={`/${program}/reviews/${due.open}`}>Enter review {due.open}</a>
      )}
    </li>
  )
}

const weekday = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' }).format(new Date(day))

function Held({ list }: { list: ReviewListDto }) {
  const { zone, program, reviews } = list
  return (
    <section aria-labelledby="held" className="mt-8">
      <h2 id="held">Held</h2>
      {reviews.length === 0 ? (
        <p className="mt-2 text-soft">None yet. The first one starts above; its minutes will stand here.</p>
      ) : (
        <div className="scrolls mt-2">
          <table className="facts">
            <thead>
              <tr>
                <th scope="col">Review</th>
                <th scope="col">Opened</th>
                <th scope="col">Closed</th>
                <th scope="col" className="figure">
                  People
                </th>
                <th scope="col" className="figure">
                  Items
                </th>
                <th scope="col" className="figure">
                  Outcomes
                </th>
                <th scope="col" className="figure">
                  Actions open
                </th>
                <th scope="col">Minutes</th>
              </tr>
            </thead>
            <tbody>
              {reviews.map((review) => (
                <tr key={review.number}>
                  <th scope="row">
                    <a href={`/${program}/reviews/${review.number}`}>
                      {kindTitles[review.kind]} {review.number}
                    </a>
                  </th>
                  <td>
                    <Moment at={review.openedAt} zone={zone} />
                  </td>
                  <td>
                    {review.closedAt === null ? (
                      <Signal light="caution" word="Open" />
                    ) : (
                      <Moment at={review.closedAt} zone={zone} />
                    )}
                  </td>
                  <td className="figure">{review.people}</td>
                  <td className="figure">{review.items}</td>
                  <td className="figure">{review.outcomes}</td>
                  <td className="figure">{actionsOf(review)}</td>
                  <td>
                    {review.digest === null ? (
                      '–'
                    ) : (
                      <a
                        href={`/${program}/reviews/${review.number}/minutes`}
                        aria-label={`Read the minutes of review ${review.number}`}
                      >
                        Read
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

const actionsOf = ({ actions, openActions }: ReviewRowDto): string =>
  actions === 0 ? '–' : `${openActions} of ${actions}`
