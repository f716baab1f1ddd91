import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { GateRowDto, GatesDto, PromotionDto } from '@/lib/queries/gates'
import { criterionLight, gateLight, rowLight } from './lights'
import { Promote } from './promote'

/** The whole ladder, and what is missing for the next promotion. */
export function LadderView({ ladder }: { ladder: GatesDto }) {
  const { program, promotion, openIncidents } = ladder
  return (
    <>
      <h1>Gates</h1>
      <p className="mt-1 text-soft">
        {ladder.phaseTitle === null
          ? 'The program has not entered its first phase.'
          : `The program stands in ${ladder.phaseTitle}.`}
      </p>
      {openIncidents.length === 0 ? null : (
        <ul className="mt-3 flex flex-col gap-1">
          {openIncidents.map(({ id, kind, criteria }) => (
            <li key={id} className="flex flex-wrap items-center gap-2">
              <Signal
                light={kind === 'review' ? 'stop' : 'locked'}
                word={kind === 'review' ? 'Under review' : 'Stopped'}
              />
              <a href={`/${program}/incidents/${id}`}>
                {kind === 'review' ? 'Review' : 'Incident'} {id}
              </a>
              {criteria.join(', ')}
            </li>
          ))}
        </ul>
      )}
      {promotion === null ? null : <Next program={program} promotion={promotion} promote={ladder.promote} />}
      <section className="mt-8" aria-labelledby="ladder">
        <h2 id="ladder">The ladder</h2>
        <div className="scrolls mt-1">
          <table className="facts [&_:is(td,th)]:align-top! w-full">
            <thead>
              <tr>
                <th scope="col">Gate</th>
                <th scope="col">State</th>
                <th scope="col" className="figure">
                  Unmet
                </th>
                <th scope="col" className="figure">
                  No data
                </th>
                <th scope="col" className="figure">
                  Waived
                </th>
                <th scope="col" className="figure">
                  Of
                </th>
                <th scope="col">What is so</th>
              </tr>
            </thead>
            <tbody>
              {ladder.gates.map((row) => (
                <Row key={`${row.phase} ${row.gate}`} program={program} row={row} zone={ladder.zone} />
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  )
}

function Row({ program, row, zone }: { program: string; row: GateRowDto; zone: string }) {
  const { counts } = row
  const total = counts.met + counts.unmet + counts.no_data + counts.waived
  return (
    <tr>
      <th scope="row" className="font-normal whitespace-nowrap">
        <a href={`/${program}/gates/${row.phase}/${row.gate}`}>{row.title}</a>
      </th>
      <td>
        <Signal {...rowLight(row)} />
      </td>
      <td className="figure">{counts.unmet}</td>
      <td className="figure">{counts.no_data}</td>
      <td className="figure">{counts.waived}</td>
      <td className="figure">{total}</td>
      <td className="max-w-lg">
        {row.passedAt === null ? (
          row.summary
        ) : (
          <>
            Went through <Moment at={row.passedAt} zone={zone} />
          </>
        )}
      </td>
    </tr>
  )
}

interface NextProps {
  program: string
  promotion: PromotionDto
  promote: GatesDto['promote']
}

function Next({ program, promotion, promote }: NextProps) {
  const halves = [promotion.exit, promotion.entry].filter((half) => half !== null)
  return (
    <section className="mt-6" aria-labelledby="next">
      <h2 id="next">Next: {promotion.title}</h2>
      <p className="mt-1 flex items-center gap-3">
        <Signal {...gateLight(promotion)} large />
        {promotion.met
          ? 'Nothing stands against it.'
          : halves.length === 1
            ? 'One decision, at one instant.'
            : 'One decision over both halves, at one instant.'}
      </p>
      {promote === null ? null : <Promote program={program} promotion={promotion.title} promote={promote} />}
      <div className="mt-3 grid gap-6 rail:grid-cols-2">
        {halves.map((half) => (
          <section key={half.gate} aria-labelledby={`half-${half.gate}`}>
            <h3 id={`half-${half.gate}`}>
              <a href={`/${program}/gates/${half.phase}/${half.gate}`}>{half.title}</a>
            </h3>
            <p>{half.summary}</p>
            <ul className="mt-1">
              {half.criteria.map(({ id, text, state }) => (
                <li key={id} className="flex items-start gap-2 border-t border-rule py-1">
                  <span className="w-20 shrink-0">
                    <Signal {...criterionLight(state)} />
                  </span>
                  <a href={`/${program}/gates/${half.phase}/${half.gate}#${id}`}>{text}</a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p className="mt-3 text-soft">
        Judgement{halves.length === 1 ? '' : ' of both'}, SHA-256{' '}
        <code className="break-all">{promotion.judgement}</code>
      </p>
    </section>
  )
}
