import { Signal } from '@/components/ui/signal'
import { Ago, Moment } from '@/components/ui/time'
import type { IncidentDto } from '@/lib/queries/incident-dto'

/** The clock of an incident: how long is left, and another shape when it has passed. */
export function Deadline({ incident, now, zone }: { incident: IncidentDto; now: string; zone: string }) {
  const { dueAt, state } = incident
  if (dueAt === null) return <span className="text-soft">no SLA of the program holds</span>
  if (state === 'ended') return <Moment at={dueAt} zone={zone} />
  return dueAt > now ? (
    <Signal light="caution" word={`due ${inWords(dueAt, now)}`} />
  ) : (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Signal light="stop" word="overdue" /> <Ago at={dueAt} now={now} zone={zone} />
    </span>
  )
}

const inWords = (at: string, now: string): string => {
  const minutes = Math.max(1, Math.round((Date.parse(at) - Date.parse(now)) / 60_000))
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return hours === 0 ? `in ${rest} min` : `in ${hours} h ${rest} min`
}
