import type { MetricCallDto } from '@/lib/queries/metric-calls'
import { Ago } from './time'

interface Props {
  call: MetricCallDto | null
  program: string
  now: string
  zone: string
}

/** Whom a metric that is out of band has called, in a line; nothing where it calls nobody. */
export function MetricCall({ call, program, now, zone }: Props) {
  if (call === null) return null
  const { review, toldAt } = call
  return (
    <p className="mt-1">
      {review === null ? null : (
        <>
          Its <a href={`/${program}/incidents/${review.id}`}>review {review.id}</a>{' '}
          {!review.open ? (
            'has ended, and it is out of band still'
          ) : (
            <>
              is open
              {review.dueAt === null ? null : (
                <>
                  , its finding {review.dueAt > now ? 'due' : 'was due'} <Ago at={review.dueAt} now={now} zone={zone} />
                </>
              )}
            </>
          )}
          .{' '}
        </>
      )}
      {toldAt === null ? null : (
        <>
          Owner told <Ago at={toldAt} now={now} zone={zone} />.
        </>
      )}
    </p>
  )
}
