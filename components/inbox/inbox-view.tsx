import { Signal } from '@/components/ui/signal'
import { Ago, Moment } from '@/components/ui/time'
import type { InboxDto, InboxItemDto } from '@/lib/queries/inbox'

const kinds: Record<InboxItemDto['kind'], string> = {
  vote: 'Vote',
  seal: 'Your decision',
  incident: 'Incident',
  review: 'Review',
  metric: 'Metric',
  key: 'Key',
  attestation: 'Attestation',
  plan: 'Plan',
  milestone: 'Milestone',
  risk: 'Risk',
  action: 'Action',
}

/** What waits for the reader, the most urgent first, and which keys have been confirmed in their councils. */
export function InboxView({ inbox }: { inbox: InboxDto }) {
  const { items, confirmedKeys, zone, now, program } = inbox
  return (
    <>
      <h1>Waits for me</h1>
      {items.length === 0 ? (
        <p className="mt-1 max-w-2xl text-soft">
          Nothing. Votes asked of your seats, incidents that your council has to end, metrics of your roles without
          data, keys to confirm, attestations asked of your roles, actions that a board gave you, and plans, milestones
          and reviews of yours that are late would stand here.
        </p>
      ) : (
        <ul className="mt-2 max-w-4xl">
          {items.map((item) => (
            <li
              key={`${item.kind} ${item.href} ${item.title}`}
              className="grid grid-cols-1 gap-x-6 gap-y-1 border-b border-rule py-2 sm:grid-cols-[96px_minmax(0,1fr)_auto]"
            >
              <span className="text-soft">{kinds[item.kind]}</span>
              <span className="[overflow-wrap:anywhere]">
                {item.page === null ? item.title : <a href={item.page}>{item.title}</a>}
                {item.about.length === 0 ? null : (
                  <span className="text-soft">
                    {' '}
                    of{' '}
                    {item.about.map(({ text, href }, index) => (
                      <span key={href}>
                        {index === 0 ? null : ', '}
                        <a className="underline" href={href}>
                          {text}
                        </a>
                      </span>
                    ))}
                  </span>
                )}
                <a href={item.href} className="block underline">
                  {item.ask}
                </a>
              </span>
              <span className="text-soft sm:text-right">
                <Due item={item} zone={zone} now={now} />
                {item.since === null ? null : (
                  <span className="block">
                    waits since <Ago at={item.since} now={now} zone={zone} />
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {confirmedKeys.length === 0 ? null : (
        <section aria-labelledby="confirmed" className="mt-8 max-w-4xl">
          <h2 id="confirmed">Keys confirmed in your councils</h2>
          <p className="text-soft">
            Of the last two weeks. Ask at once about one that should not be: it can be revoked under{' '}
            <a className="underline" href={`/${program}/keys`}>
              Your keys
            </a>{' '}
            by its owner or an administrator.
          </p>
          <ul className="mt-1">
            {confirmedKeys.map(({ owner, key, confirmedBy, at, countsFrom }) => (
              <li key={`${owner} ${key} ${at}`} className="border-b border-rule py-2">
                {owner}: “{key}”
                <span className="block text-soft">
                  confirmed by {confirmedBy}, <Moment at={at} zone={zone} />
                  {countsFrom === at ? '; counts' : '; counts from '}
                  {countsFrom === at ? null : <Moment at={countsFrom} zone={zone} />}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** A deadline; once it has passed it is another shape. */
function Due({ item: { due }, zone, now }: { item: InboxItemDto; zone: string; now: string }) {
  if (due === null) return null
  if (Date.parse(due) <= Date.parse(now)) {
    return (
      <span className="block">
        <Signal light="stop" word="Overdue" />, due <Ago at={due} now={now} zone={zone} />
      </span>
    )
  }
  return (
    <span className="block">
      due <Ago at={due} now={now} zone={zone} />
    </span>
  )
}
