import type { IncidentDto } from '@/lib/queries/incident-dto'

interface Props {
  incident: Pick<IncidentDto, 'kind' | 'criteria'>
  program: string
  /** With the ids by which signals name them. */
  named?: boolean
}

/** What an incident is about, in the program's words; the metrics of a review with their pages. */
export function Criteria({ incident: { kind, criteria }, program, named = false }: Props) {
  return criteria.map(({ id, text }) => (
    <span key={id} className="block">
      {kind === 'review' ? (
        <a href={`/${program}/metrics/${encodeURIComponent(id)}`}>{text}</a>
      ) : (
        <>
          {named ? <code className="mr-1.5 text-soft">{id}</code> : null}
          {text}
        </>
      )}
    </span>
  ))
}
