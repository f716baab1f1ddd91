import { Digest, Pointer } from '@/components/ui/pointer'
import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { IncidentPageDto } from '@/lib/queries/incidents'
import { Deadline } from './deadline'
import { FollowUp } from './follow-up'
import { incidentLight, kindWords, outcomeWords } from './lights'

interface Props {
  page: IncidentPageDto
  act: (state: FormState, form: FormData) => Promise<FormState>
}

/** One incident: what was seen, until when it must be decided, and what recovery asks for. */
export function IncidentView({ page, act }: Props) {
  const { program, incident, signals, triggers, zone, now } = page
  const { postMortem } = incident
  return (
    <>
      <p className="no-print text-soft">
        <a href={`/${program}/incidents`}>Incidents</a>
      </p>
      <h1>Incident {incident.id}</h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <Signal {...incidentLight(incident)} large />
        <Deadline incident={incident} now={now} zone={zone} />
      </p>
      <dl className="mt-3 grid grid-cols-[128px_minmax(0,1fr)] gap-y-1">
        <Term name={kindWords[incident.kind]}>
          {incident.criteria.map(({ id, text }) => (
            <span key={id} className="block">
              {text}
            </span>
          ))}
        </Term>
        <Term name="Statement">{incident.statement}</Term>
        <Term name="Opened">
          <Moment at={incident.openedAt} zone={zone} /> by {incident.openedBy},{' '}
          {incident.phase === null ? 'before the first phase' : `in ${incident.phase}`}
        </Term>
        <Term name="Decision due">
          {incident.dueAt === null ? 'no SLA of the program holds' : <Moment at={incident.dueAt} zone={zone} />}
        </Term>
        {incident.endedAt === null ? (
          <Term name="Ends by">
            <a href={`/${program}/decisions/new?kind=incident&subject=${incident.id}`}>a decision</a>: continue with
            recovery evidenced, roll back, override, or dismiss
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
      <section className="mt-6" aria-labelledby="signals">
        <h2 id="signals">What was seen</h2>
        <ul>
          {signals.map((signal) => (
            <li key={signal.id} className="border-t border-rule py-2">
              <p>{signal.statement}</p>
              <p className="text-soft">
                <Moment at={signal.at} zone={zone} />, {signal.by}, <code>{signal.criterion}</code>
              </p>
              {signal.evidence.map((pointer) => (
                <p key={pointer.uri}>
                  <Pointer uri={pointer.uri} /> {pointer.sha256 === null ? null : <Digest hex={pointer.sha256} />}
                </p>
              ))}
            </li>
          ))}
        </ul>
      </section>
      {triggers.length === 0 ? null : (
        <section className="mt-6" aria-labelledby="recovery">
          <h2 id="recovery">What must be done</h2>
          {triggers.map((trigger) => (
            <dl key={trigger.id} className="mt-1 grid grid-cols-[128px_minmax(0,1fr)] gap-y-1">
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
