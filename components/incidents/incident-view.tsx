import { Pointer } from '@/components/ui/pointer'
import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import { incidentName } from '@/lib/domain/incident/ending'
import type { FormState } from '@/lib/http/form'
import type { IncidentPageDto } from '@/lib/queries/incident'
import { Criteria } from './criteria'
import { Deadline } from './deadline'
import { EndsBy } from './ends-by'
import { FollowUp } from './follow-up'
import { incidentLight, kindWords, outcomeWords } from './lights'
import { RunLink, Signals } from './signals'

interface Props {
  page: IncidentPageDto
  act: (state: FormState, form: FormData) => Promise<FormState>
}

/** One incident: what was seen, until when it must be decided, and what recovery asks for. */
export function IncidentView({ page, act }: Props) {
  const { program, incident, triggers, zone, now } = page
  const { postMortem } = incident
  const review = incident.kind === 'review'
  return (
    <>
      <p className="no-print text-soft">
        <a href={`/${program}/incidents`}>Incidents</a>
      </p>
      <h1>{incidentName(incident.kind, incident.id)}</h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <Signal {...incidentLight(incident)} large />
        {review ? <span>{kindWords.review}</span> : null}
        <Deadline incident={incident} now={now} zone={zone} />
      </p>
      <dl className="mt-3 grid grid-cols-[104px_minmax(0,1fr)] gap-x-2 gap-y-1 sm:grid-cols-[128px_minmax(0,1fr)]">
        <Term name={review ? 'Out of band' : kindWords[incident.kind]}>
          <Criteria incident={incident} program={program} named />
        </Term>
        <Term name="Statement">
          <span className="[overflow-wrap:anywhere]">{incident.statement}</span>
        </Term>
        <Term name="Opened">
          <Moment at={incident.openedAt} zone={zone} /> by {incident.openedBy}
          {incident.run === null ? null : (
            <>
              , run <RunLink program={program} run={incident.run} />
            </>
          )}
          , {page.phase === null ? 'before the first phase' : `in ${page.phase}`}
        </Term>
        <Term name={review ? 'Finding due' : 'Decision due'}>
          {incident.dueAt === null ? 'no SLA of the program holds' : <Moment at={incident.dueAt} zone={zone} />}
          {page.overdue === null ? null : (
            <span className="block">
              Not decided in time, recorded <Moment at={page.overdue.since} zone={zone} />
              {page.overdue.path.length === 0 ? null : `; it escalates to ${page.overdue.path.join(', ')}`}.
            </span>
          )}
        </Term>
        {incident.endedAt === null ? (
          <Term name="Ends by">
            <EndsBy page={page} />
          </Term>
        ) : (
          <Term name="Ended">
            <Moment at={incident.endedAt} zone={zone} />: {outcomeWords(incident.outcome ?? '')}
            {incident.decision === null ? null : (
              <>
                , by <a href={`/${program}/decisions/${incident.decision}`}>decision {incident.decision}</a>
              </>
            )}
          </Term>
        )}
        {postMortem === null ? null : (
          <Term name="Post-mortem">
            {postMortem.uri === null ? (
              <>
                due <Moment at={postMortem.dueAt} zone={zone} />
              </>
            ) : (
              <Pointer uri={postMortem.uri} />
            )}
          </Term>
        )}
      </dl>
      <Signals page={page} />
      {triggers.length === 0 ? null : (
        <section className="mt-6" aria-labelledby="recovery">
          <h2 id="recovery">What must be done</h2>
          {triggers.map((trigger) => (
            <dl
              key={trigger.id}
              className="mt-1 grid grid-cols-[104px_minmax(0,1fr)] gap-x-2 gap-y-1 sm:grid-cols-[128px_minmax(0,1fr)]"
            >
              <Term name="Rollback trigger">{trigger.trigger}</Term>
              <Term name="Action">{trigger.action}</Term>
              <Term name="Recovery">{trigger.recovery}</Term>
            </dl>
          ))}
        </section>
      )}
      {page.mayAdd ? <FollowUp kind="evidence" act={act} /> : null}
      {postMortem !== null && postMortem.uri === null ? <FollowUp kind="post_mortem" act={act} /> : null}
    </>
  )
}

function Term({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
