import { Day, Moment } from '@/components/ui/time'
import type { Json } from '@/lib/register/canonical'
import { type Fields, fieldsOf, rowsOf, textOf, textsOf } from './json'
import { Plain } from './plain-section'

/** The minutes that are signed: who was there, what was said of what, what is to be done; and all of them as sealed. */
export function MinutesSection({ json, zone }: { json: Json; zone: string }) {
  const { document, digest } = fieldsOf(json)
  const minutes = fieldsOf(document)
  if (textOf(minutes.schema) !== 'signalbox.minutes/v1') return <Plain json={json} zone={zone} />
  const { review, attendance, items, actions } = minutes
  const { openedAt, closedAt, openedBy } = fieldsOf(review)
  return (
    <>
      <p>
        <Moment at={textOf(openedAt)} zone={zone} /> to <Moment at={textOf(closedAt)} zone={zone} />, led by{' '}
        {textOf(fieldsOf(openedBy).name)}
        <span className="block text-soft">
          SHA-256 <code className="break-all">{textOf(digest)}</code>
        </span>
      </p>
      <h3 className="mt-3">Attendance</h3>
      <ul>
        {rowsOf(attendance).map(({ person, roles }) => (
          <li key={textOf(fieldsOf(person).id)}>
            {textOf(fieldsOf(person).name)} <span className="text-soft">{textsOf(roles).join(', ')}</span>
          </li>
        ))}
      </ul>
      <h3 className="mt-3">Outcomes</h3>
      <ul>
        {rowsOf(items).map((item) => (
          <Item key={textOf(item.ordinal)} item={item} />
        ))}
      </ul>
      <h3 className="mt-3">Open actions</h3>
      <ul>
        {rowsOf(fieldsOf(actions).open).map(({ number, title, owner, due }) => (
          <li key={textOf(number)}>
            {textOf(number)}. {textOf(title)}{' '}
            <span className="text-soft">
              {textOf(owner)}, until <Day day={textOf(due)} />
            </span>
          </li>
        ))}
      </ul>
      <details className="no-print mt-3">
        <summary className="cursor-pointer text-link">All of it, as it was sealed</summary>
        <Plain json={json} zone={zone} />
      </details>
    </>
  )
}

function Item({ item: { ordinal, key, title, outcomes } }: { item: Fields }) {
  const said = rowsOf(outcomes)
  return (
    <li className="break-inside-avoid border-b border-rule py-1">
      {textOf(ordinal)}. <code>{textOf(key)}</code> {textOf(title)}
      {said.length === 0 ? <span className="block text-soft">Nothing was said of it.</span> : null}
      {said.map(({ words, at, by }) => (
        <span key={`${textOf(at)} ${textOf(words)}`} className="block border-l-2 border-ink pl-2">
          {textOf(words)} <span className="text-soft">{textOf(fieldsOf(by).name)}</span>
        </span>
      ))}
    </li>
  )
}
