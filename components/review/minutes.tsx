import { Reason } from '@/components/ui/reason'
import { Day, instantWords, Moment } from '@/components/ui/time'
import { reviewTitle } from '@/lib/domain/review/agenda'
import type { MinutesAction, MinutesDocument, MinutesItem } from '@/lib/domain/review/minutes'
import type { MinutesDto } from '@/lib/queries/reviews'
import { subjectName } from './names'

/** Minutes set as a document: for the screen, and for paper with the digest and the page at the foot. */
export function Minutes({ minutes }: { minutes: MinutesDto }) {
  const { document, digest } = minutes
  const { review, program, attendance, changes, previous, items, passedOver, actions } = document
  const { zone } = program
  const taken = items.filter(({ outcomes }) => outcomes.length > 0)
  return (
    <article className="document max-w-3xl">
      <style>{footer(`${program.id} · minutes of review ${review.number}`, digest)}</style>
      <header>
        <p className="text-soft print:mt-3">{program.title}</p>
        <h1 className="text-xl leading-9">Minutes of {reviewTitle(review.kind, review.number)}</h1>
        <p className="mt-1">
          <Moment at={review.openedAt} zone={zone} /> to <Moment at={review.closedAt} zone={zone} />, led by{' '}
          {review.openedBy.name}
          {review.closedBy.id === review.openedBy.id ? '' : `, closed by ${review.closedBy.name}`}. Program revision{' '}
          {document.revision.number}.
        </p>
        {review.cause === null ? null : <p className="mt-1">Called because: {review.cause}</p>}
        <p className="no-print mt-2 flex gap-5">
          <a href={`/${program.id}/reviews/${review.number}/minutes.json`}>Download as JSON</a>
          <a href={`/${program.id}/reviews`}>All reviews</a>
        </p>
      </header>
      <section>
        <h2>Attendance</h2>
        <table className="facts">
          <tbody>
            {attendance.map(({ person, roles, from, until }) => (
              <tr key={person.id}>
                <th scope="row" className="!text-ink">
                  {person.name}
                </th>
                <td>{roles.length === 0 ? 'Viewer' : roles.join(', ')}</td>
                <td className="text-soft">{times(from, until, document)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Changes changes={changes} previous={previous} />
      <section>
        <h2>Outcomes</h2>
        {taken.length === 0 ? <p>Nothing was said of any item.</p> : null}
        {taken.map((item) => (
          <Item key={item.ordinal} item={item} zone={zone} />
        ))}
      </section>
      {passedOver.length === 0 ? null : (
        <section>
          <h2>Passed over</h2>
          <p>On the agenda, and nothing was said of:</p>
          <ul className="mt-1">
            {items
              .filter(({ outcomes }) => outcomes.length === 0)
              .map(({ ordinal, subject, key, title: what }) => (
                <li key={ordinal}>
                  {ordinal}. <span className="font-mono">{subjectName(subject, key)}</span> {what}
                </li>
              ))}
          </ul>
        </section>
      )}
      <section>
        <h2>Open actions</h2>
        <Actions open={actions.open} added={new Set(actions.added.map(({ number }) => number))} />
      </section>
      <section className="keep-together">
        <h2>Record</h2>
        <p>
          These minutes are final. Their canonical JSON has the SHA-256
          <code className="mt-1 block break-all">{digest}</code>
          which stands on the register of this installation.
        </p>
        <Decision minutes={minutes} />
      </section>
    </article>
  )
}

const decided = { approved: 'signed', rejected: 'not signed: the decision rejected them' }

/** The decision that these minutes were put to, or the way to put them to one. */
function Decision({ minutes: { decision, mayPropose, document } }: { minutes: MinutesDto }) {
  const { program, review } = document
  if (decision !== null) {
    const { number, state, outcome } = decision
    return (
      <p className="mt-2">
        <a href={`/${program.id}/decisions/${number}`}>Decision D-{number}</a> is about them:{' '}
        {outcome === null ? state : decided[outcome]}.
      </p>
    )
  }
  if (!mayPropose) return null
  return (
    <p className="no-print mt-2">
      <a href={`/${program.id}/decisions/new?kind=minutes&subject=${review.number}`}>Propose to sign these minutes</a>
    </p>
  )
}

/** CSS strings hold a program's id, a number and hex digits alone. */
const footer = (name: string, digest: string): string => `@media print {
  @page {
    @bottom-left { content: "${name}\\a sha256 ${digest}"; white-space: pre; }
    @bottom-right { content: "page " counter(page) " of " counter(pages); }
  }
}`

function times(from: string, until: string | null, { review }: MinutesDocument): string {
  const late = Date.parse(from) - Date.parse(review.openedAt) > 60_000
  const minutes = (at: string): number => Math.round((Date.parse(at) - Date.parse(review.openedAt)) / 60_000)
  return [late ? `came after ${minutes(from)} min` : '', until === null ? '' : `left after ${minutes(until)} min`]
    .filter((part) => part !== '')
    .join(', ')
}

function Changes({ changes, previous }: Pick<MinutesDocument, 'changes' | 'previous'>) {
  if (previous === null) return null
  return (
    <section>
      <h2>What changed since review {previous.number}</h2>
      {changes.length === 0 ? (
        <p>No score, state or owner of any risk, and no trigger event.</p>
      ) : (
        <table className="facts">
          <tbody>
            {changes.map(({ risk, title, words }) => (
              <tr key={risk}>
                <th scope="row" className="font-mono !text-ink">
                  {risk}
                </th>
                <td>{title}</td>
                <td>{words.join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Item({ item, zone }: { item: MinutesItem; zone: string }) {
  return (
    <section className="keep-together item">
      <h3>
        {item.ordinal}. <span className="font-mono font-normal">{subjectName(item.subject, item.key)}</span>{' '}
        {item.title}
      </h3>
      <p className="text-soft">
        {item.reasons.map((reason, index) => (
          <span key={reason}>
            {index === 0 ? '' : ' '}
            <Reason reason={reason} />
          </span>
        ))}
        {item.arisen ? ' It came up during the meeting.' : ''}
      </p>
      <ul className="mt-1 flex flex-col gap-1">
        {item.outcomes.map(({ words, at, by }) => (
          <li key={`${at} ${words}`} className="border-l-2 border-ink pl-2">
            {words}{' '}
            <span className="text-soft">
              {by.name}, {instantWords(at, zone).split(', ')[1]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Actions({ open, added }: { open: readonly MinutesAction[]; added: ReadonlySet<number> }) {
  if (open.length === 0) return <p>None.</p>
  return (
    <table className="facts">
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">Owner</th>
          <th scope="col">Until</th>
        </tr>
      </thead>
      <tbody>
        {open.map(({ number, title, owner, due }) => (
          <tr key={number}>
            <td>
              {number}. {title}
              {added.has(number) ? <span className="text-soft"> (new)</span> : ''}
            </td>
            <td>{owner}</td>
            <td>
              <Day day={due} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
