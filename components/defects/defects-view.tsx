import { Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { DefectDto, DefectsDto } from '@/lib/queries/defects'
import { ConfirmPanel, RecordPanel, ResolvePanel } from './defect-panels'

interface Props {
  list: DefectsDto
  /** Which panel is open. */
  open: string | null
  chosen: string | null
  change: (state: FormState, form: FormData) => Promise<FormState>
}

/** The defects that gates look at: the newest complete list, and what was recorded by hand. */
export function DefectsView({ list, open, chosen, change }: Props) {
  const base = `/${list.program}/defects`
  const taken = list.defects.find(
    ({ id, source, resolvedAt }) => id === chosen && source === 'hand' && resolvedAt === null,
  )
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>Defects</h1>
        {list.mayRecord ? (
          <p className="no-print flex flex-wrap gap-x-5">
            <a href={`${base}?do=record`}>Record a defect</a>
            <a href={`${base}?do=confirm`}>Confirm the list is complete</a>
          </p>
        ) : null}
      </div>
      <p className="mt-1 max-w-2xl">
        <ListWords list={list} />
      </p>
      {list.defects.length === 0 ? null : (
        <div className="scrolls mt-3">
          <table className="facts w-full">
            <thead>
              <tr>
                <th scope="col">Defect</th>
                <th scope="col">State</th>
                <th scope="col">Severity</th>
                <th scope="col">Kind</th>
                <th scope="col">Surface</th>
                <th scope="col">Found</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {list.defects.map((defect) => (
                <Row key={`${defect.source} ${defect.id}`} defect={defect} list={list} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.mayRecord && open === 'record' ? <RecordPanel list={list} closeHref={base} change={change} /> : null}
      {list.mayRecord && open === 'confirm' ? <ConfirmPanel closeHref={base} change={change} /> : null}
      {list.mayRecord && taken !== undefined ? (
        <ResolvePanel key={taken.id} defect={taken} closeHref={base} change={change} />
      ) : null}
    </>
  )
}

function ListWords({ list: { list, now, zone, program, judged } }: { list: DefectsDto }) {
  if (!judged) return 'The program judges no defects.'
  if (list === null) {
    return 'There is no complete list: CI uploads one with a run ("defects": []), or someone confirms the one kept by hand. Until then gates that ask have no data.'
  }
  return (
    <>
      {list.source === 'upload'
        ? 'The newest complete list came with '
        : 'The list kept by hand was confirmed complete '}
      {list.run === null ? null : <a href={`/${program}/runs/${list.run.number}`}>run {list.run.id}</a>}
      {list.source === 'upload' ? ', ' : null}
      <Ago at={list.asOf} now={now} zone={zone} />. It counts for 8 days.
    </>
  )
}

function Row({ defect, list }: { defect: DefectDto; list: DefectsDto }) {
  const { id, title, resolvedAt, source, run } = defect
  return (
    <tr>
      <th scope="row" className="font-normal">
        <code>{id}</code> {title}
      </th>
      <td>
        {resolvedAt === null ? <Signal light="stop" word="Unresolved" /> : <Signal light="clear" word="Resolved" />}
        {list.mayRecord && source === 'hand' && resolvedAt === null ? (
          <a href={`/${list.program}/defects?defect=${encodeURIComponent(id)}`} className="no-print ml-2">
            Resolve<span className="sr-only"> {id}</span>
          </a>
        ) : null}
      </td>
      <td>{list.severities.find((one) => one.id === defect.severity)?.title ?? defect.severity}</td>
      <td>{list.kinds.find((one) => one.id === defect.kind)?.title ?? defect.kind}</td>
      <td>{defect.surface === null ? '–' : <code>{defect.surface}</code>}</td>
      <td>
        <Ago at={defect.openedAt} now={list.now} zone={list.zone} />
      </td>
      <td>{run === null ? 'by hand' : <a href={`/${list.program}/runs/${run.number}`}>{run.id}</a>}</td>
    </tr>
  )
}
