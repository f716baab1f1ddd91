import type { IncidentPageDto } from '@/lib/queries/incident'

/** How an open incident or review can end, and where that is proposed or under way. */
export function EndsBy({ page }: { page: IncidentPageDto }) {
  const { program, incident, openDecision, decidedBy } = page
  const review = incident.kind === 'review'
  const propose = `/${program}/decisions/new?kind=incident&subject=${incident.id}`
  return (
    <>
      {openDecision === null ? (
        <a href={propose}>{review ? `a finding of the ${decidedBy}` : `a decision of the ${decidedBy}`}</a>
      ) : (
        <>
          <a href={`/${program}/decisions/${openDecision}`}>decision {openDecision}</a>, which is open
        </>
      )}
      : {endings(page)}.{' '}
      <span className="text-soft">
        {review
          ? 'It stops no phase; promotion is blocked until then.'
          : 'The phase is stopped and promotion is blocked until then.'}
      </span>
    </>
  )
}

function endings({ incident: { kind }, dismissible, overridable }: IncidentPageDto): string {
  if (kind === 'review') return 'that no kill criterion is met, with what shows it, or roll back'
  const ways = ['continue with recovery evidenced', 'roll back']
  if (overridable) ways.push('override')
  if (dismissible) ways.push('dismiss as a false declaration')
  return `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`
}
