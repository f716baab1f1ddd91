import { Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import { incidentName } from '@/lib/domain/incident/ending'
import type { FormState } from '@/lib/http/form'
import type { DeclarableDto, IncidentsDto } from '@/lib/queries/incidents'
import { Criteria } from './criteria'
import { Deadline } from './deadline'
import { DeclarePanel } from './declare-panel'
import { incidentLight, kindWords, outcomeWords } from './lights'
import { RunLink } from './signals'

interface Props {
  list: IncidentsDto
  choices: DeclarableDto
  declaring: boolean
  declare: (state: FormState, form: FormData) => Promise<FormState>
}

/** What stops the phase or blocks its promotion, and what once did. */
export function IncidentList({ list, choices, declaring, declare }: Props) {
  const { program, incidents, now, zone } = list
  const base = `/${program}/incidents`
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>Incidents</h1>
        {choices.mayDeclare ? (
          <a href={`${base}?declare=1`} className="no-print">
            Declare an incident
          </a>
        ) : (
          <p className="text-soft">To declare one needs a role of the program.</p>
        )}
      </div>
      {incidents.length === 0 ? (
        <p className="mt-3 max-w-xl">
          None. A kill criterion or a rollback trigger that a gated run fires, or that a member declares with evidence,
          opens one: the phase is stopped at once, and only a decision ends it. A critical metric out of band opens a
          review, which blocks promotion.
        </p>
      ) : (
        <div className="scrolls mt-3">
          <table className="facts stacks [&_:is(td,th)]:align-top! w-full">
            <thead>
              <tr>
                <th scope="col">Incident</th>
                <th scope="col">State</th>
                <th scope="col">About</th>
                <th scope="col">Opened</th>
              </tr>
            </thead>
            <tbody>
              {incidents.map((one) => (
                <tr key={one.id}>
                  <th scope="row" className="font-normal whitespace-nowrap">
                    <a href={`${base}/${one.id}`}>{incidentName(one.kind, one.id)}</a>
                    <span className="block text-xs text-soft">{kindWords[one.kind]}</span>
                  </th>
                  <td>
                    <Signal {...incidentLight(one)} />
                    <span className="block">
                      {one.endedAt === null ? (
                        <Deadline incident={one} now={now} zone={zone} />
                      ) : (
                        <span className="text-xs text-soft">
                          {outcomeWords(one.outcome ?? '')}, <Ago at={one.endedAt} now={now} zone={zone} />
                        </span>
                      )}
                    </span>
                  </td>
                  <td className="max-w-md min-w-40">
                    <Criteria incident={one} program={program} />
                  </td>
                  <td className="min-w-48">
                    <Ago at={one.openedAt} now={now} zone={zone} />
                    <span className="block text-xs text-soft">
                      by {one.openedBy}
                      {one.run === null ? null : (
                        <>
                          , run <RunLink program={program} run={one.run} />
                        </>
                      )}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {declaring && choices.mayDeclare ? <DeclarePanel choices={choices} closeHref={base} declare={declare} /> : null}
    </>
  )
}
